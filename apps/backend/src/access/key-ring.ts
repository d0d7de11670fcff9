import { ConfigurationError, type JwtKey } from '../kernel/configuration.ts'

export interface SigningKey {
  kid: string
  secret: Uint8Array
}

/**
 * The keys of access tokens. `active` signs; `next` and `retiring` only verify, so that while a rotation goes through
 * the replicas nobody is signed out; `revoked` does neither.
 */
export interface KeyRing {
  readonly signing: SigningKey
  /** undefined for a key that is unknown or revoked */
  verifying(kid: string): SigningKey | undefined
}

const MINIMUM_SECRET_LENGTH = 32
const REMEDY = 'Run `semiont configure <environment> set jwt-secret`.'

/** @throws ConfigurationError when a secret is too short, a kid occurs twice, or not exactly one key is active */
export function createKeyRing(keys: readonly JwtKey[]): KeyRing {
  const usable = new Map<string, SigningKey>()
  for (const { kid, secret, state } of keys) {
    if (secret.length < MINIMUM_SECRET_LENGTH) {
      throw new ConfigurationError(
        `The JWT key "${kid}" has ${secret.length} characters; at least ${MINIMUM_SECRET_LENGTH} are needed. ${REMEDY}`,
      )
    }
    if (usable.has(kid)) throw new ConfigurationError(`The JWT key ring has two keys "${kid}". Give each its own kid.`)
    if (state !== 'revoked') usable.set(kid, { kid, secret: new TextEncoder().encode(secret) })
  }
  const active = keys.filter((key) => key.state === 'active')
  const signing = active.length === 1 ? usable.get(active[0]?.kid ?? '') : undefined
  if (!signing)
    throw new ConfigurationError(`The JWT key ring has ${active.length} active keys; it needs exactly one. ${REMEDY}`)
  return { signing, verifying: (kid) => usable.get(kid) }
}
