import type { EnvironmentSettings } from '../environment-schema.ts'
import { ConfigurationError } from '../errors.ts'
import { JWT_KEYS_SECRET } from '../jwt-key-store.ts'
import { nearestKey } from '../nearest-key.ts'

export interface KnownSecret {
  /** What the person types: `jwt-secret`, `oauth/google`. */
  readonly name: string
  /** What it is called in the store. */
  readonly storedAs: string
  /** Services that read it when they start; empty when commands do. */
  readonly usedBy: readonly ('backend' | 'worker' | 'database')[]
  /** Whether a start makes it where it is missing. */
  readonly madeAtStart: boolean
  /** Whether a person chooses or receives it; others are made and kept by Semiont alone. */
  readonly settable: boolean
  /** Whether one may be made here, because only services of ours have to know it. */
  readonly generated: boolean
  /** Whether the platform makes it and hands it to services alone: nobody reads or judges its value. */
  readonly keptByPlatform?: boolean
}

export const DATABASE_PASSWORD_SECRET = 'postgres/semiont'
export const DATABASE_SUPERUSER_SECRET = 'postgres/superuser'
export const SMTP_PASSWORD_SECRET = 'smtp-password'

const JWT: KnownSecret = {
  name: 'jwt-secret',
  storedAs: JWT_KEYS_SECRET,
  usedBy: ['backend', 'worker'],
  madeAtStart: true,
  settable: true,
  generated: true,
}

const DATABASE: readonly KnownSecret[] = [
  {
    name: 'database-password',
    storedAs: DATABASE_PASSWORD_SECRET,
    usedBy: ['backend', 'worker', 'database'],
    madeAtStart: true,
    settable: true,
    generated: true,
  },
  {
    name: 'database-superuser-password',
    storedAs: DATABASE_SUPERUSER_SECRET,
    usedBy: ['database'],
    madeAtStart: true,
    settable: false,
    generated: true,
  },
]

/** Made by the infrastructure stack, changed by a rotation. */
const DATABASE_ON_AWS = DATABASE.map((secret) => ({ ...secret, settable: false, keptByPlatform: true }))

const SMTP: KnownSecret = {
  name: SMTP_PASSWORD_SECRET,
  storedAs: SMTP_PASSWORD_SECRET,
  usedBy: [],
  madeAtStart: false,
  settable: true,
  generated: false,
}

const oauthSecret = (id: string): KnownSecret => ({
  name: `oauth/${id}`,
  storedAs: `oauth/${id}`,
  usedBy: ['backend', 'worker'],
  madeAtStart: false,
  settable: true,
  generated: false,
})

/** The secrets that an environment with these settings needs. */
export function requiredSecrets(settings: EnvironmentSettings): KnownSecret[] {
  return [
    JWT,
    ...(settings.platform === 'aws' ? DATABASE_ON_AWS : DATABASE),
    ...settings.security.oidc.providers.map(({ id }) => oauthSecret(id)),
    ...(settings.maintenance.notices.email?.smtp.user === undefined ? [] : [SMTP]),
  ]
}

/** @throws ConfigurationError naming the nearest secret there is */
export function findSecret(settings: EnvironmentSettings, name: string): KnownSecret {
  const known = [...requiredSecrets(settings), SMTP, oauthSecret('google')]
  const found = known.find((secret) => secret.name === name)
  if (found) return found
  if (/^oauth\/[a-z][a-z0-9-]*$/.test(name)) {
    const near = nearestKey(
      name,
      known.map((secret) => secret.name),
    )
    if (near === undefined || !near.startsWith('oauth/')) return oauthSecret(name.slice('oauth/'.length))
  }
  const names = known.filter((secret) => secret.settable).map((secret) => secret.name)
  const near = nearestKey(name, names)
  const hint = near ? `Did you mean ${near}?` : `There are: ${[...new Set(names)].join(', ')}.`
  throw new ConfigurationError(`There is no secret "${name}". ${hint}`)
}
