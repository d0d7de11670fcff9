import { z } from 'zod'
import { annotationIdSchema, annotationSchema } from './annotations.ts'
import { endpoint } from './endpoint.ts'
import { idSchema, participantRefSchema, timestampSchema } from './primitives.ts'

/** Names of the server-sent events; `data` is JSON of the schema beside it. */
export const LIVE_EVENT_NAMES = {
  /** liveEventSchema; carries `id:`, the position to resume from. */
  change: 'change',
  /** `{}`; carries only an `id:` to resume from: sent first, and now and then when nothing else is. */
  position: 'position',
  /** presenceChangeSchema; carries no id, presence is not history. */
  presence: 'presence',
  /** liveClosedSchema; the server ends the stream and says why. */
  closed: 'closed',
} as const

/** A position in the event log, opaque; what `Last-Event-ID` takes. */
export const livePositionSchema = z.string().regex(/^[A-Za-z0-9:._-]{1,100}$/)

/**
 * One fact of the log. For `annotation.*` the annotation comes as it is now (null when it is gone by now), so that a
 * cache can be patched by version: keep whichever version is higher.
 */
export const liveEventSchema = z
  .object({
    position: livePositionSchema,
    type: z.string().meta({ description: 'Such as `annotation.created` or `resource.renamed`' }),
    streamId: z.string(),
    version: z.int().min(1).meta({ description: 'Version of the stream after this event' }),
    resourceId: idSchema('res').nullable(),
    collectionId: idSchema('col').nullable(),
    annotationId: annotationIdSchema.nullable(),
    annotation: annotationSchema.nullable(),
    by: participantRefSchema.nullable(),
    at: timestampSchema,
  })
  .meta({ id: 'LiveEvent' })
export type LiveEvent = z.infer<typeof liveEventSchema>

export const liveClosedSchema = z
  .object({
    reason: z.enum(['no-access', 'signed-out', 'shutting-down']),
    reconnect: z.boolean().meta({ description: 'Whether connecting again can help' }),
  })
  .meta({ id: 'LiveClosed' })
export type LiveClosed = z.infer<typeof liveClosedSchema>

const codePoint = z.int().min(0).max(2_147_483_647)

export const selectionRangeSchema = z
  .strictObject({ start: codePoint, end: codePoint })
  .refine(({ start, end }) => start <= end, { error: 'end must not be before start', path: ['end'] })

export const setPresenceSchema = z.strictObject({
  resourceId: idSchema('res'),
  position: codePoint.nullable().optional().meta({ description: 'First code point on the screen' }),
  selection: selectionRangeSchema.nullable().optional(),
})
export type SetPresence = z.infer<typeof setPresenceSchema>

/** Someone who is at a resource. Renew it before `expiresAt`; without that they have left. */
export const presenceSchema = z
  .object({
    resourceId: idSchema('res'),
    participant: participantRefSchema,
    position: codePoint.nullable(),
    selection: z.object({ start: codePoint, end: codePoint }).nullable(),
    seenAt: timestampSchema,
    expiresAt: timestampSchema,
  })
  .meta({ id: 'Presence' })
export type Presence = z.infer<typeof presenceSchema>

export const presenceChangeSchema = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('here'), presence: presenceSchema }),
    z.object({ state: z.literal('left'), resourceId: idSchema('res'), participant: participantRefSchema }),
  ])
  .meta({ id: 'PresenceChange' })
export type PresenceChange = z.infer<typeof presenceChangeSchema>

const tag = 'Live'
const access = 'session'

export const live = endpoint({
  operationId: 'live',
  method: 'GET',
  path: '/api/live',
  tag,
  access,
  summary: 'Server-sent events: what happens, as it happens, with nothing missed after a reconnection',
  description:
    'Events `change` (data: LiveEvent, id: position in the log), `position` (only an id to resume from; sent first), `presence` (PresenceChange) and `closed` (LiveClosed). Reconnect with Last-Event-ID (or `lastEventId`) and everything since then comes, once; without it the stream starts now. Take what you show after the first `position`, and nothing is missed between. With resourceId, everyone who is there comes as `presence` at the beginning. A comment every 20 seconds keeps the connection open.',
  query: z.object({
    resourceId: idSchema('res')
      .optional()
      .meta({ description: 'Only what concerns this resource; presence comes only with it' }),
    collectionId: idSchema('col').optional().meta({ description: 'Only what concerns this collection' }),
    lastEventId: livePositionSchema.optional().meta({ description: 'For clients that cannot set the header' }),
  }),
  responses: { 200: { contentType: 'text/event-stream', description: 'An endless stream of server-sent events' } },
  errors: ['not-found'],
})

export const setPresence = endpoint({
  operationId: 'setPresence',
  method: 'PUT',
  path: '/api/presence',
  tag,
  access,
  summary: 'Say that you are at a resource, and where; renew it every 15 seconds',
  body: setPresenceSchema,
  responses: { 200: { schema: presenceSchema, description: 'Your presence' } },
  errors: ['not-found'],
})

export const leavePresence = endpoint({
  operationId: 'leavePresence',
  method: 'DELETE',
  path: '/api/presence',
  tag,
  access,
  summary: 'Say that you have left a resource',
  query: z.object({ resourceId: idSchema('res') }),
  responses: { 204: { description: 'You have left' } },
  errors: ['not-found'],
})

export const listPresence = endpoint({
  operationId: 'listPresence',
  method: 'GET',
  path: '/api/presence',
  tag,
  access,
  summary: 'Who is at a resource now, and where',
  query: z.object({ resourceId: idSchema('res') }),
  responses: { 200: { schema: z.object({ items: z.array(presenceSchema) }), description: 'Everyone here' } },
  errors: ['not-found'],
})

export const liveEndpoints = [live, setPresence, leavePresence, listPresence] as const
