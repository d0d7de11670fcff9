import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { databaseAddressSchema, databaseUrlOf } from './database-address.ts'
import { packageFolder } from './package-folder.ts'

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' })
        return z.NEVER
      }
    })
    .pipe(schema)

const secretSchema = z
  .string()
  .min(32, { error: 'must be at least 32 characters; run `semiont configure <environment> set jwt-secret`' })

export const jwtKeySchema = z.object({
  kid: z.string().min(1),
  secret: secretSchema,
  state: z.enum(['next', 'active', 'retiring', 'revoked']),
})
export type JwtKey = z.infer<typeof jwtKeySchema>

export const oidcProviderSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
})
export type OidcProvider = z.infer<typeof oidcProviderSchema>

export const siteConfigurationSchema = z.object({
  name: z.string().min(1).default('Semiont'),
  oauthAllowedDomains: z.array(z.string().min(1)).default([]),
  /** Of the first administrator, so that a password or a provider can sign them in later. */
  adminEmail: z.email().optional(),
})

const rateLimitSchema = z.strictObject({ burst: z.number().min(1), perMinute: z.number().positive() })

/** Overrides of the token buckets in access/rate-limits.ts, where their names mean something. */
export const rateLimitPoliciesSchema = z
  .strictObject({
    participant: rateLimitSchema,
    signIn: rateLimitSchema,
    account: rateLimitSchema,
    accountEverywhere: rateLimitSchema,
    oidc: rateLimitSchema,
    refresh: rateLimitSchema,
    public: rateLimitSchema,
    refused: rateLimitSchema,
  })
  .partial()

const environmentSchema = z
  .object({
    DATABASE_URL: z
      .string({ error: 'is missing: postgres://user:password@host:port/database, or DB_HOST and its like' })
      .min(1),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(4001),
    SEMIONT_ROLE: z.enum(['api', 'worker', 'all']).default('all'),
    SEMIONT_DATA_DIR: z.string().min(1).default('.semiont/data'),
    SEMIONT_PUBLIC_URL: z.url().default('http://localhost:4000'),
    SEMIONT_SITE: json(siteConfigurationSchema).prefault('{}'),
    SEMIONT_MAX_UPLOAD_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(2 * 1024 ** 3),
    SEMIONT_TRUSTED_PROXIES: z.string().default('loopback'),
    SEMIONT_RATE_LIMITS: z.enum(['on', 'off']).default('on'),
    SEMIONT_RATE_LIMIT_POLICIES: json(rateLimitPoliciesSchema).prefault('{}'),
    SEMIONT_PASSWORD_SIGN_IN: z.enum(['on', 'off']).default('on'),
    JWT_SECRET: secretSchema.optional(),
    JWT_KEYS: json(z.array(jwtKeySchema).min(1)).optional(),
    OIDC_PROVIDERS: json(z.array(oidcProviderSchema)).prefault('[]'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .refine((env) => env.JWT_KEYS !== undefined || env.JWT_SECRET !== undefined, {
    path: ['JWT_SECRET'],
    error: 'is missing; run `semiont configure <environment> set jwt-secret`',
  })

export interface Configuration {
  databaseUrl: string
  databasePoolSize: number
  host: string
  port: number
  role: 'api' | 'worker' | 'all'
  /** Folder of the content-addressed blobs and of uploads in progress. */
  dataDirectory: string
  /** Where people reach the site, without a trailing slash; the base of all IRIs. */
  publicUrl: string
  site: z.infer<typeof siteConfigurationSchema>
  maxUploadBytes: number
  /** `loopback`, `none`, or a comma-separated list of CIDR ranges whose X-Forwarded-For is believed. */
  trustedProxies: string
  rateLimits: boolean
  rateLimitPolicies: z.infer<typeof rateLimitPoliciesSchema>
  passwordSignIn: boolean
  jwtKeys: JwtKey[]
  oidcProviders: OidcProvider[]
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  version: string
}

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

/** Reads the one source of configuration, the process environment; names every variable that is wrong. */
export function readConfiguration(env: Record<string, string | undefined>): Configuration {
  const parsed = environmentSchema.safeParse(withDatabaseUrl(env))
  if (!parsed.success) throw invalidEnvironment(parsed.error)
  const values = parsed.data
  return {
    databaseUrl: values.DATABASE_URL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    host: values.HOST,
    port: values.PORT,
    role: values.SEMIONT_ROLE,
    dataDirectory: values.SEMIONT_DATA_DIR,
    publicUrl: values.SEMIONT_PUBLIC_URL.replace(/\/+$/, ''),
    site: values.SEMIONT_SITE,
    maxUploadBytes: values.SEMIONT_MAX_UPLOAD_BYTES,
    trustedProxies: values.SEMIONT_TRUSTED_PROXIES,
    rateLimits: values.SEMIONT_RATE_LIMITS === 'on',
    rateLimitPolicies: values.SEMIONT_RATE_LIMIT_POLICIES,
    passwordSignIn: values.SEMIONT_PASSWORD_SIGN_IN === 'on',
    jwtKeys:
      values.JWT_KEYS ?? (values.JWT_SECRET ? [{ kid: 'default', secret: values.JWT_SECRET, state: 'active' }] : []),
    oidcProviders: values.OIDC_PROVIDERS,
    logLevel: values.LOG_LEVEL,
    version: productVersion(),
  }
}

/** DATABASE_URL wins; without it and with DB_HOST the parts make one. What is wrong with a part is told with its name. */
function withDatabaseUrl(env: Record<string, string | undefined>): Record<string, string | undefined> {
  if (env['DATABASE_URL'] || !env['DB_HOST']) return env
  const address = databaseAddressSchema.safeParse(env)
  if (address.success) return { ...env, DATABASE_URL: databaseUrlOf(address.data) }
  throw invalidEnvironment(address.error)
}

function invalidEnvironment(error: z.ZodError): ConfigurationError {
  const lines = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  return new ConfigurationError(`The backend cannot start; its environment is not valid:\n${lines.join('\n')}`)
}

function productVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
