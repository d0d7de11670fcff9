import { type OidcProviderSettings, SecretError } from '@semiont/config'
import { z } from 'zod'

/** What a secret of the stack holds, and what it holds after a change. All of this is pure; nothing here is ever printed. */
export interface HeldSecret {
  readonly name: string
  readonly value: string
  /** ISO 8601, UTC; null when the version's own age is all that is known. */
  readonly updatedAt: string | null
}

/** The stack makes each secret with this in it, which no service accepts. */
const placeholderSchema = z.looseObject({ placeholder: z.literal(true) })

/** Members of the providers beside what the backend reads; it drops them. */
const providerSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1),
  issuer: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  updatedAt: z.iso.datetime().optional(),
})

export type StoredProvider = z.infer<typeof providerSchema>

/** Secrets by their names, as strings, so that a task definition may refer to one as `<arn>:smtp-password::`. */
const applicationSchema = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.iso.datetime())]))

const AGES = 'updatedAt'

/** The value of a secret that is one value; undefined while it is the stack's placeholder. */
export function findWhole(document: string): string | undefined {
  return isPlaceholder(document) || document === '' ? undefined : document
}

/** The providers of OIDC_PROVIDERS; none while there is only the stack's placeholder. @throws SecretError without the value */
export function readProviders(document: string, secretId: string): StoredProvider[] {
  if (findWhole(document) === undefined) return []
  const result = z.array(providerSchema).safeParse(parseJson(document))
  if (result.success) return result.data
  throw damaged(secretId, 'a list of sign-in providers')
}

/** The list with this provider in it, in place of one with its id. */
export function withProvider(
  providers: readonly StoredProvider[],
  provider: OidcProviderSettings,
  held: { clientSecret: string; updatedAt: string },
): StoredProvider[] {
  const entry = { ...provider, ...held }
  const before = providers.find(({ id }) => id === provider.id)
  if (before === undefined) return [...providers, entry]
  return providers.map((other) => (other.id === provider.id ? entry : other))
}

/**
 * The list as the settings want it, with the client secrets that are held: changed names, issuers and client ids are taken
 * over, providers that are no longer configured are left out.
 * @returns ids of configured providers without a client secret beside it
 */
export function fitProviders(
  held: readonly StoredProvider[],
  configured: readonly OidcProviderSettings[],
): { readonly providers: StoredProvider[]; readonly withoutSecret: string[] } {
  const fitted = configured.map((provider) => {
    const before = held.find(({ id }) => id === provider.id)
    return before === undefined ? undefined : { ...before, ...provider }
  })
  return {
    providers: fitted.filter((provider) => provider !== undefined),
    withoutSecret: configured.filter((_, index) => fitted[index] === undefined).map(({ id }) => id),
  }
}

export function heldProviders(providers: readonly StoredProvider[]): HeldSecret[] {
  return providers.map(({ id, clientSecret, updatedAt }) => ({
    name: `oauth/${id}`,
    value: clientSecret,
    updatedAt: updatedAt ?? null,
  }))
}

/** @throws SecretError without the value */
export function readApplication(document: string, secretId: string): HeldSecret[] {
  if (findWhole(document) === undefined) return []
  const result = applicationSchema.safeParse(parseJson(document))
  if (!result.success) throw damaged(secretId, 'a list of secrets by their names')
  const ages = result.data[AGES]
  return Object.entries(result.data).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [{ name, value, updatedAt: (typeof ages === 'object' ? ages[name] : undefined) ?? null }]
      : [],
  )
}

/** @param change undefined takes the secret away */
export function withApplicationSecret(
  held: readonly HeldSecret[],
  name: string,
  change: { value: string; updatedAt: string } | undefined,
): string {
  const others = held.filter((secret) => secret.name !== name)
  const after = change === undefined ? others : [...others, { name, ...change }]
  const ages = after.flatMap((secret) => (secret.updatedAt === null ? [] : [[secret.name, secret.updatedAt]]))
  return JSON.stringify({
    ...Object.fromEntries(after.map((secret) => [secret.name, secret.value])),
    [AGES]: Object.fromEntries(ages),
  })
}

function isPlaceholder(document: string): boolean {
  return placeholderSchema.safeParse(parseJson(document)).success
}

/** Without the parser's message: it would repeat a part of the secret. */
function parseJson(document: string): unknown {
  try {
    return JSON.parse(document)
  } catch {
    return undefined
  }
}

function damaged(secretId: string, what: string): SecretError {
  return new SecretError(
    `The secret ${secretId} in AWS is not ${what}: somebody has written it by other means. Put the version before it back: ` +
      `aws secretsmanager list-secret-version-ids --secret-id ${secretId} shows the ids, then ` +
      `aws secretsmanager update-secret-version-stage --secret-id ${secretId} --version-stage AWSCURRENT ` +
      '--remove-from-version-id <id of AWSCURRENT> --move-to-version-id <id of AWSPREVIOUS>',
  )
}
