import type { OidcProviderSettings } from './schema/security.ts'

/** Where an environment keeps what must not be in a file of the repository. */
export interface SecretStore {
  /** undefined when there is none of that name. */
  find(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<void>
  /** Where services get all that a sign-in provider is from the store, not only its client secret. */
  setProvider?(provider: OidcProviderSettings, clientSecret: string): Promise<void>
  /** Names and ages, never values. */
  list(): Promise<SecretInformation[]>
}

export interface SecretInformation {
  readonly name: string
  readonly updatedAt: string
}

/** The stored secret; when there is none yet, one is made and stored. */
export async function ensureSecret(store: SecretStore, name: string, make: () => string): Promise<string> {
  const existing = await store.find(name)
  if (existing !== undefined) return existing
  const made = make()
  await store.set(name, made)
  return made
}
