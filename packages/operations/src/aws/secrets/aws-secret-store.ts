import {
  DATABASE_PASSWORD_SECRET,
  DATABASE_SUPERUSER_SECRET,
  JWT_KEYS_SECRET,
  type OidcProviderSettings,
  SecretError,
  type SecretInformation,
  type SecretStore,
} from '@semiont/config'
import { NAMES } from '@semiont/config/aws-names'
import { RefusedError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { findSecretDescription, type SecretVersion } from '../clients/secrets-manager.ts'
import {
  findWhole,
  fitProviders,
  heldProviders,
  readApplication,
  readProviders,
  type StoredProvider,
  withApplicationSecret,
  withProvider,
} from './documents.ts'
import { missingSecret, readCurrent, replaceCurrent } from './stack-secret.ts'

const { jwt, oauth, application } = NAMES.secrets

/** Made by AWS and handed to tasks alone: nothing here needs the value, so nobody needs the right to read it. */
const KEPT_BY_AWS: ReadonlyMap<string, string> = new Map([
  [DATABASE_PASSWORD_SECRET, NAMES.secrets.database],
  [DATABASE_SUPERUSER_SECRET, NAMES.secrets.databaseAdministrator],
])

/** The secrets of an installation in the secrets that its infrastructure stack has made. */
export class AwsSecretStore implements SecretStore {
  readonly #connection: AwsConnection
  readonly #now: () => Date
  /** The version on which what is written next is based. */
  readonly #seen = new Map<string, SecretVersion>()

  constructor(connection: AwsConnection, now: () => Date) {
    this.#connection = connection
    this.#now = now
  }

  async find(name: string): Promise<string | undefined> {
    if (KEPT_BY_AWS.has(name)) throw neverRead(name)
    if (name === JWT_KEYS_SECRET) return findWhole((await this.#read(jwt)).value)
    const held = name.startsWith('oauth/') ? heldProviders(await this.#providers()) : await this.#application()
    return held.find((secret) => secret.name === name)?.value
  }

  async set(name: string, value: string): Promise<void> {
    if (KEPT_BY_AWS.has(name)) throw changedByRotation(name, this.#connection.environment.name)
    if (name === JWT_KEYS_SECRET) return await this.#write(jwt, value)
    if (name.startsWith('oauth/')) return await this.setProvider(this.#configured(name), value)
    const change = { value, updatedAt: this.#now().toISOString() }
    await this.#write(application, withApplicationSecret(await this.#application(), name, change))
  }

  /** The backend's tasks get all that a provider is from here, not from the environment file. */
  async setProvider(provider: OidcProviderSettings, clientSecret: string): Promise<void> {
    const held = { clientSecret, updatedAt: this.#now().toISOString() }
    await this.#write(oauth, JSON.stringify(withProvider(await this.#providers(), provider, held)))
  }

  /**
   * Takes over what the settings say about providers, for tasks that start from now on.
   * @returns ids of those that are no longer configured and were taken out
   * @throws SecretError when one that is configured has no client secret
   */
  async fitProviders(configured: readonly OidcProviderSettings[]): Promise<string[]> {
    const held = await this.#providers()
    const { providers, withoutSecret } = fitProviders(held, configured)
    const { name } = this.#connection.environment
    if (withoutSecret.length > 0)
      throw new SecretError(
        `No client secret is stored for the sign-in provider ${withoutSecret.join(', ')}. ` +
          `Set it with: semiont configure ${name} set oauth/${withoutSecret[0]}`,
      )
    await this.#write(oauth, JSON.stringify(providers))
    return held.map(({ id }) => id).filter((id) => !configured.some((provider) => provider.id === id))
  }

  async delete(name: string): Promise<void> {
    if (KEPT_BY_AWS.has(name)) throw changedByRotation(name, this.#connection.environment.name)
    if (name === JWT_KEYS_SECRET)
      throw new RefusedError(
        'The keys of access tokens cannot be taken away: no service starts without them.',
        `Replace them: semiont configure ${this.#connection.environment.name} set jwt-secret`,
      )
    if (name.startsWith('oauth/')) {
      const others = (await this.#providers()).filter(({ id }) => `oauth/${id}` !== name)
      return await this.#write(oauth, JSON.stringify(others))
    }
    const held = await this.#application()
    if (held.some((secret) => secret.name === name))
      await this.#write(application, withApplicationSecret(held, name, undefined))
  }

  async list(): Promise<SecretInformation[]> {
    const [keys, providers, others, kept] = await Promise.all([
      this.#read(jwt),
      this.#providers(),
      this.#application(),
      this.#keptByAws(),
    ])
    const age = (secretId: string) => (this.#seen.get(secretId)?.createdAt ?? this.#now()).toISOString()
    const ring = findWhole(keys.value) === undefined ? [] : [{ name: JWT_KEYS_SECRET, updatedAt: age(jwt) }]
    const ofProviders = heldProviders(providers).map(({ name, updatedAt }) => ({
      name,
      updatedAt: updatedAt ?? age(oauth),
    }))
    const ofApplication = others.map(({ name, updatedAt }) => ({ name, updatedAt: updatedAt ?? age(application) }))
    return [...ring, ...ofProviders, ...ofApplication, ...kept].toSorted((left, right) =>
      left.name.localeCompare(right.name),
    )
  }

  async #keptByAws(): Promise<SecretInformation[]> {
    const found = [...KEPT_BY_AWS].map(async ([name, secretId]) => {
      const about = await findSecretDescription(this.#connection, secretId)
      if (about === undefined) throw missingSecret(this.#connection, secretId)
      return { name, updatedAt: (about.lastRotatedAt ?? about.lastChangedAt ?? this.#now()).toISOString() }
    })
    return await Promise.all(found)
  }

  async #providers(): Promise<StoredProvider[]> {
    return readProviders((await this.#read(oauth)).value, oauth)
  }

  async #application() {
    return readApplication((await this.#read(application)).value, application)
  }

  async #read(secretId: string): Promise<SecretVersion> {
    const version = await readCurrent(this.#connection, secretId)
    this.#seen.set(secretId, version)
    return version
  }

  /** On top of the version that was read last, so that nothing is lost that came after it. */
  async #write(secretId: string, value: string): Promise<void> {
    const before = this.#seen.get(secretId) ?? (await this.#read(secretId))
    if (before.value === value) return
    this.#seen.delete(secretId)
    this.#seen.set(secretId, await replaceCurrent(this.#connection, secretId, before, value))
  }

  #configured(name: string): OidcProviderSettings {
    const { environment } = this.#connection
    const provider = environment.settings.security.oidc.providers.find(({ id }) => `oauth/${id}` === name)
    if (provider !== undefined) return provider
    throw new SecretError(
      `The sign-in provider of ${name} is not in security.oidc.providers of ${environment.name}. Nothing was changed.`,
    )
  }
}

/** @throws IncompleteError from each call when the infrastructure stack has not made the secrets */
export function openAwsSecretStore(connection: AwsConnection, now: () => Date = () => new Date()): AwsSecretStore {
  return new AwsSecretStore(connection, now)
}

function neverRead(name: string): RefusedError {
  return new RefusedError(
    `${name} is handed to tasks alone and is not read from here.`,
    'What needs the database runs as a task: semiont exec --service backend …',
  )
}

function changedByRotation(name: string, environment: string): RefusedError {
  if (name === DATABASE_PASSWORD_SECRET)
    return new RefusedError(
      'AWS makes the password of the database by itself; one of your choice would lock the services out. Nothing was changed.',
      `Have a new one made: semiont rotate database-password --environment ${environment}`,
    )
  return new RefusedError(
    'The password of the database’s administrator is used by the rotation and by nothing else. Nothing was changed.',
    'There is nothing to do. See: semiont secrets',
  )
}
