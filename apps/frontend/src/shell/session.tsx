'use client'
import { type Me } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, use } from 'react'
import { PageErrorState } from '../design/error-state.tsx'
import { client } from './client.ts'

const MeContext = createContext<Me | null>(null)

/** The person who is signed in; only below `SessionGate`. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('useMe is called outside of SessionGate')
  return me
}

export const meQuery = {
  queryKey: ['me'] as const,
  queryFn: () => client.me.get(),
  staleTime: 60_000,
}

/**
 * Shows its children to someone who is signed in. Whoever is not goes to the sign-in page (see query-client.ts);
 * until that is known, `placeholder` holds the place.
 */
export function SessionGate({ placeholder, children }: { placeholder: ReactNode; children: ReactNode }) {
  const me = useQuery(meQuery)
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>
  if (me.isError && me.error.name !== 'UnauthenticatedError') {
    return <PageErrorState error={me.error} onRetry={() => void me.refetch()} />
  }
  return placeholder
}
