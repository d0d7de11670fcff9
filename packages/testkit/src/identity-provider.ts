import { createHmac, createPublicKey } from 'node:crypto'
import { OAuth2Server } from 'oauth2-mock-server'

/** A real OIDC provider on 127.0.0.1 that signs in whoever it is told to, honestly or not. */
export interface IdentityProvider {
  /** For the configuration of the backend. */
  settings: { id: string; name: string; issuer: string; clientId: string; clientSecret: string }
  /** Who is signed in there: claims of the next ID tokens, over its own (`sub`, `aud`, `iss`, `exp`, `nonce`). */
  person: Record<string, unknown>
  /** Claims of the userinfo endpoint. */
  userInfo: Record<string, unknown>
  /** Answers this ID token instead of a signed one. */
  forgeIdToken: ((claims: Record<string, unknown>) => string) | undefined
  /** The public key as PEM, to try it as an HMAC secret. */
  publicKeyPem(): string
  stop(): Promise<void>
}

export async function startIdentityProvider(id = 'test-idp'): Promise<IdentityProvider> {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  const issuer = server.issuer.url ?? ''
  let lastClaims: Record<string, unknown> = {}
  const provider: IdentityProvider = {
    settings: { id, name: 'Test provider', issuer, clientId: 'semiont', clientSecret: 'a-client-secret' },
    person: {},
    userInfo: {},
    forgeIdToken: undefined,
    publicKeyPem: () =>
      createPublicKey({ key: { ...server.issuer.keys.toJSON()[0] }, format: 'jwk' })
        .export({ type: 'spki', format: 'pem' })
        .toString(),
    stop: () => server.stop(),
  }
  server.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) => {
    Object.assign(token.payload, provider.person)
    for (const [claim, value] of Object.entries(provider.person)) if (value === undefined) delete token.payload[claim]
    lastClaims = { ...token.payload }
  })
  server.service.on('beforeResponse', (response: { body: Record<string, unknown> | '' }) => {
    if (provider.forgeIdToken && response.body !== '') response.body['id_token'] = provider.forgeIdToken(lastClaims)
  })
  server.service.on('beforeUserinfo', (response: { body: Record<string, unknown> | '' }) => {
    if (response.body !== '') Object.assign(response.body, provider.userInfo)
  })
  return provider
}

/** A JWT as a forger writes it: any header, signed with any HMAC secret, or not at all. */
export function forgeJwt(header: object, claims: object, secret?: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const content = `${encode(header)}.${encode(claims)}`
  const signature = secret === undefined ? '' : createHmac('sha256', secret).update(content).digest('base64url')
  return `${content}.${signature}`
}
