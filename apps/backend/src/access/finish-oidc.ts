import type { finishOidc as endpoint, QueryOf } from '@semiont/contract'
import { eq } from 'drizzle-orm'
import type { RequestInfo } from '../kernel/request-info.ts'
import { inTransaction } from '@semiont/event-store'
import { oidcAttemptTable } from './access-tables.ts'
import { admitIdentity } from './admit-identity.ts'
import { readCookie } from './cookies.ts'
import { OidcSignInError, redeemCode } from './oidc-identity.ts'
import { ProviderUnavailableError } from './oidc-providers.ts'
import { equalInConstantTime, tokenHash } from './opaque-token.ts'
import { redirect, redirectToSignIn } from './redirects.ts'
import { sessionCookies } from './session-answer.ts'
import { startSession } from './sessions.ts'
import { callbackUrl, type OidcDeps } from './start-oidc.ts'

type Query = QueryOf<typeof endpoint>
type Attempt = typeof oidcAttemptTable.$inferSelect

/** The browser is back from the provider. Success and failure are counted; neither tells the page more than a code. */
export async function finishOidc(deps: OidcDeps, query: Query, request: RequestInfo): Promise<Response> {
  const { publicUrl } = deps.configuration
  const clearState = deps.cookies.clear(deps.cookies.oidc)
  const providers: { id?: string } = {}
  try {
    const attempt = await takeAttempt(deps, query, request)
    providers.id = attempt.provider
    const { cookies, participantId } = await signIn(deps, attempt, query, request)
    await deps.security.record({
      type: 'oauth.callback.succeeded',
      participantId,
      origin: request,
      details: { provider: attempt.provider },
    })
    return redirect(`${publicUrl}${attempt.returnTo}`, [clearState, ...cookies])
  } catch (error) {
    const failure = asSignInFailure(error)
    deps.logger[failure.code === 'failed' ? 'error' : 'warn'](
      { requestId: request.id, provider: providers.id, reason: failure.reason, error: failure.cause },
      'A sign-in through a provider failed',
    )
    const details = { provider: providers.id ?? null }
    await deps.security.record({ type: 'oauth.callback.failed', reason: failure.reason, origin: request, details })
    return redirectToSignIn(publicUrl, failure.code, [clearState])
  }
}

/** The attempt that this very browser began; it is gone afterwards, so that nothing can be replayed. */
async function takeAttempt(deps: OidcDeps, { state }: Query, request: RequestInfo): Promise<Attempt> {
  const cookie = readCookie(request.header('cookie'), deps.cookies.oidc)
  const ours = cookie === undefined ? undefined : await deps.tokens.verifyOidcState(cookie)
  if (state === undefined || ours === undefined || !equalInConstantTime(state, ours)) {
    throw new OidcSignInError('state-mismatch')
  }
  const [attempt] = await deps.db
    .delete(oidcAttemptTable)
    .where(eq(oidcAttemptTable.stateHash, tokenHash(state)))
    .returning()
  if (!attempt) throw new OidcSignInError('state-mismatch', 'replayed')
  if (attempt.expiresAt <= deps.now()) throw new OidcSignInError('expired')
  return attempt
}

async function signIn(
  deps: OidcDeps,
  attempt: Attempt,
  query: Query,
  request: RequestInfo,
): Promise<{ cookies: string[]; participantId: string }> {
  if (query.error === 'access_denied') throw new OidcSignInError('cancelled')
  if (query.error !== undefined) throw new OidcSignInError('failed', 'provider-error')
  const provider = deps.providers.find(attempt.provider)
  if (!provider) throw new OidcSignInError('unknown-provider')
  const connection = await deps.providers.connect(provider)
  const url = new URL(callbackUrl(deps.configuration.publicUrl))
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  const identity = await redeemCode(connection, {
    callbackUrl: url,
    state: query.state ?? '',
    nonce: attempt.nonce,
    codeVerifier: attempt.codeVerifier,
  })
  const { id: participantId } = await admitIdentity(deps, identity, provider.id, request)
  const session = await inTransaction(deps.pool, (tx) =>
    startSession(deps, tx, { participantId, method: 'oidc', provider: provider.id }, request),
  )
  return { cookies: sessionCookies(deps, session), participantId }
}

function asSignInFailure(error: unknown): OidcSignInError {
  if (error instanceof OidcSignInError) return error
  if (error instanceof ProviderUnavailableError)
    return new OidcSignInError('provider-unavailable', undefined, { cause: error })
  return new OidcSignInError('failed', undefined, { cause: error })
}
