import { type Client, createClient } from '@semiont/sdk'
import type { OperatorAccess, Platform } from '../platform/platform.ts'

export type OperatorClient = Client

/** A token is replaced this long before it ends, so that none ends on its way. */
const RENEW_BEFORE_MS = 60_000

/**
 * Calls `use` with a client that acts as the first administrator for as long as the work takes: its token lives minutes and
 * is asked for anew when it ends. The sessions behind are ended afterwards.
 * @throws OperationError when the installation does not run
 */
export async function withOperatorClient<Result>(
  platform: Pick<Platform, 'operatorAccess'>,
  signal: AbortSignal,
  /** `baseUrl` is where the site is, and how the IRIs of what it holds begin. */
  use: (client: OperatorClient, baseUrl: string) => Promise<Result>,
): Promise<Result> {
  const first = await platform.operatorAccess(signal)
  let current = Promise.resolve(first)
  let renewing = false
  const access = async (): Promise<OperatorAccess> => {
    const { expiresAt } = await current
    if (!renewing && expiresAt.getTime() - Date.now() < RENEW_BEFORE_MS) {
      renewing = true
      current = platform.operatorAccess(signal).finally(() => {
        renewing = false
      })
    }
    return await current
  }
  const client = createClient({
    baseUrl: first.baseUrl,
    fetch: async (input, init) => {
      const { token } = await access()
      return await fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${token}` } })
    },
  })
  try {
    return await use(client, first.baseUrl)
  } finally {
    await endSession(first.baseUrl, await current.catch(() => first))
  }
}

/** One that cannot be ended now ends by itself within minutes. */
async function endSession(baseUrl: string, { token }: OperatorAccess): Promise<void> {
  await createClient({ baseUrl, token })
    .auth.signOut()
    .catch(() => undefined)
}
