import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { SemiontError, UnauthenticatedError } from '@semiont/contract'
import { goToSignIn } from './sign-in-redirect.ts'

function leaveWhenSignedOut(error: unknown): void {
  if (error instanceof UnauthenticatedError && error.reason !== 'credentials') goToSignIn()
}

/** Only what may be different in a second is asked again: a lost connection, an overloaded server. */
function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof SemiontError) || error.code === 'unavailable'
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isWorthAnotherTry(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  })
}
