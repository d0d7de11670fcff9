import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { RequestInfo } from '../kernel/request-info.ts'
import { type AccessDeps, later } from './access-deps.ts'
import { oidcAttemptTable } from './access-tables.ts'
import { OIDC_COOKIE_SECONDS } from './cookies.ts'
import { tokenHash } from './opaque-token.ts'
import type { OidcProviders } from './oidc-providers.ts'
import { safeReturnTo } from './return-to.ts'
import { redirect, redirectToSignIn } from './redirects.ts'

export interface OidcDeps extends AccessDeps {
  providers: OidcProviders
}

export function callbackUrl(publicUrl: string): string {
  return `${publicUrl}/api/auth/oidc/callback`
}

/** Sends the browser to the provider; state, nonce and PKCE verifier are kept for its way back. */
export async function startOidc(
  deps: OidcDeps,
  { provider: providerId, returnTo }: { provider: string; returnTo?: string | undefined },
  request: RequestInfo,
): Promise<Response> {
  const { publicUrl } = deps.configuration
  const provider = deps.providers.find(providerId)
  if (!provider) return redirectToSignIn(publicUrl, 'unknown-provider')
  const connection = await deps.providers.connect(provider).catch(async (error: unknown) => {
    deps.logger.error({ requestId: request.id, provider: providerId, error }, 'A sign-in provider does not answer')
    await deps.security.record({
      type: 'auth.failed',
      reason: 'provider-unavailable',
      origin: request,
      details: { provider: providerId },
    })
  })
  if (!connection) return redirectToSignIn(publicUrl, 'provider-unavailable')
  const [state, nonce, codeVerifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()]
  const now = deps.now()
  await deps.db.insert(oidcAttemptTable).values({
    stateHash: tokenHash(state),
    provider: providerId,
    nonce,
    codeVerifier,
    returnTo: safeReturnTo(returnTo),
    createdAt: now,
    expiresAt: later(now, OIDC_COOKIE_SECONDS),
  })
  const { issuer } = connection.serverMetadata()
  const url = buildAuthorizationUrl(connection, {
    redirect_uri: callbackUrl(publicUrl),
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...hostedDomainHint(issuer, deps.configuration.site.oauthAllowedDomains),
  })
  return redirect(url.href, [
    deps.cookies.set(deps.cookies.oidc, await deps.tokens.issueOidcState(state), OIDC_COOKIE_SECONDS),
  ])
}

/** Lets Google offer only accounts of the one organization; a convenience, the check is made on the way back. */
function hostedDomainHint(issuer: string, allowedDomains: readonly string[]): { hd?: string } {
  const [domain] = allowedDomains
  return issuer === 'https://accounts.google.com' && allowedDomains.length === 1 && domain ? { hd: domain } : {}
}
