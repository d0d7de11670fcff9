import { z } from 'zod'

const port = z.int().min(1).max(65_535)
export const environmentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, starting with a letter')

/** A host name such as `example.org`; compared without case by whoever enforces it. */
const domain = z
  .string()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i,
    'a domain such as example.org, without @ or https://',
  )

export const siteSchema = z.strictObject({
  /** Shown in the title bar and in mails. */
  name: z.string().min(1).max(80).default('Semiont'),
  /** The address people type. Without one: http://localhost and the public port. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** E-mail domains that may sign in through a provider. An empty list lets nobody in that way. */
  oauthAllowedDomains: z.array(domain).default([]),
  adminEmail: z.email().optional(),
  defaultLocale: z.enum(['en', 'de']).default('en'),
})

/** A process with an HTTP port of its own, reachable on this machine only. Without a port a free one is taken. */
const innerService = z.strictObject({ port: port.optional() })

export const servicesSchema = z.strictObject({
  /** The one public door: everything under /api goes to the backend, the rest to the frontend. */
  frontDoor: z.strictObject({ port: port.default(4000), host: z.string().min(1).default('127.0.0.1') }).prefault({}),
  backend: innerService.prefault({}),
  worker: innerService.prefault({}),
  frontend: innerService.prefault({}),
})

export const databaseSchema = z.strictObject({
  /** Port of the embedded server. Without one a free port is taken and remembered. */
  port: port.optional(),
  poolSize: z.int().min(2).max(200).default(10),
})

export const storageSchema = z.strictObject({
  /** Where document bytes live, relative to the project folder. Without it: `data` beside the environment's database. */
  directory: z.string().min(1).optional(),
})

/** The client secret is not here: it is the secret `oauth/<id>` of the environment's secret store. */
const oidcProviderSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and hyphens, starting with a letter'),
  name: z.string().min(1),
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
})

export const securitySchema = z.strictObject({
  oidc: z.strictObject({ providers: z.array(oidcProviderSchema).default([]) }).prefault({}),
})

export const logsSchema = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** A log file is put aside when it reaches this many bytes. */
  rotateBytes: z.int().min(10_000).default(10_000_000),
  /** How many put-aside files of each service are kept. */
  keep: z.int().min(1).max(100).default(5),
})

const sections = {
  site: siteSchema.prefault({}),
  services: servicesSchema.prefault({}),
  database: databaseSchema.prefault({}),
  storage: storageSchema.prefault({}),
  security: securitySchema.prefault({}),
  logs: logsSchema.prefault({}),
}

/** What an environment comes to once `semiont.json` and every file it extends are merged. */
export const environmentSchema = z.strictObject({ platform: z.enum(['local']).default('local'), ...sections })

/** `semiont.json`: what holds in every environment of this project. */
export const projectFileSchema = z.strictObject({
  $schema: z.string().optional(),
  project: z.string().min(1).optional(),
  ...environmentSchema.shape,
})

/** `environments/<name>.json`: what differs there. */
export const environmentFileSchema = z.strictObject({
  $schema: z.string().optional(),
  _extends: environmentName.optional(),
  ...environmentSchema.shape,
})

export type EnvironmentSettings = z.infer<typeof environmentSchema>
export type OidcProviderSettings = z.infer<typeof oidcProviderSchema>
export type SiteSettings = z.infer<typeof siteSchema>
