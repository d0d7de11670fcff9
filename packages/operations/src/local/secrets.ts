import { randomBytes } from 'node:crypto'
import {
  assertJwtSecret,
  createJwtKey,
  ensureSecret,
  type OidcProviderSettings,
  parseKeyRing,
  rotateKeyRing,
  type SecretStore,
} from '@semiont/config'
import { OperationError } from '../errors.ts'

export const JWT_KEYS_SECRET = 'jwt-keys'

/** The ring of keys that sign and verify access tokens, as JSON; made at the very first start. */
export async function ensureJwtKeys(store: SecretStore, now: Date): Promise<string> {
  const ring = await ensureSecret(store, JWT_KEYS_SECRET, () => JSON.stringify([createJwtKey(now)]))
  parseKeyRing(ring)
  return ring
}

/** Lets a secret of the operator's choice sign from the next start on; the keys so far go on verifying. */
export async function rotateJwtSecret(store: SecretStore, secret: string, now: Date): Promise<void> {
  assertJwtSecret(secret)
  const ring = await store.find(JWT_KEYS_SECRET)
  const rotated = rotateKeyRing(ring === undefined ? [] : parseKeyRing(ring), createJwtKey(now, secret))
  await store.set(JWT_KEYS_SECRET, JSON.stringify(rotated))
}

export async function ensurePassword(store: SecretStore, name: string): Promise<string> {
  return await ensureSecret(store, name, () => randomBytes(24).toString('base64url'))
}

/** The sign-in providers with their client secrets, as the backend takes them. */
export async function readOidcProviders(
  store: SecretStore,
  providers: readonly OidcProviderSettings[],
): Promise<string> {
  const complete = providers.map(async (provider) => {
    const clientSecret = await store.find(`oauth/${provider.id}`)
    if (clientSecret !== undefined) return { ...provider, clientSecret }
    throw new OperationError(
      `The sign-in provider ${provider.id} has no client secret.`,
      `Set it with: semiont configure local set oauth/${provider.id}`,
    )
  })
  return JSON.stringify(await Promise.all(complete))
}
