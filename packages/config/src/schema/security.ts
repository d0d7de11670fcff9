import { z } from 'zod'
import { httpUrl, identifier } from './values.ts'

const oidcProviderSchema = z.strictObject({
  id: identifier.describe('Its client secret is the secret `oauth/<id>` of this environment.'),
  name: z.string().min(1).describe('What the sign-in button says.'),
  issuer: httpUrl,
  clientId: z.string().min(1),
})

export const securitySchema = z.strictObject({
  oidc: z
    .strictObject({ providers: z.array(oidcProviderSchema).default([]) })
    .prefault({})
    .describe('Sign-in through OpenID Connect providers.'),
})

export const logsSchema = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  rotateBytes: z
    .int()
    .min(10_000)
    .default(10_000_000)
    .describe('A log file is put aside when it reaches this many bytes.'),
  keep: z.int().min(1).max(100).default(5).describe('How many put-aside files of each service are kept.'),
})

export type OidcProviderSettings = z.infer<typeof oidcProviderSchema>
