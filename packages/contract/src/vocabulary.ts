import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { descriptionSchema, expectedVersionSchema, idSchema, nameSchema, timestampSchema } from './primitives.ts'

/** Retired terms stay readable where they were used, but cannot be used anew. Merged terms live on as another one. */
export const termStatusSchema = z.enum(['active', 'retired', 'merged'])
export type TermStatus = z.infer<typeof termStatusSchema>

const termNameSchema = nameSchema.max(100)
const usageSchema = z.object({
  annotations: z.int().min(0).meta({ description: 'Annotations that use it, as far as you can see them' }),
})

export const entityTypeRefSchema = z.object({ id: idSchema('ety'), name: z.string() }).meta({ id: 'EntityTypeRef' })
export type EntityTypeRef = z.infer<typeof entityTypeRefSchema>

export const entityTypeSchema = z
  .object({
    id: idSchema('ety'),
    name: z.string(),
    description: z.string().nullable(),
    status: termStatusSchema,
    mergedInto: entityTypeRefSchema.nullable(),
    version: expectedVersionSchema,
    usage: usageSchema,
    createdAt: timestampSchema,
    modifiedAt: timestampSchema,
  })
  .meta({ id: 'EntityType' })
export type EntityType = z.infer<typeof entityTypeSchema>

/** `number` never changes and is never given again, so that a renamed tag stays the same tag. */
export const schemaTagSchema = z
  .object({ number: z.int().min(1), name: z.string(), description: z.string().nullable(), retired: z.boolean() })
  .meta({ id: 'SchemaTag' })
export type SchemaTag = z.infer<typeof schemaTagSchema>

export const tagSchemaSchema = z
  .object({
    id: idSchema('tsc'),
    name: z.string(),
    description: z.string().nullable(),
    tags: z.array(schemaTagSchema),
    status: termStatusSchema,
    mergedInto: z.object({ id: idSchema('tsc'), name: z.string() }).nullable(),
    version: expectedVersionSchema,
    usage: usageSchema,
    createdAt: timestampSchema,
    modifiedAt: timestampSchema,
  })
  .meta({ id: 'TagSchema' })
export type TagSchema = z.infer<typeof tagSchemaSchema>

export const vocabularySchema = z
  .object({
    version: z.int().min(0).meta({ description: 'Version of the whole vocabulary; changes with any term' }),
    entityTypes: z.array(entityTypeSchema),
    tagSchemas: z.array(tagSchemaSchema),
  })
  .meta({ id: 'Vocabulary' })
export type Vocabulary = z.infer<typeof vocabularySchema>

export const addEntityTypeSchema = z.strictObject({
  name: termNameSchema,
  description: descriptionSchema.nullable().optional(),
})
export type AddEntityType = z.infer<typeof addEntityTypeSchema>

export const changeEntityTypeSchema = z.strictObject({
  name: termNameSchema.optional(),
  description: descriptionSchema.nullable().optional(),
  expectedVersion: expectedVersionSchema.optional(),
})
export type ChangeEntityType = z.infer<typeof changeEntityTypeSchema>

const newTagSchema = z.strictObject({ name: termNameSchema, description: descriptionSchema.nullable().optional() })

export const addTagSchemaSchema = z.strictObject({
  name: termNameSchema,
  description: descriptionSchema.nullable().optional(),
  tags: z.array(newTagSchema).min(1).max(200),
})
export type AddTagSchema = z.infer<typeof addTagSchemaSchema>

export const changeTagSchemaSchema = z.strictObject({
  name: termNameSchema.optional(),
  description: descriptionSchema.nullable().optional(),
  tags: z
    .array(newTagSchema.extend({ number: z.int().min(1).optional() }))
    .min(1)
    .max(200)
    .optional()
    .meta({
      description:
        'The whole list in its new order. A tag with `number` is kept (and renamed), one without is new, one left out is retired.',
    }),
  expectedVersion: expectedVersionSchema.optional(),
})
export type ChangeTagSchema = z.infer<typeof changeTagSchemaSchema>

const mergeEntityTypeSchema = z.strictObject({
  into: idSchema('ety'),
  expectedVersion: expectedVersionSchema.optional(),
})
const mergeTagSchemaSchema = z.strictObject({
  into: idSchema('tsc').meta({ description: 'Tags of the same name become one; the others are added to it.' }),
  expectedVersion: expectedVersionSchema.optional(),
})
const retireSchema = z.strictObject({ expectedVersion: expectedVersionSchema.optional() })

const tagDataSchema = z.object({ number: z.int().min(1), name: z.string(), description: z.string().nullable() })
const renamed = { from: z.string(), to: z.string() }
const described = { from: z.string().nullable(), to: z.string().nullable() }
const entityTypeId = { id: idSchema('ety') }
const tagSchemaId = { id: idSchema('tsc') }

