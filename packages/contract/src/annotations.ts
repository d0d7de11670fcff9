import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import {
  cursorSchema,
  expectedVersionSchema,
  idSchema,
  pageOf,
  pageQuerySchema,
  participantIdSchema,
  participantRefSchema,
  timestampSchema,
} from './primitives.ts'
import { entityTypeRefSchema } from './vocabulary.ts'
import {
  annotationCollectionSchema,
  iriSchema,
  newWebAnnotationSchema,
  webAnnotationSchema,
} from './web-annotation/index.ts'

export const annotationIdSchema = idSchema('ann')
export const annotationStatusSchema = z.enum(['suggested', 'accepted', 'rejected'])
export type AnnotationStatus = z.infer<typeof annotationStatusSchema>

/** Bulk creation takes this many at most, in one transaction. */
export const MAXIMUM_BULK_ANNOTATIONS = 1_000

/** Where a passage is in the canonical text, in Unicode code points; end is exclusive. */
export const annotationAnchorSchema = z
  .object({
    state: z.enum(['anchored', 'uncertain', 'orphan']),
    score: z.number().min(0).max(1),
    start: z.int().min(0).nullable().meta({ description: 'null when orphan' }),
    end: z.int().min(0).nullable().meta({ description: 'null when orphan' }),
  })
  .meta({ id: 'AnnotationAnchor' })
export type AnnotationAnchor = z.infer<typeof annotationAnchorSchema>

export const quoteSchema = z
  .object({ exact: z.string(), prefix: z.string(), suffix: z.string() })
  .meta({ id: 'Quote', description: 'The passage and up to 32 code points around it' })
export type Quote = z.infer<typeof quoteSchema>

/** One target of an annotation. `resourceId` is null for something outside; without an anchor the whole of it is meant. */
export const placedTargetSchema = z
  .object({
    iri: z.string(),
    resourceId: idSchema('res').nullable(),
    resourceVersion: z.int().min(1).nullable(),
    anchor: annotationAnchorSchema.nullable(),
    quote: quoteSchema.nullable(),
  })
  .meta({ id: 'PlacedTarget' })
export type PlacedTarget = z.infer<typeof placedTargetSchema>

export const annotationTagSchema = z.object({
  schemaId: idSchema('tsc').nullable(),
  schema: z.string().nullable(),
  value: z.string(),
})
export type AnnotationTag = z.infer<typeof annotationTagSchema>

/** What a linking annotation is bound to. A resource you may not see has no name. */
export const annotationReferenceSchema = z.object({
  iri: z.string(),
  resourceId: idSchema('res').nullable().meta({ description: 'null when it is outside of this installation' }),
  name: z.string().nullable(),
})
export type AnnotationReference = z.infer<typeof annotationReferenceSchema>

export const annotationSchema = z
  .object({
    id: annotationIdSchema,
    collectionId: idSchema('col'),
    resourceId: idSchema('res').nullable().meta({ description: 'The first resource among the targets' }),
    resourceVersion: z.int().min(1).nullable(),
    status: annotationStatusSchema,
    version: expectedVersionSchema,
    anchor: annotationAnchorSchema
      .nullable()
      .meta({ description: 'Of the first target; null when the whole is meant' }),
    targets: z.array(placedTargetSchema),
    motivations: z.array(z.string()),
    entityTypes: z.array(entityTypeRefSchema),
    tags: z.array(annotationTagSchema),
    reference: annotationReferenceSchema.nullable(),
    creator: participantRefSchema,
    createdAt: timestampSchema,
    modifiedAt: timestampSchema,
    annotation: webAnnotationSchema.meta({ description: 'The W3C Web Annotation, the record itself' }),
  })
  .meta({ id: 'Annotation' })
export type Annotation = z.infer<typeof annotationSchema>

/** The stored W3C object before names of the vocabulary are put in; a JSON object, whatever its members. */
const storedAnnotationSchema = z.record(z.string(), z.unknown())

/** Which body carries which term of the vocabulary, so that a renamed or merged term shows its present name. */
export const bodyTermSchema = z.object({
  /** Index among the bodies. */
  body: z.int().min(0),
  entityTypeId: idSchema('ety').nullable(),
  tagSchemaId: idSchema('tsc').nullable(),
  tagNumber: z.int().min(1).nullable(),
})
export type BodyTerm = z.infer<typeof bodyTermSchema>

