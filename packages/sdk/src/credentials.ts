import { type TokenSession, tokenSessionSchema } from '@semiont/contract'
import type { SendOptions } from './transport.ts'

/** How a client proves who it is, and how it gets a new proof when the old one has run out. */
export interface Credentials {
  headers(): Record<string, string>
  /** True when there is a fresh proof and the call is worth repeating. */
  renew(send: (options: SendOptions) => Promise<Response>): Promise<boolean>
}

const REFRESH = '/api/auth/refresh'

/** A page of the site: the browser sends the httpOnly cookies by itself. */
export function cookieCredentials(): Credentials {
  let renewing: Promise<boolean> | undefined
  return {
    headers: () => ({}),
    renew(send) {
      renewing ??= oneTabAtATime(async () => {
        const response = await send({
          method: 'POST',
          path: REFRESH,
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
        return response.ok
      }).finally(() => {
        renewing = undefined
      })
      return renewing
    },
  }
}

/** Two tabs that present the same refresh token would look like theft; the browser's lock lets one go first. */
async function oneTabAtATime(act: () => Promise<boolean>): Promise<boolean> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks
  return locks ? await locks.request('semiont-session', act) : await act()
}

/** A personal access token, or an agent's. */
export function tokenCredentials(token: string): Credentials {
  return { headers: () => ({ authorization: `Bearer ${token}` }), renew: () => Promise.resolve(false) }
}

/** A program that signed in as a person; `onRenewed` is the place to keep the new tokens. */
export function sessionCredentials(
  session: Pick<TokenSession, 'accessToken' | 'refreshToken'>,
  onRenewed?: (session: TokenSession) => void,
): Credentials {
  let current = session
  let renewing: Promise<boolean> | undefined
  return {
    headers: () => ({ authorization: `Bearer ${current.accessToken}` }),
    renew(send) {
      renewing ??= renewTokens(send, current.refreshToken)
        .then((renewed) => {
          if (renewed) {
            current = renewed
            onRenewed?.(renewed)
          }
          return renewed !== undefined
        })
        .finally(() => {
          renewing = undefined
        })
      return renewing
    },
  }
}

async function renewTokens(
  send: (options: SendOptions) => Promise<Response>,
  refreshToken: string,
): Promise<TokenSession | undefined> {
  const response = await send({
    method: 'POST',
    path: REFRESH,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  })
  return response.ok ? tokenSessionSchema.parse(await response.json()) : undefined
}
