import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import {
  descriptionSchema,
  expectedVersionSchema,
  idSchema,
  nameSchema,
  pageOf,
  pageQuerySchema,
  participantIdSchema,
  participantRefSchema,
  timestampSchema,
  versionNumberQuerySchema,
} from './primitives.ts'

export const collectionIdSchema = idSchema('col')

/** What a member may do in a collection: an owner manages it, an editor writes its content, a reader reads. */
export const collectionRoleSchema = z.enum(['owner', 'editor', 'reader']).meta({ id: 'CollectionRole' })
export type CollectionRole = z.infer<typeof collectionRoleSchema>

/** What every signed-in participant may do there without being a member; null: nothing. */
export const everyoneSchema = z
  .enum(['editor', 'reader'])
  .nullable()
  .meta({ description: 'What every signed-in participant may do here without being a member; null: nothing.' })
export type Everyone = z.infer<typeof everyoneSchema>

export const collectionKindSchema = z.enum(['ordinary', 'sample-library'])
export type CollectionKind = z.infer<typeof collectionKindSchema>

/** What the one who asks may do in a collection, everything considered: site role, membership, `everyone`, token scopes. */
export const collectionPermissionsSchema = z
  .object({
    edit: z.boolean().meta({ description: 'Add, change and delete resources; mark passages.' }),
    manage: z.boolean().meta({ description: 'Change name, members and `everyone`; delete the collection.' }),
  })
  .meta({ id: 'CollectionPermissions' })
export type CollectionPermissions = z.infer<typeof collectionPermissionsSchema>

export const collectionSchema = z
  .object({
    id: collectionIdSchema,
    name: z.string(),
    description: z.string(),
    kind: collectionKindSchema,
    everyone: everyoneSchema,
    version: z.int().min(1).meta({ description: 'Stream version, for expectedVersion' }),
    resourceCount: z.int().min(0).meta({ description: 'Resources in it, archived ones included' }),
    memberCount: z.int().min(0),
    role: collectionRoleSchema.nullable().meta({ description: 'Your own membership; null: none' }),
    permissions: collectionPermissionsSchema,
    createdBy: participantRefSchema,
    createdAt: timestampSchema,
    modifiedAt: timestampSchema,
  })
  .meta({ id: 'Collection' })
export type Collection = z.infer<typeof collectionSchema>

export const collectionMemberSchema = z
  .object({ participant: participantRefSchema, role: collectionRoleSchema, since: timestampSchema })
  .meta({ id: 'CollectionMember' })
export type CollectionMember = z.infer<typeof collectionMemberSchema>

/** Where a resource lives, as shown next to it. */
export const collectionRefSchema = z.object({ id: collectionIdSchema, name: z.string() }).meta({ id: 'CollectionRef' })
export type CollectionRef = z.infer<typeof collectionRefSchema>

/* ---------------------------------------------------------------- events */

export const collectionCreatedSchema = z.object({
  type: z.literal('collection.created'),
  data: z.object({
    name: z.string(),
    description: z.string(),
    kind: collectionKindSchema,
    everyone: everyoneSchema,
    members: z.array(z.object({ participantId: participantIdSchema, role: collectionRoleSchema })),
  }),
})
export const collectionRenamedSchema = z.object({
  type: z.literal('collection.renamed'),
  data: z.object({ name: z.string() }),
})
export const collectionDescribedSchema = z.object({
  type: z.literal('collection.described'),
  data: z.object({ description: z.string() }),
})
export const collectionMemberSetSchema = z.object({
  type: z.literal('collection.memberSet'),
  data: z.object({ participantId: participantIdSchema, role: collectionRoleSchema }),
})
export const collectionMemberRemovedSchema = z.object({
  type: z.literal('collection.memberRemoved'),
  data: z.object({ participantId: participantIdSchema }),
})
export const collectionEveryoneSetSchema = z.object({
  type: z.literal('collection.everyoneSet'),
  data: z.object({ everyone: everyoneSchema }),
})
export const collectionDeletedSchema = z.object({ type: z.literal('collection.deleted'), data: z.object({}) })

/** The events of the stream `collection-<id>`. */
export const collectionEvents = [
  collectionCreatedSchema,
  collectionRenamedSchema,
  collectionDescribedSchema,
  collectionMemberSetSchema,
  collectionMemberRemovedSchema,
  collectionEveryoneSetSchema,
  collectionDeletedSchema,
] as const
export const collectionEventSchema = z.discriminatedUnion('type', collectionEvents)
export type CollectionEvent = z.infer<typeof collectionEventSchema>

/* ------------------------------------------------------------- endpoints */

const collectionParams = z.object({ id: collectionIdSchema })
const memberParams = z.object({ id: collectionIdSchema, participantId: participantIdSchema })

/** `expectedVersion` may come in the body or as `If-Match`; a change without either is refused. */
const expectedVersionField = expectedVersionSchema.optional().meta({
  description:
    'Stream version last read; may come as If-Match instead. Stale is refused with 409 and the current state.',
})

