import {
  addJwtKey,
  type JwtKey,
  parseKeyRing,
  revokeFormerKeys,
  ringAfterRoll,
  ringForRoll,
  ringForStart,
} from './jwt-key-ring.ts'
import type { SecretStore } from './secret-store.ts'

/** What the ring is called in the store; the person says `jwt-secret`. */
export const JWT_KEYS_SECRET = 'jwt-keys'

/** The ring as it is stored; empty before the first key. @throws ConfigurationError */
export async function readJwtKeys(store: SecretStore): Promise<JwtKey[]> {
  const stored = await store.find(JWT_KEYS_SECRET)
  return stored === undefined ? [] : parseKeyRing(stored)
}

/** Puts a key of the operator's choice, or one made here, into the ring. Returns the ring. @throws SecretError */
export async function storeJwtSecret(store: SecretStore, now: Date, secret?: string): Promise<JwtKey[]> {
  return await update(store, (ring) => addJwtKey(ring, now, secret))
}

/** The ring for a start of the whole installation; made at the very first one. */
export async function jwtKeysForStart(store: SecretStore, now: Date): Promise<JwtKey[]> {
  return await update(store, (ring) => (ring.length === 0 ? addJwtKey(ring, now) : ringForStart(ring, now)))
}

/** The ring for a restart of the backend, one replica after the other. Call `finishJwtRoll` with it afterwards. */
export async function jwtKeysForRoll(store: SecretStore, now: Date): Promise<JwtKey[]> {
  return await update(store, (ring) => (ring.length === 0 ? addJwtKey(ring, now) : ringForRoll(ring, now)))
}

/**
 * After every replica of the backend has started with the keys `started`. True when a new key is now verified by all of
 * them and would sign after one more restart.
 */
export async function finishJwtRoll(store: SecretStore, started: readonly JwtKey[], now: Date): Promise<boolean> {
  const ring = await update(store, (stored) => ringAfterRoll(stored, started, now))
  return ring.some((key) => key.state === 'next' && key.knownAt !== undefined)
}

/** Ends all retiring keys at once. Returns how many; services learn it at their next restart. */
export async function revokeJwtKeys(store: SecretStore, now: Date): Promise<number> {
  const before = await readJwtKeys(store)
  await update(store, (ring) => revokeFormerKeys(ring, now))
  return before.filter((key) => key.state === 'retiring').length
}

async function update(store: SecretStore, change: (ring: JwtKey[]) => JwtKey[]): Promise<JwtKey[]> {
  const before = await readJwtKeys(store)
  const after = change(before)
  if (JSON.stringify(after) !== JSON.stringify(before)) await store.set(JWT_KEYS_SECRET, JSON.stringify(after))
  return after
}
