import { randomBytes } from 'node:crypto'
import {
  createJwtKey,
  ensureSecret,
  finishJwtRoll,
  JWT_KEYS_SECRET,
  jwtKeysForRoll,
  jwtKeysForStart,
  type OidcProviderSettings,
  parseKeyRing,
  type SecretStore,
} from '@semiont/config'
import { OperationError } from '../errors.ts'

/** The ring of keys that sign and verify access tokens, as JSON, for tasks beside running services; made if there is none. */
export async function ensureJwtKeys(store: SecretStore, now: Date): Promise<string> {
  const ring = await ensureSecret(store, JWT_KEYS_SECRET, () => JSON.stringify([createJwtKey(now)]))
  parseKeyRing(ring)
  return ring
}

/** The ring for a start of everything: a key that was waiting signs from now on. */
export async function prepareJwtKeysForStart(store: SecretStore, now: Date): Promise<string> {
  return JSON.stringify(await jwtKeysForStart(store, now))
}

/** The ring for a restart of the backend's replicas, one after the other. */
export async function prepareJwtKeysForRoll(store: SecretStore, now: Date): Promise<string> {
  return JSON.stringify(await jwtKeysForRoll(store, now))
}

/**
 * To be called when every replica of the backend has started with the ring `keys`. True when a new key is now verified by
 * all of them: one more roll lets it sign.
 */
export async function finishJwtKeyRoll(store: SecretStore, keys: string, now: Date): Promise<boolean> {
  return await finishJwtRoll(store, parseKeyRing(keys), now)
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
