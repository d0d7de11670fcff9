import { type Environment, finishJwtRoll, type JwtKey, jwtKeysForRoll } from '@semiont/config'
import { PROCESS_SERVICES, type ProcessService, type Progress } from '../../platform/platform.ts'
import type { AwsSecretStore } from './aws-secret-store.ts'

export interface SecretsPlace {
  readonly environment: Environment
  readonly store: AwsSecretStore
  now(): Date
  readonly progress: Progress
}

/**
 * To be called before tasks of the backend or worker are replaced: what the next ones read is made complete. The sign-in
 * providers are as the settings say; the ring of keys exists; a new key that every task knows signs from now on.
 * @returns the ring, for `finishSecretsRoll`. @throws SecretError when a provider has no client secret
 */
export async function prepareSecretsForRoll(place: SecretsPlace): Promise<JwtKey[]> {
  const { environment, store, progress } = place
  const removed = await store.fitProviders(environment.settings.security.oidc.providers)
  for (const id of removed) progress.step(`nobody signs in through ${id} any more: it is not in the settings`)
  return await jwtKeysForRoll(store, place.now())
}

/**
 * To be called when every task of the backend was started after `prepareSecretsForRoll`. True when a new key is known by all of
 * them and signs after one more roll.
 */
export async function finishSecretsRoll(place: SecretsPlace, prepared: readonly JwtKey[]): Promise<boolean> {
  return await finishJwtRoll(place.store, prepared, place.now())
}

const READERS: readonly ProcessService[] = ['backend', 'worker']

/**
 * Replaces tasks of the services, and those of the backend once more when all of them have learned a new jwt-secret: it may sign
 * only when every one verifies it.
 * @param services none are all. @param roll returns when every task of these services was started after the call, else throws
 */
export async function rollServices(
  place: SecretsPlace,
  services: readonly ProcessService[],
  roll: (services: readonly ProcessService[]) => Promise<void>,
): Promise<void> {
  const wanted = services.length === 0 ? PROCESS_SERVICES : services
  if (!wanted.some((service) => READERS.includes(service))) return await roll(wanted)
  const prepared = await prepareSecretsForRoll(place)
  await roll(wanted)
  if (!wanted.includes('backend') || !(await finishSecretsRoll(place, prepared))) return
  place.progress.step('every backend knows the new jwt-secret; once more, so that it signs')
  await prepareSecretsForRoll(place)
  await roll(['backend'])
}
