import { z } from 'zod'
import { signInOptionsSchema } from './access.ts'
import { endpoint } from './endpoint.ts'

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    service: z.literal('backend'),
    version: z.string(),
    role: z.enum(['api', 'worker', 'all']),
    uptimeSeconds: z.number(),
    checks: z.object({
      database: z.object({
        status: z.enum(['ok', 'unavailable']),
        latencyMs: z.number().optional(),
        detail: z.string().optional(),
      }),
      migrations: z.object({ status: z.enum(['ok', 'unavailable']), pending: z.array(z.string()) }),
    }),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof healthSchema>

export const getHealth = endpoint({
  operationId: 'getHealth',
  method: 'GET',
  path: '/api/health',
  tag: 'Site',
  summary: 'Whether this service and its database work',
  description:
    'Answers 503 with the problem `unavailable` and the same `checks` as extension members when the database is lost.',
  access: 'public',
  responses: { 200: { description: 'Everything works', schema: healthSchema } },
  errors: ['unavailable'],
})

export const siteSchema = z
  .object({
    name: z.string(),
    version: z.string(),
    signIn: signInOptionsSchema,
  })
  .meta({ id: 'Site' })
export type Site = z.infer<typeof siteSchema>

export const getSite = endpoint({
  operationId: 'getSite',
  method: 'GET',
  path: '/api/site',
  tag: 'Site',
  summary: 'The name of this installation and how one signs in',
  access: 'public',
  responses: { 200: { description: 'The site', schema: siteSchema } },
  errors: [],
})

export const getOpenApi = endpoint({
  operationId: 'getOpenApi',
  method: 'GET',
  path: '/api/openapi.json',
  tag: 'Site',
  summary: 'This description, as OpenAPI 3.1',
  access: 'public',
  responses: { 200: { description: 'OpenAPI document', schema: z.looseObject({ openapi: z.string() }) } },
  errors: [],
})

export const getDocs = endpoint({
  operationId: 'getDocs',
  method: 'GET',
  path: '/api/docs',
  tag: 'Site',
  summary: 'This description, as a page to read',
  access: 'public',
  responses: { 200: { description: 'HTML page', contentType: 'text/html' } },
  errors: [],
})

export const siteEndpoints = [getHealth, getSite, getOpenApi, getDocs] as const
