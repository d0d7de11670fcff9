import { UnauthenticatedError } from '@semiont/contract'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { KeyRing } from './key-ring.ts'
import { KnownRefusal } from './refusal.ts'

/** The one algorithm, for signing and for verifying: what a token says about itself is never believed. */
const ALGORITHM = 'HS256'

export const ACCESS_TOKEN_SECONDS = 15 * 60
export const OIDC_STATE_SECONDS = 10 * 60

export interface SignedTokens {
  issueAccessToken(claims: { participantId: string; sessionId: string }): Promise<string>
  /** @throws UnauthenticatedError with reason `malformed`, `signature` or `expired` */
  verifyAccessToken(token: string): Promise<{ participantId: string; sessionId: string }>
  issueOidcState(state: string): Promise<string>
  /** undefined when it is not a state that we signed for this browser within the last minutes */
  verifyOidcState(token: string): Promise<string | undefined>
}

/** Kinds of token; the type in the header keeps one from being used as another. */
const TYPES = { access: 'at+jwt', oidcState: 'oidc-state+jwt' } as const

/** @param publicUrl is the issuer, and with `/api` the audience */
export function createSignedTokens(keyRing: KeyRing, publicUrl: string, now: () => Date): SignedTokens {
  const audience = `${publicUrl}/api`
  const sign = (type: string, seconds: number, claims: Record<string, string>) => {
    const issuedAt = Math.floor(now().getTime() / 1000)
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: type, kid: keyRing.signing.kid })
      .setIssuer(publicUrl)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(keyRing.signing.secret)
  }
  const verify = async (type: string, token: string, requiredClaims: string[]) => {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = kid === undefined ? undefined : keyRing.verifying(kid)
        if (!key) throw new errors.JWKSNoMatchingKey()
        return key.secret
      },
      {
        algorithms: [ALGORITHM],
        typ: type,
        issuer: publicUrl,
        audience,
        requiredClaims: ['exp', 'iat', ...requiredClaims],
        currentDate: now(),
        clockTolerance: 5,
      },
    )
    return payload
  }
  return {
    issueAccessToken: ({ participantId, sessionId }) =>
      sign(TYPES.access, ACCESS_TOKEN_SECONDS, { sub: participantId, sid: sessionId }),
    async verifyAccessToken(token) {
      try {
        const { sub, sid } = await verify(TYPES.access, token, ['sub', 'sid'])
        if (typeof sub === 'string' && typeof sid === 'string') return { participantId: sub, sessionId: sid }
      } catch (error) {
        throw refusal(error)
      }
      throw new UnauthenticatedError('malformed', 'The access token is incomplete.')
    },
    issueOidcState: (state) => sign(TYPES.oidcState, OIDC_STATE_SECONDS, { state }),
    async verifyOidcState(token) {
      try {
        const { state } = await verify(TYPES.oidcState, token, ['state'])
        return typeof state === 'string' ? state : undefined
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
    },
  }
}

function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) {
    return new KnownRefusal(error.payload.sub, 'expired', 'The access token has expired.', {
      action: 'Get a new one with the refresh token, or sign in again.',
      cause: error,
    })
  }
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) {
    return new UnauthenticatedError('malformed', 'This is not an access token.', { cause: error })
  }
  if (error instanceof errors.JOSEError) {
    return new UnauthenticatedError('signature', 'The access token is not one of ours.', { cause: error })
  }
  return error
}
