import { z } from 'zod'
import { collectionIdSchema } from './collections.ts'
import { documentContentSchema } from './document.ts'
import { endpoint } from './endpoint.ts'
import {
  languageTagSchema,
  nameSchema,
  pageOf,
  pageQuerySchema,
  participantIdSchema,
  versionNumberQuerySchema,
} from './primitives.ts'
import {
  changeResourceStateBodySchema,
  cloneResourceBodySchema,
  createResourceBodySchema,
  mediaTypeSchema,
  resourceParamsSchema,
  resourceSchema,
  resourceSortSchema,
  resourceVersionSchema,
  sortOrderSchema,
  timelineEntrySchema,
  updateResourceBodySchema,
  uploadResourceQuerySchema,
  versionQuerySchema,
} from './resources.ts'

const JSON_BODY_ERRORS = ['too-large', 'unsupported-media-type'] as const
const part = z.string().trim().min(1).max(200)

export const createResource = endpoint({
  operationId: 'createResource',
  method: 'POST',
  path: '/api/resources',
  tag: 'resources',
  summary: 'Create a resource from text',
  access: 'session',
  idempotent: true,
  body: createResourceBodySchema,
  responses: { 201: { description: 'The new resource', schema: resourceSchema } },
  errors: ['forbidden', 'not-found', 'unprocessable-content', 'idempotency-mismatch', 'conflict', ...JSON_BODY_ERRORS],
})

export const uploadResource = endpoint({
  operationId: 'uploadResource',
  method: 'POST',
  path: '/api/resources/upload',
  tag: 'resources',
  summary: 'Create a resource from the bytes of a file',
  description:
    'The body is the file itself; Content-Type says what it is. The bytes are checked against it: a file that is not what it says, that is empty, too large, or whose text cannot be decoded is refused and leaves nothing behind.',
  access: 'session',
  idempotent: true,
  rawBody: true,
  query: uploadResourceQuerySchema,
  responses: { 201: { description: 'The new resource', schema: resourceSchema } },
  errors: [
    'forbidden',
    'not-found',
    'too-large',
    'unsupported-media-type',
    'unprocessable-content',
    'idempotency-mismatch',
    'conflict',
  ],
})

export const listResources = endpoint({
  operationId: 'listResources',
  method: 'GET',
  path: '/api/resources',
  tag: 'resources',
  summary: 'List the resources you can see',
  description: 'Keyset paging: resources added while you page neither repeat nor hide others.',
  access: 'session',
  query: pageQuerySchema.extend({
    collectionId: collectionIdSchema.optional(),
    mediaType: mediaTypeSchema.optional(),
    language: languageTagSchema.optional(),
    entityType: nameSchema.optional(),
    archived: z.enum(['true', 'false', 'any']).default('false'),
    createdBy: participantIdSchema.optional(),
    name: nameSchema
      .optional()
      .meta({ description: 'The whole name, upper and lower case alike; resolves [[wiki links]]' }),
    namePrefix: part.optional().meta({ description: 'How the name begins' }),
    q: part.optional().meta({ description: 'Part of the name' }),
    sort: resourceSortSchema
      .default('modifiedAt')
      .meta({ description: 'Names sort naturally: "Part 2" before "Part 10"' }),
    order: sortOrderSchema.optional().meta({ description: 'Left out: names ascending, everything else descending' }),
  }),
  responses: { 200: { description: 'A page of resources', schema: pageOf(resourceSchema) } },
  errors: ['forbidden'],
})

export const getResource = endpoint({
  operationId: 'getResource',
  method: 'GET',
  path: '/api/resources/{id}',
  tag: 'resources',
  summary: 'Read what is known about a resource',
  access: 'session',
  params: resourceParamsSchema,
  responses: { 200: { description: 'The resource', schema: resourceSchema } },
  errors: ['not-found', 'forbidden'],
})

export const updateResource = endpoint({
  operationId: 'updateResource',
  method: 'PATCH',
  path: '/api/resources/{id}',
  tag: 'resources',
  summary: 'Rename, describe, classify, move a resource, or correct its language or encoding',
  access: 'session',
  params: resourceParamsSchema,
  body: updateResourceBodySchema,
  responses: { 200: { description: 'The resource as it is now', schema: resourceSchema } },
  errors: ['not-found', 'forbidden', 'conflict', 'invalid-state', 'unprocessable-content', ...JSON_BODY_ERRORS],
})

export const deleteResource = endpoint({
  operationId: 'deleteResource',
  method: 'DELETE',
  path: '/api/resources/{id}',
  tag: 'resources',
  summary: 'Delete a resource with its content, search entries and annotations',
  access: 'session',
  params: resourceParamsSchema,
  query: z.object({ expectedVersion: versionNumberQuerySchema.optional() }),
  responses: { 204: { description: 'It is gone' } },
  errors: ['not-found', 'forbidden', 'conflict'],
})

export const archiveResource = endpoint({
  operationId: 'archiveResource',
  method: 'POST',
  path: '/api/resources/{id}/archive',
  tag: 'resources',
  summary: 'Put a resource away: readable, but no longer changed or listed by default',
  access: 'session',
  params: resourceParamsSchema,
  body: changeResourceStateBodySchema,
  responses: { 200: { description: 'The resource as it is now', schema: resourceSchema } },
  errors: ['not-found', 'forbidden', 'conflict', 'invalid-state', ...JSON_BODY_ERRORS],
})