export const listCollections = endpoint({
  operationId: 'listCollections',
  method: 'GET',
  path: '/api/collections',
  tag: 'collections',
  summary: 'List the collections you can see',
  description: 'Sorted by name.',
  access: 'session',
  query: pageQuerySchema.extend({
    q: z.string().trim().min(1).max(200).optional().meta({ description: 'Part of the name' }),
    editable: z.enum(['true']).optional().meta({ description: 'Only those in which you may add resources' }),
  }),
  responses: { 200: { description: 'A page of collections', schema: pageOf(collectionSchema) } },
  errors: ['forbidden'],
})

export const createCollectionBodySchema = z
  .strictObject({
    name: nameSchema,
    description: descriptionSchema.default(''),
    everyone: everyoneSchema.default(null),
  })
  .meta({ id: 'CreateCollection' })
export type CreateCollectionBody = z.infer<typeof createCollectionBodySchema>

export const createCollection = endpoint({
  operationId: 'createCollection',
  method: 'POST',
  path: '/api/collections',
  tag: 'collections',
  summary: 'Create a collection; you become its owner',
  access: 'session',
  idempotent: true,
  body: createCollectionBodySchema,
  responses: { 201: { description: 'The new collection', schema: collectionSchema } },
  errors: ['forbidden', 'idempotency-mismatch', 'conflict', 'too-large', 'unsupported-media-type'],
})

export const getCollection = endpoint({
  operationId: 'getCollection',
  method: 'GET',
  path: '/api/collections/{id}',
  tag: 'collections',
  summary: 'Read one collection',
  access: 'session',
  params: collectionParams,
  responses: { 200: { description: 'The collection', schema: collectionSchema } },
  errors: ['not-found', 'forbidden'],
})

export const updateCollectionBodySchema = z
  .strictObject({
    name: nameSchema.optional(),
    description: descriptionSchema.optional(),
    everyone: everyoneSchema.optional(),
    expectedVersion: expectedVersionField,
  })
  .meta({ id: 'UpdateCollection' })
export type UpdateCollectionBody = z.infer<typeof updateCollectionBodySchema>

export const updateCollection = endpoint({
  operationId: 'updateCollection',
  method: 'PATCH',
  path: '/api/collections/{id}',
  tag: 'collections',
  summary: 'Rename, describe, or open a collection to everyone',
  description: 'Owners and administrators. A stale `expectedVersion` is refused with the current collection.',
  access: 'session',
  params: collectionParams,
  body: updateCollectionBodySchema,
  responses: { 200: { description: 'The collection as it is now', schema: collectionSchema } },
  errors: ['not-found', 'forbidden', 'conflict', 'too-large', 'unsupported-media-type'],
})

export const deleteCollection = endpoint({
  operationId: 'deleteCollection',
  method: 'DELETE',
  path: '/api/collections/{id}',
  tag: 'collections',
  summary: 'Delete a collection with every resource and mark in it',
  description: 'Owners and administrators. The content is gone afterwards: files, texts, search entries, annotations.',
  access: 'session',
  params: collectionParams,
  query: z.object({ expectedVersion: versionNumberQuerySchema.optional() }),
  responses: { 204: { description: 'It is gone' } },
  errors: ['not-found', 'forbidden', 'conflict'],
})

export const listCollectionMembers = endpoint({
  operationId: 'listCollectionMembers',
  method: 'GET',
  path: '/api/collections/{id}/members',
  tag: 'collections',
  summary: 'List the members of a collection',
  access: 'session',
  params: collectionParams,
  query: pageQuerySchema,
  responses: { 200: { description: 'A page of members, sorted by name', schema: pageOf(collectionMemberSchema) } },
  errors: ['not-found', 'forbidden'],
})

export const setCollectionMember = endpoint({
  operationId: 'setCollectionMember',
  method: 'PUT',
  path: '/api/collections/{id}/members/{participantId}',
  tag: 'collections',
  summary: 'Add a member or change what the member may do',
  description: 'Owners and administrators. The last owner keeps the role: `invalid-state`.',
  access: 'session',
  params: memberParams,
  body: z.strictObject({ role: collectionRoleSchema, expectedVersion: expectedVersionSchema.optional() }),
  responses: { 200: { description: 'The member', schema: collectionMemberSchema } },
  errors: ['not-found', 'forbidden', 'conflict', 'invalid-state', 'too-large', 'unsupported-media-type'],
})

export const removeCollectionMember = endpoint({
  operationId: 'removeCollectionMember',
  method: 'DELETE',
  path: '/api/collections/{id}/members/{participantId}',
  tag: 'collections',
  summary: 'Remove a member, or leave',
  description:
    'Owners and administrators; everyone may remove themselves. The last owner cannot leave: `invalid-state`.',
  access: 'session',
  params: memberParams,
  responses: { 204: { description: 'No longer a member' } },
  errors: ['not-found', 'forbidden', 'conflict', 'invalid-state'],
})

export const collectionEndpoints = [
  listCollections,
  createCollection,
  getCollection,
  updateCollection,
  deleteCollection,
  listCollectionMembers,
  setCollectionMember,
  removeCollectionMember,
] as const
