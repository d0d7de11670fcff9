import { z } from 'zod'
import {
  expectedVersionSchema,
  idSchema,
  listQuerySchema,
  pageOf,
  pageQuerySchema,
  participantIdSchema,
  participantRefSchema,
  timestampSchema,
} from './primitives.ts'
import { entityTypeRefSchema } from './vocabulary.ts'
import { iriSchema, newWebAnnotationSchema, webAnnotationSchema } from './web-annotation/index.ts'

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

export const quoteSchema = z.object({ exact: z.string(), prefix: z.string(), suffix: z.string() }).meta({
  id: 'Quote',
  description: 'The passage and its surroundings: 32 code points, more where the passage occurs again',
})
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

/**
 * A W3C object with `res_…` for our own resources and without what the server adds when it presents it (id, creator,
 * created, modified): an installation may move to another address, a person may change their name.
 */
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

/** `iri` is a resource id or an IRI from outside, as in the stored annotation; the quote stands there. */
export const storedTargetSchema = placedTargetSchema.omit({ quote: true })
export type StoredTarget = z.infer<typeof storedTargetSchema>

const storedState = {
  annotation: storedAnnotationSchema,
  targets: z.array(storedTargetSchema),
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

export const expectedVersionOnlySchema = z.strictObject({ expectedVersion: expectedVersionSchema.optional() })
export const rejectAnnotationSchema = expectedVersionOnlySchema.extend({ reason: z.string().max(2_000).optional() })

export const annotationOrderSchema = z.enum(['position', 'newest', 'oldest', 'modified'])
export type AnnotationOrder = z.infer<typeof annotationOrderSchema>

const code = z.coerce.number().int().min(0).max(2_147_483_647)

export const annotationQuerySchema = pageQuerySchema.extend({
  resourceId: idSchema('res').optional(),
  collectionId: idSchema('col').optional(),
  source: iriSchema.optional().meta({ description: 'An IRI among the targets, for things outside' }),
  from: code.optional().meta({ description: 'With resourceId: passages that reach beyond this code point' }),
  to: code.optional().meta({ description: 'With resourceId: passages that start before this code point' }),
  motivation: listQuerySchema(z.string().min(1))
    .optional()
    .meta({ description: 'Any of these; may be given several times' }),
  creatorId: listQuerySchema(participantIdSchema)
    .optional()
    .meta({ description: 'Any of these; may be given several times' }),
  entityType: listQuerySchema(z.string().min(1))
    .optional()
    .meta({ description: 'Any of these ids or names; may be given several times' }),
  status: listQuerySchema(annotationStatusSchema)
    .default(['suggested', 'accepted'])
    .meta({ description: 'Any of these; may be given several times; without it everything that is not rejected' }),
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
