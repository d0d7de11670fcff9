import { z } from 'zod'
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

export const mergeEntityTypeSchema = z.strictObject({
  into: idSchema('ety'),
  expectedVersion: expectedVersionSchema.optional(),
})
export const mergeTagSchemaSchema = z.strictObject({
  into: idSchema('tsc').meta({ description: 'Tags of the same name become one; the others are added to it.' }),
  expectedVersion: expectedVersionSchema.optional(),
})
export const retireSchema = z.strictObject({ expectedVersion: expectedVersionSchema.optional() })

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
