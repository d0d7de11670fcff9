import { z } from 'zod'
import {
  annotationChangeSchema,
  annotationIdSchema,
  annotationQuerySchema,
  annotationSchema,
  annotationStatusSchema,
  bindReferenceSchema,
  bulkCreateAnnotationsSchema,
  editAnnotationSchema,
  expectedVersionOnlySchema,
  rejectAnnotationSchema,
  resourceReferencesSchema,
} from './annotations.ts'
import { endpoint } from './endpoint.ts'
import {
  cursorSchema,
  idSchema,
  listQuerySchema,
  pageOf,
  pageQuerySchema,
  versionNumberQuerySchema,
} from './primitives.ts'
import { annotationCollectionSchema, newWebAnnotationSchema, webAnnotationSchema } from './web-annotation/index.ts'

const tag = 'Annotations'
const access = 'session'
const params = z.object({ id: annotationIdSchema })
const resourceParams = z.object({ id: idSchema('res') })
const found = { schema: annotationSchema, description: 'The annotation as it is now' }
const bodyErrors = ['too-large', 'unsupported-media-type'] as const
const changeErrors = ['forbidden', 'not-found', 'conflict', 'invalid-state', ...bodyErrors] as const
const contentErrors = [
  'invalid-state',
  'forbidden',
  'not-found',
  'unprocessable-content',
  'selector-not-found',
  ...bodyErrors,
] as const
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
    'The body is a Web Annotation. The server gives id, creator, created and completes selectors: a position gets its quote, a quote its position; where they contradict each other the quote decides, and a passage that is not in the text is refused. `semiont:version` on a target names the version of the resource its selectors count in, by default the current one. A claimed id is added to `via`; claimed id, creator, created and modified are kept under `semiont:original`.',
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
  errors: contentErrors,
})

export const getAnnotation = endpoint({
  operationId: 'getAnnotation',
  method: 'GET',
  path: '/api/annotations/{id}',
  tag,
  access,
  summary: 'One annotation',
  description: 'The ETag is its version, for If-Match.',
  params,
  responses: { 200: found },
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
  errors: [...contentErrors, 'conflict'],
})

export const deleteAnnotation = endpoint({
  operationId: 'deleteAnnotation',
  method: 'DELETE',
  path: '/api/annotations/{id}',
  tag,
  access,
  summary: 'Delete an annotation',
  params,
  query: z.object({ expectedVersion: versionNumberQuerySchema.optional() }),
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
  query: z.object({ expectedVersion: versionNumberQuerySchema.optional() }),
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
  description: 'Answers If-None-Match.',
  params,
  responses: {
    200: { schema: webAnnotationSchema, contentType: JSON_LD, description: 'The Web Annotation' },
    304: { description: 'You have it already' },
  },
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
    status: listQuerySchema(annotationStatusSchema)
      .default(['suggested', 'accepted'])
      .meta({ description: 'Any of these; may be given several times' }),
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
