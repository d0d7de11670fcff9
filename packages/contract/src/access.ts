import { z } from 'zod'
import { participantSchema, roleSchema } from './participants.ts'
import { idSchema, timestampSchema } from './primitives.ts'

/**
 * What a personal access token may do, within what its participant may do. Each includes the ones before it:
 * `annotate` reads too, `write` annotates too, `admin` does everything but manage the account itself.
 */
export const SCOPES = ['read', 'annotate', 'write', 'admin'] as const
export const scopeSchema = z.enum(SCOPES).meta({ id: 'Scope' })
export type Scope = z.infer<typeof scopeSchema>

export const ACCESS_TOKEN_PREFIX = 'semiont_pat_'

/** Cookies carry `__Host-` / `__Secure-` in front of these names when the public address is https. */
export const ACCESS_COOKIE = 'semiont_access'
export const REFRESH_COOKIE = 'semiont_refresh'

export const sessionModeSchema = z
  .enum(['token', 'cookie'])
  .meta({ description: '`token`: tokens in the answer, for programs. `cookie`: httpOnly cookies, for browsers.' })

export const newPasswordSchema = z
  .string()
  .min(12, { error: 'must have at least 12 characters' })
  .max(256)
  .meta({ format: 'password' })

/** Why a browser was sent back to `/sign-in?error=…`. */
export const SIGN_IN_ERRORS = [
  'unknown-provider',
  'provider-unavailable',
  'cancelled',
  'state-mismatch',
  'expired',
  'token-invalid',
  'email-missing',
  'email-unverified',
  'domain-not-allowed',
  'account-disabled',
  'rate-limited',
  'failed',
] as const
export const signInErrorSchema = z.enum(SIGN_IN_ERRORS)
export type SignInError = z.infer<typeof signInErrorSchema>

/** How one can sign in here; part of what `GET /api/site` answers. */
export const signInOptionsSchema = z
  .object({
    password: z.boolean(),
    providers: z.array(z.object({ id: z.string(), name: z.string() })),
    allowedDomains: z.array(z.string()).meta({
      description: 'E-mail domains whose people may come in through a provider. Empty: only people already registered.',
    }),
  })
  .meta({ id: 'SignInOptions' })
export type SignInOptions = z.infer<typeof signInOptionsSchema>

export const tokenSessionSchema = z
  .object({
    session: z.literal('token'),
    accessToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int().meta({ description: 'Seconds until the access token expires' }),
    refreshToken: z.string().meta({ description: 'Works once; each use answers the next one' }),
    participant: participantSchema,
  })
  .meta({ id: 'TokenSession' })
export type TokenSession = z.infer<typeof tokenSessionSchema>

export const cookieSessionSchema = z
  .object({
    session: z.literal('cookie'),
    expiresIn: z.int().meta({ description: 'Seconds until the access cookie expires' }),
    participant: participantSchema,
  })
  .meta({ id: 'CookieSession' })
export type CookieSession = z.infer<typeof cookieSessionSchema>

export const signedInSchema = z.discriminatedUnion('session', [tokenSessionSchema, cookieSessionSchema])

export const sessionMethodSchema = z.enum(['password', 'link', 'oidc'])
export const sessionSchema = z
  .object({
    id: idSchema('ses'),
    method: sessionMethodSchema,
    provider: z.string().nullable(),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: timestampSchema,
    lastUsedAt: timestampSchema,
    expiresAt: timestampSchema,
    current: z.boolean(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>

export const accessTokenSchema = z
  .object({
    id: idSchema('pat'),
    name: z.string(),
    scopes: z.array(scopeSchema),
    hint: z.string().meta({ description: 'The last four characters, to tell tokens apart' }),
    createdAt: timestampSchema,
    expiresAt: timestampSchema,
    lastUsedAt: timestampSchema.nullable(),
  })
  .meta({ id: 'AccessToken' })
export type AccessToken = z.infer<typeof accessTokenSchema>

export const createdAccessTokenSchema = accessTokenSchema
  .extend({ token: z.string().meta({ description: 'Shown this once' }) })
  .meta({ id: 'CreatedAccessToken' })

export const meSchema = z
  .object({
    participant: participantSchema,
    role: roleSchema.meta({ description: 'The role in effect: that of an agent is limited by its owner' }),
    scopes: z.array(scopeSchema).nullable().meta({ description: 'null: a full session' }),
    sessionId: idSchema('ses').nullable(),
    hasPassword: z.boolean(),
    passwordNeedsCurrent: z.boolean().meta({
      description: 'Setting a password asks for the present one; not within 30 minutes after a one-time link',
    }),
    providers: z.array(z.string()).meta({ description: 'Ids of the providers this account is linked with' }),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof meSchema>