const storedState = {
  annotation: storedAnnotationSchema,
  targets: z.array(placedTargetSchema),
  terms: z.array(bodyTermSchema),
}
const boundTo = { iri: z.string(), resourceId: idSchema('res').nullable() }

/** Facts of a stream `annotation-<id>`; `scope_id` is the resource, or the collection for external targets. */
export const annotationEvents = [
  z.object({
    type: z.literal('annotation.created'),
    data: z.object({ ...storedState, collectionId: idSchema('col'), status: annotationStatusSchema }),
  }),
  z.object({ type: z.literal('annotation.edited'), data: z.object(storedState) }),
  z.object({ type: z.literal('annotation.accepted'), data: z.object({}) }),
  z.object({ type: z.literal('annotation.rejected'), data: z.object({ reason: z.string().nullable() }) }),
  z.object({
    type: z.literal('annotation.referenceBound'),
    data: z.object({ ...boundTo, previous: z.object(boundTo).nullable() }),
  }),
  z.object({ type: z.literal('annotation.referenceUnbound'), data: z.object({ previous: z.object(boundTo) }) }),
  z.object({ type: z.literal('annotation.deleted'), data: z.object({}) }),
] as const
export type AnnotationEvent = z.infer<(typeof annotationEvents)[number]>

export const editAnnotationSchema = z.strictObject({
  changes: z.record(z.string().min(1), z.unknown()).meta({
    description: 'Members of the annotation with their new values; null removes one (as in RFC 7396, top level)',
  }),
  expectedVersion: expectedVersionSchema.optional(),
})
export type EditAnnotation = z.infer<typeof editAnnotationSchema>

export const bulkCreateAnnotationsSchema = z.strictObject({
  annotations: z.array(newWebAnnotationSchema).min(1).max(MAXIMUM_BULK_ANNOTATIONS),
  collectionId: idSchema('col').optional(),
  status: annotationStatusSchema.exclude(['rejected']).optional(),
})
export type BulkCreateAnnotations = z.infer<typeof bulkCreateAnnotationsSchema>

export const bindReferenceSchema = z.strictObject({
  to: z.union([idSchema('res'), iriSchema]).meta({ description: 'A resource by id or IRI, or any other IRI' }),
  expectedVersion: expectedVersionSchema.optional(),
})
export type BindReference = z.infer<typeof bindReferenceSchema>

const expectedVersionOnlySchema = z.strictObject({ expectedVersion: expectedVersionSchema.optional() })
const rejectAnnotationSchema = expectedVersionOnlySchema.extend({ reason: z.string().max(2_000).optional() })

/** Several values in one parameter: `status=suggested,accepted`. */
function listParameter<T extends z.ZodType<unknown, string>>(item: T) {
  return z
    .string()
    .min(1)
    .max(2_000)
    .transform((value) => value.split(','))
    .pipe(z.array(item).max(50))
}

export const annotationOrderSchema = z.enum(['position', 'newest', 'oldest', 'modified'])
export type AnnotationOrder = z.infer<typeof annotationOrderSchema>

const code = z.coerce.number().int().min(0).max(2_147_483_647)

export const annotationQuerySchema = pageQuerySchema.extend({
  resourceId: idSchema('res').optional(),
  collectionId: idSchema('col').optional(),
  source: iriSchema.optional().meta({ description: 'An IRI among the targets, for things outside' }),
  from: code.optional().meta({ description: 'With resourceId: passages that reach beyond this code point' }),
  to: code.optional().meta({ description: 'With resourceId: passages that start before this code point' }),
  motivation: listParameter(z.string().min(1)).optional().meta({ description: 'Any of these, comma separated' }),
  creatorId: listParameter(participantIdSchema).optional().meta({ description: 'Any of these, comma separated' }),
  entityType: listParameter(z.string().min(1))
    .optional()
    .meta({ description: 'Any of these ids or names, comma separated' }),
  status: listParameter(annotationStatusSchema)
    .default(['suggested', 'accepted'])
    .meta({ description: 'Any of these, comma separated; without it everything that is not rejected' }),
  reference: z.enum(['bound', 'unresolved']).optional(),
  order: annotationOrderSchema.optional().meta({
    description: '`position` (reading order) needs resourceId and is the default with it; otherwise `newest`',
  }),
})
export type AnnotationQuery = z.infer<typeof annotationQuerySchema>

const seenResourceSchema = z
  .object({ resourceId: idSchema('res'), name: z.string().nullable() })
  .meta({ description: 'name is null for a resource you may not see' })

