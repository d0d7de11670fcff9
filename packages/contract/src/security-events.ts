import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { idSchema, pageOf, pageQuerySchema, participantIdSchema, timestampSchema } from './primitives.ts'

/** Every kind of security-relevant fact; operators count and alarm on these names. */
export const SECURITY_EVENT_TYPES = [
  'auth.succeeded',
  'auth.failed',
  'token.issued',
  'token.refreshed',
  'token.expired',
  'token.reuse_detected',
  'oauth.callback.succeeded',
  'oauth.callback.failed',
  'access.unauthenticated',
  'access.denied',
  'access.rate_limited',
  'session.ended',
  'session.ended_everywhere',
  'password.changed',
  'link.created',
  'access_token.created',
  'access_token.revoked',
  'participant.registered',
  'participant.role_changed',
  'participant.status_changed',
  'participant.email_changed',
] as const
export const securityEventTypeSchema = z.enum(SECURITY_EVENT_TYPES).meta({ id: 'SecurityEventType' })
export type SecurityEventType = z.infer<typeof securityEventTypeSchema>

export const securityEventSchema = z
  .object({
    id: idSchema('evt'),
    occurredAt: timestampSchema,
    lastOccurredAt: timestampSchema,
    type: securityEventTypeSchema,
    reason: z.string().nullable(),
    ip: z.string().nullable(),
    method: z.string().nullable(),
    path: z.string().nullable(),
    participantId: participantIdSchema.nullable().meta({ description: 'Who did it, when known' }),
    participantName: z.string().nullable(),
    requestId: z.string().nullable(),
    count: z.int().min(1).meta({ description: 'How many alike within the minute this stands for' }),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'SecurityEvent' })
export type SecurityEvent = z.infer<typeof securityEventSchema>

const period = {
  from: timestampSchema.optional(),
  to: timestampSchema.optional(),
}

const tag = 'Security events'

export const listSecurityEvents = endpoint({
  operationId: 'listSecurityEvents',
  method: 'GET',
  path: '/api/security-events',
  tag,
  summary: 'List security events',
  description:
    'Administrators only. Filters combine; unauthorized access is `type=access.unauthenticated,access.denied`.',
  access: 'session',
  query: pageQuerySchema.extend({
    type: z
      .string()
      .transform((value) => value.split(','))
      .pipe(z.array(securityEventTypeSchema))
      .optional()
      .meta({ description: 'One or several types, separated by commas' }),
    reason: z.string().min(1).max(100).optional(),
    ip: z.string().min(1).max(64).optional(),
    path: z.string().min(1).max(500).optional().meta({ description: 'Paths that begin so' }),
    participantId: participantIdSchema.optional(),
    ...period,
  }),
  responses: { 200: { description: 'A page, newest first', schema: pageOf(securityEventSchema) } },
  errors: ['forbidden'],
})

const countsSchema = z.object({
  type: securityEventTypeSchema,
  count: z.int().min(0),
  perMinute: z.number(),
})

export const securitySummarySchema = z
  .object({
    from: timestampSchema,
    to: timestampSchema,
    byType: z.array(countsSchema).meta({ description: 'Every type, also those that did not happen' }),
    byReason: z
      .array(z.object({ type: securityEventTypeSchema, reason: z.string(), count: z.int() }))
      .meta({ description: 'Failures by reason, most frequent first' }),
    buckets: z
      .array(z.object({ start: timestampSchema, type: securityEventTypeSchema, count: z.int() }))
      .meta({ description: 'Counts over time; buckets without events are left out' }),
    bucketSeconds: z.int(),
    topAddresses: z
      .array(z.object({ ip: z.string(), count: z.int() }))
      .meta({ description: 'Addresses with the most failures' }),
    oauth: z.object({
      succeeded: z.int(),
      failed: z.int(),
      successRate: z.number().min(0).max(1).nullable().meta({ description: 'null: no callback in this time' }),
    }),
  })
  .meta({ id: 'SecuritySummary' })
export type SecuritySummary = z.infer<typeof securitySummarySchema>

export const summarizeSecurityEvents = endpoint({
  operationId: 'summarizeSecurityEvents',
  method: 'GET',
  path: '/api/security-events/summary',
  tag,
  summary: 'Counts and rates of security events',
  description: 'Administrators only.',
  access: 'session',
  query: z.object({
    window: z.enum(['1h', '24h', '7d', '30d']).default('24h').meta({ description: 'Ends now' }),
  }),
  responses: { 200: { description: 'The summary', schema: securitySummarySchema } },
  errors: ['forbidden'],
})

export const securityEventEndpoints = [listSecurityEvents, summarizeSecurityEvents] as const