/** Facts of the one stream `vocabulary`. */
export const vocabularyEvents = [
  z.object({
    type: z.literal('entityType.added'),
    data: z.object({ ...entityTypeId, name: z.string(), description: z.string().nullable() }),
  }),
  z.object({ type: z.literal('entityType.renamed'), data: z.object({ ...entityTypeId, ...renamed }) }),
  z.object({ type: z.literal('entityType.described'), data: z.object({ ...entityTypeId, ...described }) }),
  z.object({ type: z.literal('entityType.merged'), data: z.object({ ...entityTypeId, into: idSchema('ety') }) }),
  z.object({ type: z.literal('entityType.retired'), data: z.object(entityTypeId) }),
  z.object({ type: z.literal('entityType.restored'), data: z.object(entityTypeId) }),
  z.object({
    type: z.literal('tagSchema.added'),
    data: z.object({
      ...tagSchemaId,
      name: z.string(),
      description: z.string().nullable(),
      tags: z.array(tagDataSchema),
    }),
  }),
  z.object({ type: z.literal('tagSchema.renamed'), data: z.object({ ...tagSchemaId, ...renamed }) }),
  z.object({ type: z.literal('tagSchema.described'), data: z.object({ ...tagSchemaId, ...described }) }),
  z.object({
    type: z.literal('tagSchema.tagsChanged'),
    data: z.object({ ...tagSchemaId, tags: z.array(tagDataSchema.extend({ retired: z.boolean() })) }),
  }),
  z.object({
    type: z.literal('tagSchema.merged'),
    data: z.object({
      ...tagSchemaId,
      into: idSchema('tsc'),
      /** Which tag of the target each tag of the merged schema has become. */
      tags: z.array(z.object({ from: z.int().min(1), to: z.int().min(1) })),
    }),
  }),
  z.object({ type: z.literal('tagSchema.retired'), data: z.object(tagSchemaId) }),
  z.object({ type: z.literal('tagSchema.restored'), data: z.object(tagSchemaId) }),
] as const
export type VocabularyEvent = z.infer<(typeof vocabularyEvents)[number]>

const tag = 'Vocabulary'
const access = 'session'
const entityTypeParams = z.object({ id: idSchema('ety') })
const tagSchemaParams = z.object({ id: idSchema('tsc') })
const entityTypeResponse = { schema: entityTypeSchema, description: 'The entity type as it is now' }
const tagSchemaResponse = { schema: tagSchemaSchema, description: 'The tag schema as it is now' }
const bodyErrors = ['forbidden', 'too-large', 'unsupported-media-type'] as const
const addErrors = [...bodyErrors, 'already-exists'] as const
const changeErrors = [...addErrors, 'not-found', 'conflict', 'invalid-state'] as const

export const getVocabulary = endpoint({
  operationId: 'getVocabulary',
  method: 'GET',
  path: '/api/vocabulary',
  tag,
  access,
  summary: 'All entity types and tag schemas',
  responses: { 200: { schema: vocabularySchema, description: 'The vocabulary' } },
  errors: [],
})

export const addEntityType = endpoint({
  operationId: 'addEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types',
  tag,
  access,
  summary: 'Add an entity type',
  body: addEntityTypeSchema,
  idempotent: true,
  responses: { 201: entityTypeResponse },
  errors: addErrors,
})

export const changeEntityType = endpoint({
  operationId: 'changeEntityType',
  method: 'PATCH',
  path: '/api/vocabulary/entity-types/{id}',
  tag,
  access,
  summary: 'Rename or describe an entity type; whatever uses it shows the new name',
  params: entityTypeParams,
  body: changeEntityTypeSchema,
  responses: { 200: entityTypeResponse },
  errors: changeErrors,
})

export const mergeEntityType = endpoint({
  operationId: 'mergeEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types/{id}/merge',
  tag,
  access,
  summary: 'Merge an entity type into another one, which everything that used it then shows',
  params: entityTypeParams,
  body: mergeEntityTypeSchema,
  responses: { 200: { ...entityTypeResponse, description: 'The entity type that remains' } },
  errors: changeErrors,
})

export const retireEntityType = endpoint({
  operationId: 'retireEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types/{id}/retire',
  tag,
  access,
  summary: 'Retire an entity type: kept where it was used, offered no more',
  params: entityTypeParams,
  body: retireSchema,
  responses: { 200: entityTypeResponse },
  errors: changeErrors,
})

export const restoreEntityType = endpoint({
  operationId: 'restoreEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types/{id}/restore',
  tag,
  access,
  summary: 'Bring a retired entity type back into use',
  params: entityTypeParams,
  body: retireSchema,
  responses: { 200: entityTypeResponse },
  errors: changeErrors,
})

export const addTagSchema = endpoint({
  operationId: 'addTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas',
  tag,
  access,
  summary: 'Add a tag schema: a name and the tags it allows',
  body: addTagSchemaSchema,
  idempotent: true,
  responses: { 201: tagSchemaResponse },
  errors: addErrors,
})

export const changeTagSchema = endpoint({
  operationId: 'changeTagSchema',
  method: 'PATCH',
  path: '/api/vocabulary/tag-schemas/{id}',
  tag,
  access,
  summary: 'Rename or describe a tag schema, or change its tags',
  params: tagSchemaParams,
  body: changeTagSchemaSchema,
  responses: { 200: tagSchemaResponse },
  errors: changeErrors,
})

export const mergeTagSchema = endpoint({
  operationId: 'mergeTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas/{id}/merge',
  tag,
  access,
  summary: 'Merge a tag schema into another one',
  params: tagSchemaParams,
  body: mergeTagSchemaSchema,
  responses: { 200: { ...tagSchemaResponse, description: 'The tag schema that remains' } },
  errors: changeErrors,
})

export const retireTagSchema = endpoint({
  operationId: 'retireTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas/{id}/retire',
  tag,
  access,
  summary: 'Retire a tag schema: kept where it was used, offered no more',
  params: tagSchemaParams,
  body: retireSchema,
  responses: { 200: tagSchemaResponse },
  errors: changeErrors,
})

export const restoreTagSchema = endpoint({
  operationId: 'restoreTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas/{id}/restore',
  tag,
  access,
  summary: 'Bring a retired tag schema back into use',
  params: tagSchemaParams,
  body: retireSchema,
  responses: { 200: tagSchemaResponse },
  errors: changeErrors,
})

export const vocabularyEndpoints = [
  getVocabulary,
  addEntityType,
  changeEntityType,
  mergeEntityType,
  retireEntityType,
  restoreEntityType,
  addTagSchema,
  changeTagSchema,
  mergeTagSchema,
  retireTagSchema,
  restoreTagSchema,
] as const