/** One way from a passage to a thing. `to` is null while the reference is unresolved. */
export const referenceSchema = z
  .object({
    annotationId: annotationIdSchema,
    status: annotationStatusSchema,
    from: seenResourceSchema.nullable(),
    to: annotationReferenceSchema.nullable(),
    quote: quoteSchema.nullable(),
    anchor: annotationAnchorSchema.nullable(),
    entityTypes: z.array(entityTypeRefSchema),
    creator: participantRefSchema,
    createdAt: timestampSchema,
  })
  .meta({ id: 'Reference' })
export type Reference = z.infer<typeof referenceSchema>

export const resourceReferencesSchema = z
  .object({ outgoing: pageOf(referenceSchema), incoming: pageOf(referenceSchema) })
  .meta({ id: 'ResourceReferences' })
export type ResourceReferences = z.infer<typeof resourceReferencesSchema>

const annotationStateSchema = z.object({
  status: annotationStatusSchema,
  reference: annotationReferenceSchema.nullable(),
  annotation: storedAnnotationSchema.meta({ description: 'The W3C object as it was then, with the names of then' }),
})

export const annotationChangeSchema = z
  .object({
    version: z.int().min(1),
    type: z.string(),
    at: timestampSchema,
    by: participantRefSchema,
    reason: z.string().nullable(),
    before: annotationStateSchema.nullable(),
    after: annotationStateSchema.nullable(),
  })
  .meta({ id: 'AnnotationChange' })
export type AnnotationChange = z.infer<typeof annotationChangeSchema>

const tag = 'Annotations'
const access = 'session'
const params = z.object({ id: annotationIdSchema })
const resourceParams = z.object({ id: idSchema('res') })
const found = { schema: annotationSchema, description: 'The annotation as it is now' }
const changeErrors = ['forbidden', 'not-found', 'conflict', 'invalid-state'] as const
const contentErrors = ['forbidden', 'not-found', 'unprocessable-content', 'selector-not-found'] as const
const JSON_LD = 'application/ld+json'

export const listAnnotations = endpoint({
  operationId: 'listAnnotations',
  method: 'GET',
  path: '/api/annotations',
  tag,
  access,
  summary: 'List annotations by resource, passage, motivation, creator, entity type and status',
  query: annotationQuerySchema,
  responses: { 200: { schema: pageOf(annotationSchema), description: 'One page' } },
  errors: ['not-found'],
})

export const createAnnotation = endpoint({
  operationId: 'createAnnotation',
  method: 'POST',
  path: '/api/annotations',
  tag,
  access,
  summary: 'Create a W3C Web Annotation',
  description:
    'The body is a Web Annotation. The server gives id, creator, created and completes selectors: a position gets its quote, a quote its position. A claimed id becomes `via`, a claimed creator is kept as `semiont:claimedCreator`.',
  query: z.object({
    collectionId: idSchema('col').optional().meta({ description: 'For external targets: where it belongs' }),
    status: annotationStatusSchema
      .exclude(['rejected'])
      .optional()
      .meta({ description: 'By default people state, agents suggest' }),
  }),
  body: newWebAnnotationSchema,
  idempotent: true,
  responses: { 201: found },
  errors: contentErrors,
})

export const bulkCreateAnnotations = endpoint({
  operationId: 'bulkCreateAnnotations',
  method: 'POST',
  path: '/api/annotations/bulk',
  tag,
  access,
  summary: 'Create up to 1,000 annotations in one transaction: all or none',
  body: bulkCreateAnnotationsSchema,
  idempotent: true,
  responses: {
    201: { schema: z.object({ items: z.array(annotationSchema) }), description: 'All of them, in the given order' },
  },
  errors: [...contentErrors, 'too-large'],
})

export const getAnnotation = endpoint({
  operationId: 'getAnnotation',
  method: 'GET',
  path: '/api/annotations/{id}',
  tag,
  access,
  summary: 'One annotation',
  description: 'Answers with an ETag of its version; If-None-Match is honoured.',
  params,
  responses: { 200: found, 304: { description: 'Not modified' } },
  errors: ['not-found'],
})

export const editAnnotation = endpoint({
  operationId: 'editAnnotation',
  method: 'PATCH',
  path: '/api/annotations/{id}',
  tag,
  access,
  summary: 'Change members of an annotation',
  description: 'Needs `expectedVersion` in the body or If-Match. id, creator, created and modified cannot be changed.',
  params,
  body: editAnnotationSchema,
  responses: { 200: found },
  errors: [...contentErrors, 'conflict', 'invalid-state'],
})

