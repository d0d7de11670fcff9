import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ConfigurationError, SecretError } from './errors.ts'

export const MINIMUM_SECRET_LENGTH = 32

/** How long a key goes on verifying after it stopped signing: four times what an access token lives. */
export const RETIRING_MINUTES = 60

/**
 * The keys of access tokens. `active` signs; `next` and `retiring` only verify; `revoked` does neither. A new key begins as
 * `next` and signs when every running service verifies it, so that a rotation signs nobody out while services restart.
 */
const jwtKeySchema = z.strictObject({
  kid: z.string().min(1),
  secret: z.string().min(MINIMUM_SECRET_LENGTH),
  state: z.enum(['next', 'active', 'retiring', 'revoked']),
  createdAt: z.iso.datetime(),
  /** Of a next one: since when every running service verifies it. */
  knownAt: z.iso.datetime().optional(),
  /** Of a retiring or revoked one: since when it is that. */
  endedAt: z.iso.datetime().optional(),
})

export type JwtKey = z.infer<typeof jwtKeySchema>

export const jwtKeyRingSchema = z
  .array(jwtKeySchema)
  .refine((ring) => ring.filter((key) => key.state === 'active').length === 1, 'exactly one key must be active')
  .refine((ring) => ring.filter((key) => key.state === 'next').length <= 1, 'at most one key may be next')
  .refine((ring) => new Set(ring.map((key) => key.kid)).size === ring.length, 'each kid may occur only once')

/** @throws SecretError when the secret is too short to sign with */
export function assertJwtSecret(secret: string): void {
  if (secret.length >= MINIMUM_SECRET_LENGTH) return
  throw new SecretError(
    `jwt-secret has ${secret.length} characters; at least ${MINIMUM_SECRET_LENGTH} are needed. Nothing was changed. ` +
      'Let one be made: add --generate. Or make one yourself: ' +
      `node -e "console.log(require('crypto').randomBytes(48).toString('base64url'))"`,
  )
}

export function createJwtKey(
  now: Date,
  secret = randomBytes(48).toString('base64url'),
  state: 'active' | 'next' = 'active',
): JwtKey {
  assertJwtSecret(secret)
  return { kid: randomBytes(8).toString('hex'), secret, state, createdAt: now.toISOString() }
}

/** The ring with a new key in it: the very first signs at once, a later one is `next` in place of any other that is. */
export function addJwtKey(ring: readonly JwtKey[], now: Date, secret?: string): JwtKey[] {
  if (ring.length === 0) return [createJwtKey(now, secret)]
  if (secret !== undefined && ring.some((key) => key.secret === secret))
    throw new SecretError('This jwt-secret is or was already in use here. Nothing was changed. Choose another.')
  return [createJwtKey(now, secret, 'next'), ...ring.filter((key) => key.state !== 'next')]
}

/**
 * The ring for services that are about to start while none runs: the next key signs at once, and keys that no valid token
 * can be signed with any more are gone.
 */
export function ringForStart(ring: readonly JwtKey[], now: Date): JwtKey[] {
  return promote(withoutExpired(ring, now), now)
}

/** The ring for a restart of one replica after the other: a next key signs from now on if all that run verify it. */
export function ringForRoll(ring: readonly JwtKey[], now: Date): JwtKey[] {
  const current = withoutExpired(ring, now)
  return current.some((key) => key.state === 'next' && key.knownAt !== undefined) ? promote(current, now) : current
}

/** The ring after every service has started with `started`: a key that was next in it is verified everywhere by now. */
export function ringAfterRoll(ring: readonly JwtKey[], started: readonly JwtKey[], now: Date): JwtKey[] {
  const known = new Set(started.map((key) => key.kid))
  return ring.map((key) =>
    key.state === 'next' && key.knownAt === undefined && known.has(key.kid)
      ? { ...key, knownAt: now.toISOString() }
      : key,
  )
}

/** The ring in which no key but the active and the next one verifies: for a key that somebody else may know. */
export function revokeFormerKeys(ring: readonly JwtKey[], now: Date): JwtKey[] {
  return ring.map((key) => (key.state === 'retiring' ? { ...key, state: 'revoked', endedAt: now.toISOString() } : key))
}

function promote(ring: readonly JwtKey[], now: Date): JwtKey[] {
  if (!ring.some((key) => key.state === 'next')) return [...ring]
  return ring.map((key): JwtKey => {
    if (key.state === 'active') return { ...key, state: 'retiring', endedAt: now.toISOString() }
    if (key.state !== 'next') return key
    const { knownAt: _known, ...rest } = key
    return { ...rest, state: 'active' }
  })
}

function withoutExpired(ring: readonly JwtKey[], now: Date): JwtKey[] {
  const oldest = now.getTime() - RETIRING_MINUTES * 60_000
  return ring.filter(
    ({ state, endedAt, createdAt }) =>
      state === 'active' || state === 'next' || Date.parse(endedAt ?? createdAt) >= oldest,
  )
}

/** Reads a ring from `JWT_KEYS`. @throws ConfigurationError */
export function parseKeyRing(json: string): JwtKey[] {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new ConfigurationError('The JWT key ring is not valid JSON.', [], { cause })
  }
  const result = jwtKeyRingSchema.safeParse(value)
  if (result.success) return result.data
  // The findings name places only: a message with the value in it would put a key into the log.
  const findings = result.error.issues.map((issue) => `${issue.path.join('.') || 'ring'}: ${issue.message}`)
  throw new ConfigurationError('The JWT key ring is not valid.', findings)
}
