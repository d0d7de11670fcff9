import { z } from 'zod'
import { type SettingChange, prepareSettingChange } from '../change-setting.ts'
import { ConfigurationError, SecretError } from '../errors.ts'
import type { Environment } from '../load-environment.ts'
import type { OidcProviderSettings } from '../schema/security.ts'
import type { SecretStore } from '../secret-store.ts'

export interface OAuthCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** Providers whose address is the same for everybody. */
const WELL_KNOWN: Readonly<Record<string, Pick<OidcProviderSettings, 'name' | 'issuer'>>> = {
  google: { name: 'Google', issuer: 'https://accounts.google.com' },
}

const LIST = 'security.oidc.providers'

/**
 * Both parts of what a provider gave out: JSON with `clientId` and `clientSecret`, or two lines. With a client id already
 * configured, JSON may leave it out, and a single line is the secret. @throws SecretError that never repeats what was given
 */
export function parseOAuthCredentials(text: string, configuredId: string | undefined): OAuthCredentials {
  const { clientId, clientSecret } = text.trim().startsWith('{')
    ? fromJson(text, configuredId)
    : fromLines(text, configuredId)
  if (clientId === '' || clientSecret === '') throw new SecretError(BOTH)
  if (clientId.startsWith('GOCSPX-') || clientSecret.endsWith('.apps.googleusercontent.com'))
    throw new SecretError('Client id and client secret look exchanged: the id comes first. Nothing was changed.')
  return { clientId, clientSecret }
}

const BOTH =
  'Client id and client secret are both needed. Nothing was changed. Give two lines, the id first, or JSON: ' +
  '{"clientId": "…", "clientSecret": "…"}.'

const partsSchema = z.looseObject({
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
})

/** What Google's console offers for download has the parts under `web`, in snake case. */
const credentialsSchema = z.union([z.looseObject({ web: partsSchema }).transform(({ web }) => web), partsSchema])

function fromJson(text: string, configuredId: string | undefined): OAuthCredentials {
  const result = credentialsSchema.safeParse(parsedJson(text))
  if (!result.success) throw new SecretError(BOTH)
  const { clientId, clientSecret, client_id: id, client_secret: secret } = result.data
  return {
    clientId: (clientId ?? id ?? configuredId ?? '').trim(),
    clientSecret: (clientSecret ?? secret ?? '').trim(),
  }
}

/** Without the parser's message: it would repeat a part of what was given. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fromLines(text: string, configuredId: string | undefined): OAuthCredentials {
  const [first = '', second = ''] = text.split(/\r?\n/).map((line) => line.trim())
  const isSecretAlone = second === '' && configuredId !== undefined && first !== configuredId
  return isSecretAlone ? { clientId: configuredId, clientSecret: first } : { clientId: first, clientSecret: second }
}

/** What the settings say of a provider now. */
export function configuredProvider(environment: Environment, id: string): OidcProviderSettings | undefined {
  return environment.settings.security.oidc.providers.find((provider) => provider.id === id)
}

/** @throws ConfigurationError for one that is neither configured nor well known */
export function assertProviderCanBeSet(environment: Environment, id: string): void {
  providerWith(environment, id, '')
}

/**
 * What the settings say of a configured or well-known provider, with this client id.
 * @throws ConfigurationError for any other
 */
function providerWith(environment: Environment, id: string, clientId: string): OidcProviderSettings {
  const about = configuredProvider(environment, id) ?? WELL_KNOWN[id]
  if (about) return { ...about, id, clientId }
  const example = JSON.stringify([{ id, name: id, issuer: 'https://…', clientId: '…' }])
  throw new ConfigurationError(
    `The sign-in provider ${id} is not known: where does it answer? Add it first, then set its secret:\n` +
      `  semiont configure ${environment.name} set ${LIST} '${example}'`,
  )
}

/** The change of the environment file that gives the provider this client id; undefined when it has it already. */
export async function prepareProvider(
  environment: Environment,
  id: string,
  clientId: string,
): Promise<SettingChange | undefined> {
  const configured = configuredProvider(environment, id)
  if (configured?.clientId === clientId) return undefined
  const { providers } = environment.settings.security.oidc
  const others = providers.filter((other) => other.id !== id)
  return await prepareSettingChange(environment.directory, environment.name, LIST, [
    ...others,
    providerWith(environment, id, clientId),
  ])
}

/** The secret first: a provider without one keeps the backend from starting, a secret without a provider harms nobody. */
export async function storeOAuth(
  store: SecretStore,
  environment: Environment,
  id: string,
  { clientId, clientSecret }: OAuthCredentials,
  change: SettingChange | undefined,
): Promise<void> {
  if (store.setProvider) await store.setProvider(providerWith(environment, id, clientId), clientSecret)
  else await store.set(`oauth/${id}`, clientSecret)
  await change?.write()
}