export const deleteAnnotation = endpoint({
  operationId: 'deleteAnnotation',
  method: 'DELETE',
  path: '/api/annotations/{id}',
  tag,
  access,
  summary: 'Delete an annotation',
  params,
  query: z.object({ expectedVersion: z.coerce.number().int().min(1).optional() }),
  responses: { 204: { description: 'Deleted' } },
  errors: changeErrors,
})

export const acceptAnnotation = endpoint({
  operationId: 'acceptAnnotation',
  method: 'POST',
  path: '/api/annotations/{id}/accept',
  tag,
  access,
  summary: 'Accept a suggestion',
  params,
  body: expectedVersionOnlySchema,
  responses: { 200: found },
  errors: changeErrors,
})

export const rejectAnnotation = endpoint({
  operationId: 'rejectAnnotation',
  method: 'POST',
  path: '/api/annotations/{id}/reject',
  tag,
  access,
  summary: 'Reject a suggestion',
  params,
  body: rejectAnnotationSchema,
  responses: { 200: found },
  errors: changeErrors,
})

export const bindReference = endpoint({
  operationId: 'bindReference',
  method: 'PUT',
  path: '/api/annotations/{id}/reference',
  tag,
  access,
  summary: 'Say what a linking annotation refers to, or something else than before',
  params,
  body: bindReferenceSchema,
  responses: { 200: found },
  errors: changeErrors,
})

export const unbindReference = endpoint({
  operationId: 'unbindReference',
  method: 'DELETE',
  path: '/api/annotations/{id}/reference',
  tag,
  access,
  summary: 'Make a reference unresolved again',
  params,
  query: z.object({ expectedVersion: z.coerce.number().int().min(1).optional() }),
  responses: { 200: found },
  errors: changeErrors,
})

export const getAnnotationJsonLd = endpoint({
  operationId: 'getAnnotationJsonLd',
  method: 'GET',
  path: '/api/annotations/{id}/jsonld',
  tag,
  access,
  summary: 'One annotation as W3C JSON-LD',
  params,
  responses: { 200: { schema: webAnnotationSchema, contentType: JSON_LD, description: 'The Web Annotation' } },
  errors: ['not-found'],
})

export const getAnnotationTimeline = endpoint({
  operationId: 'getAnnotationTimeline',
  method: 'GET',
  path: '/api/annotations/{id}/timeline',
  tag,
  access,
  summary: 'Who changed it, when, and what it was before and after',
  params,
  query: pageQuerySchema,
  responses: { 200: { schema: pageOf(annotationChangeSchema), description: 'Oldest first' } },
  errors: ['not-found'],
})

export const exportResourceAnnotations = endpoint({
  operationId: 'exportResourceAnnotations',
  method: 'GET',
  path: '/api/resources/{id}/annotations.jsonld',
  tag,
  access,
  summary: 'All annotations of a resource as a W3C AnnotationCollection, in reading order',
  params: resourceParams,
  query: z.object({
    status: listParameter(annotationStatusSchema)
      .default(['suggested', 'accepted'])
      .meta({ description: 'Any of these, comma separated' }),
  }),
  responses: { 200: { schema: annotationCollectionSchema, contentType: JSON_LD, description: 'The collection' } },
  errors: ['not-found'],
})

export const getResourceReferences = endpoint({
  operationId: 'getResourceReferences',
  method: 'GET',
  path: '/api/resources/{id}/references',
  tag,
  access,
  summary: 'What a resource refers to, and what refers to it, with the passage',
  params: resourceParams,
  query: z.object({
    limit: pageQuerySchema.shape.limit,
    outgoingCursor: cursorSchema.optional(),
    incomingCursor: cursorSchema.optional(),
  }),
  responses: { 200: { schema: resourceReferencesSchema, description: 'One page of each direction' } },
  errors: ['not-found'],
})

export const annotationEndpoints = [
  listAnnotations,
  createAnnotation,
  bulkCreateAnnotations,
  getAnnotation,
  editAnnotation,
  deleteAnnotation,
  acceptAnnotation,
  rejectAnnotation,
  bindReference,
  unbindReference,
  getAnnotationJsonLd,
  getAnnotationTimeline,
  exportResourceAnnotations,
  getResourceReferences,
] as const
