import type { SignInError } from '@semiont/contract'
import { authorizationCodeGrant, type Configuration, fetchUserInfo } from 'openid-client'
import { z } from 'zod'

/** Who the provider says is there. */
export interface OidcIdentity {
  issuer: string
  subject: string
  email: string
  name: string | undefined
  /** `hd`: the organization, as Google names it. */
  hostedDomain: string | undefined
}

/** The way back from a provider failed; `code` goes to the sign-in page, `reason` only into the security event. */
export class OidcSignInError extends Error {
  override readonly name = 'OidcSignInError'
  constructor(
    readonly code: SignInError,
    readonly reason: string = code,
    options?: ErrorOptions,
  ) {
    super(`Sign-in through the provider failed: ${reason}`, options)
  }
}

const claimsSchema = z.object({
  email: z.string().min(3).max(254).optional(),
  // Some providers write booleans as strings.
  email_verified: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional(),
  name: z.string().optional(),
  hd: z.string().optional(),
})

export interface ExpectedAnswer {
  callbackUrl: URL
  state: string
  nonce: string
  codeVerifier: string
}

/**
 * Exchanges the code for an ID token and checks it: signature, issuer, audience, expiry, nonce, and that the e-mail
 * address is verified. @throws OidcSignInError
 */
export async function redeemCode(connection: Configuration, expected: ExpectedAnswer): Promise<OidcIdentity> {
  const tokens = await authorizationCodeGrant(connection, expected.callbackUrl, {
    expectedState: expected.state,
    expectedNonce: expected.nonce,
    pkceCodeVerifier: expected.codeVerifier,
    idTokenExpected: true,
  }).catch((cause: unknown) => {
    throw grantFailure(cause)
  })
  const idToken = tokens.claims()
  if (!idToken) throw new OidcSignInError('token-invalid', 'no-id-token')
  let claims = readClaims(idToken)
  if (claims.email === undefined && connection.serverMetadata().userinfo_endpoint) {
    // A lean ID token: the rest is at the userinfo endpoint, which must speak of the same subject.
    const info = await fetchUserInfo(connection, tokens.access_token, idToken.sub).catch((cause: unknown) => {
      throw new OidcSignInError('token-invalid', 'userinfo', { cause })
    })
    claims = { ...claims, ...readClaims(info) }
  }
  if (claims.email === undefined) throw new OidcSignInError('email-missing')
  if (claims.email_verified !== true) throw new OidcSignInError('email-unverified')
  return { issuer: idToken.iss, subject: idToken.sub, email: claims.email, name: claims.name, hostedDomain: claims.hd }
}

function readClaims(claims: unknown): z.infer<typeof claimsSchema> {
  const parsed = claimsSchema.safeParse(claims)
  if (parsed.success) return parsed.data
  throw new OidcSignInError('token-invalid', 'claims', { cause: parsed.error })
}

const UNREACHABLE = /^(?:fetch failed|.*timed? ?out.*)$/i

function grantFailure(cause: unknown): OidcSignInError {
  const { name, message, code } =
    cause instanceof Error
      ? { name: cause.name, message: cause.message, code: 'code' in cause ? String(cause.code) : '' }
      : { name: '', message: '', code: '' }
  if (UNREACHABLE.test(message) || code === 'OAUTH_TIMEOUT')
    return new OidcSignInError('provider-unavailable', 'token-endpoint', { cause })
  if (name === 'ResponseBodyError') return new OidcSignInError('token-invalid', 'code-refused', { cause })
  return new OidcSignInError('token-invalid', (code || 'token-invalid').toLowerCase().replaceAll('_', '-'), { cause })
}