export const unarchiveResource = endpoint({
  operationId: 'unarchiveResource',
  method: 'POST',
  path: '/api/resources/{id}/unarchive',
  tag: 'resources',
  summary: 'Bring an archived resource back',
  access: 'session',
  params: resourceParamsSchema,
  body: changeResourceStateBodySchema,
  responses: { 200: { description: 'The resource as it is now', schema: resourceSchema } },
  errors: ['not-found', 'forbidden', 'conflict', 'invalid-state', ...JSON_BODY_ERRORS],
})

export const cloneResource = endpoint({
  operationId: 'cloneResource',
  method: 'POST',
  path: '/api/resources/{id}/clone',
  tag: 'resources',
  summary: 'Copy a version of a resource into a new resource',
  description:
    'Needs the right to read the original and to edit in the collection of the copy. Annotations are not copied.',
  access: 'session',
  idempotent: true,
  params: resourceParamsSchema,
  body: cloneResourceBodySchema,
  responses: { 201: { description: 'The copy', schema: resourceSchema } },
  errors: ['not-found', 'forbidden', 'idempotency-mismatch', 'conflict', ...JSON_BODY_ERRORS],
})

export const listResourceVersions = endpoint({
  operationId: 'listResourceVersions',
  method: 'GET',
  path: '/api/resources/{id}/versions',
  tag: 'resources',
  summary: 'List the versions of a resource, newest first',
  access: 'session',
  params: resourceParamsSchema,
  query: pageQuerySchema,
  responses: { 200: { description: 'A page of versions', schema: pageOf(resourceVersionSchema) } },
  errors: ['not-found', 'forbidden'],
})

export const getResourceContent = endpoint({
  operationId: 'getResourceContent',
  method: 'GET',
  path: '/api/resources/{id}/content',
  tag: 'resources',
  summary: 'Download the exact bytes of a version',
  description:
    'Answers Range, If-Range and If-None-Match; ETag is the SHA-256 of the bytes. Always an attachment in a sandbox: an uploaded page never runs in the origin of this site.',
  access: 'session',
  params: resourceParamsSchema,
  query: versionQuerySchema,
  responses: {
    200: { description: 'All bytes', contentType: '*/*' },
    206: { description: 'The bytes of the range', contentType: '*/*' },
    304: { description: 'You have them already' },
  },
  errors: ['not-found', 'forbidden', 'range-not-satisfiable'],
})

export const getResourceText = endpoint({
  operationId: 'getResourceText',
  method: 'GET',
  path: '/api/resources/{id}/text',
  tag: 'resources',
  summary: 'Read the canonical text of a version, the text that positions count in',
  access: 'session',
  params: resourceParamsSchema,
  query: versionQuerySchema,
  responses: {
    200: { description: 'The text as UTF-8', schema: z.string(), contentType: 'text/plain' },
    304: { description: 'You have it already' },
  },
  errors: ['not-found', 'forbidden', 'invalid-state'],
})

export const getResourceDocument = endpoint({
  operationId: 'getResourceDocument',
  method: 'GET',
  path: '/api/resources/{id}/document',
  tag: 'resources',
  summary: 'Read the document tree of a version, ready to be rendered',
  access: 'session',
  params: resourceParamsSchema,
  query: versionQuerySchema,
  responses: {
    200: { description: 'The tree', schema: documentContentSchema },
    304: { description: 'You have it already' },
  },
  errors: ['not-found', 'forbidden', 'invalid-state'],
})

export const getResourceJsonLd = endpoint({
  operationId: 'getResourceJsonLd',
  method: 'GET',
  path: '/api/resources/{id}/jsonld',
  tag: 'resources',
  summary: 'Take a resource away as JSON-LD: schema.org, Dublin Core and PROV terms',
  access: 'session',
  params: resourceParamsSchema,
  responses: {
    200: {
      description: 'A JSON-LD document',
      schema: z.looseObject({ '@context': z.unknown(), '@id': z.string(), '@type': z.array(z.string()) }),
      contentType: 'application/ld+json',
    },
  },
  errors: ['not-found', 'forbidden'],
})

export const getResourceTimeline = endpoint({
  operationId: 'getResourceTimeline',
  method: 'GET',
  path: '/api/resources/{id}/timeline',
  tag: 'resources',
  summary: 'Read what happened to a resource and to the annotations on it',
  access: 'session',
  params: resourceParamsSchema,
  query: pageQuerySchema.extend({ order: sortOrderSchema.default('desc') }),
  responses: { 200: { description: 'A page of events', schema: pageOf(timelineEntrySchema) } },
  errors: ['not-found', 'forbidden'],
})

export const resourceEndpoints = [
  createResource,
  uploadResource,
  listResources,
  getResource,
  updateResource,
  deleteResource,
  archiveResource,
  unarchiveResource,
  cloneResource,
  listResourceVersions,
  getResourceContent,
  getResourceText,
  getResourceDocument,
  getResourceJsonLd,
  getResourceTimeline,
] as const
