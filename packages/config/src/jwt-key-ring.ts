import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ConfigurationError, SecretError } from './errors.ts'

export const MINIMUM_SECRET_LENGTH = 32

/**
 * The keys that sign and verify access tokens. One is active and signs; a retiring one only verifies, so that a rotation
 * signs nobody out.
 */
const jwtKeySchema = z.strictObject({
  kid: z.string().min(1),
  secret: z.string().min(MINIMUM_SECRET_LENGTH),
  state: z.enum(['active', 'retiring']),
  createdAt: z.iso.datetime(),
})

export type JwtKey = z.infer<typeof jwtKeySchema>

export const jwtKeyRingSchema = z
  .array(jwtKeySchema)
  .refine((ring) => ring.filter((key) => key.state === 'active').length === 1, 'exactly one key must be active')
  .refine((ring) => new Set(ring.map((key) => key.kid)).size === ring.length, 'each kid may occur only once')

/** @throws SecretError when the secret is too short to sign with */
export function assertJwtSecret(secret: string): void {
  if (secret.length >= MINIMUM_SECRET_LENGTH) return
  throw new SecretError(
    `jwt-secret has ${secret.length} characters; at least ${MINIMUM_SECRET_LENGTH} are needed. ` +
      `Make one with: node -e "console.log(require('crypto').randomBytes(48).toString('base64url'))"`,
  )
}

export function createJwtKey(now: Date, secret = randomBytes(48).toString('base64url')): JwtKey {
  assertJwtSecret(secret)
  return { kid: randomBytes(8).toString('hex'), secret, state: 'active', createdAt: now.toISOString() }
}

/** A ring in which `key` signs and the keys so far only verify; of these the newest `keepRetiring` stay. */
export function rotateKeyRing(ring: readonly JwtKey[], key: JwtKey, keepRetiring = 2): JwtKey[] {
  const retiring = ring
    .map((old): JwtKey => ({ ...old, state: 'retiring' }))
    .toSorted((left, right) => right.createdAt.localeCompare(left.createdAt))
  return [key, ...retiring.slice(0, keepRetiring)]
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
