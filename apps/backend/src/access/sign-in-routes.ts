import * as contract from '@semiont/contract'
import type { RequestInfo } from '../kernel/request-info.ts'
import { type Route, route } from '../kernel/route.ts'
import { readCookie } from './cookies.ts'
import { finishOidc } from './finish-oidc.ts'
import { assertOwnOrigin } from './origin-check.ts'
import type { RateLimits } from './rate-limits.ts'
import { refreshSession } from './refresh-session.ts'
import { answerSession } from './session-answer.ts'
import { signInWithLink } from './sign-in-links.ts'
import { signInWithPassword } from './sign-in-with-password.ts'
import { type OidcDeps, startOidc } from './start-oidc.ts'

/** The doors that lead in; the public part of access. */
export function signInRoutes(deps: OidcDeps & { limits: RateLimits }): Route[] {
  const { publicUrl } = deps.configuration
  return [
    route(contract.signInWithPassword, async ({ body: { session, ...credentials }, request }) => {
      // Otherwise another site could sign a browser in as somebody else and watch what its person writes.
      if (session === 'cookie') assertOwnOrigin(request, publicUrl)
      return await answerSession(deps, await signInWithPassword(deps, credentials, request), session)
    }),
    route(contract.signInWithLink, async ({ body: { session, token }, request }) => {
      if (session === 'cookie') assertOwnOrigin(request, publicUrl)
      return await answerSession(deps, await signInWithLink(deps, token, request), session)
    }),
    route(contract.startOidc, async ({ query, request }) => await startOidc(deps, query, request)),
    route(contract.finishOidc, async ({ query, request }) => await finishOidc(deps, query, request)),
    route(contract.refreshSession, async ({ body, request }) => {
      const mode = body.refreshToken === undefined ? 'cookie' : 'token'
      const refreshToken = body.refreshToken ?? refreshCookie(deps, request)
      return await answerSession(deps, await refreshSession(deps, refreshToken, request), mode)
    }),
  ]
}

function refreshCookie({ cookies, configuration }: OidcDeps, request: RequestInfo): string {
  const cookie = readCookie(request.header('cookie'), cookies.refresh)
  if (cookie === undefined) throw new contract.UnauthenticatedError('missing')
  assertOwnOrigin(request, configuration.publicUrl)
  return cookie
}
