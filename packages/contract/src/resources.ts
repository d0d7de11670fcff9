import { z } from 'zod'
import { collectionIdSchema, collectionRefSchema } from './collections.ts'
import {
  descriptionSchema,
  expectedVersionSchema,
  idSchema,
  languageTagSchema,
  listQuerySchema,
  nameSchema,
  participantRefSchema,
  timestampSchema,
  versionNumberQuerySchema,
  versionNumberSchema,
} from './primitives.ts'
import { entityTypeRefSchema } from './vocabulary.ts'
import { iriSchema } from './web-annotation/index.ts'

export const resourceIdSchema = idSchema('res')

/** `type/subtype`, lower case, without parameters. */
export const mediaTypeSchema = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/, {
    error: 'must be a media type such as text/plain',
  })

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be a SHA-256 digest in lower-case hex' })

/** Entity types of the vocabulary, each by its name (upper and lower case alike) or by its identifier. */
export const entityTypeInputsSchema = z.array(nameSchema).max(50)

/** Label of the WHATWG Encoding Standard that the bytes are decoded with, such as `utf-8` or `windows-1252`. */
export const encodingSchema = z
  .string()
  .max(40)
  .regex(/^[a-z0-9][a-z0-9_:.()-]*$/i, { error: 'must be the name of an encoding such as utf-8 or windows-1252' })

/** How the bytes of a resource came to be. */
export const resourceActivitySchema = z.enum(['upload', 'composition', 'clone', 'correction', 'sample-library'])
export type ResourceActivity = z.infer<typeof resourceActivitySchema>

/** Where a resource comes from: another resource here (in one of its versions), or anything with an IRI. */
export const derivedFromSchema = z.union([
  z.object({ resourceId: resourceIdSchema, version: z.int().min(1) }),
  z.object({ iri: iriSchema }),
])
export type DerivedFrom = z.infer<typeof derivedFromSchema>

export const provenanceSchema = z
  .object({
    attributedTo: participantRefSchema.meta({ description: 'prov:wasAttributedTo' }),
    generatedAt: timestampSchema.meta({ description: 'prov:generatedAtTime' }),
    generatedBy: z
      .object({ activity: resourceActivitySchema, fileName: z.string().nullable() })
      .meta({ description: 'prov:wasGeneratedBy' }),
    derivedFrom: z.array(derivedFromSchema).meta({ description: 'prov:wasDerivedFrom' }),
  })
  .meta({ id: 'Provenance' })
export type Provenance = z.infer<typeof provenanceSchema>

/** Whether passages of it can be marked; if not, `reason` says why in one sentence. */
export const markableSchema = z
  .discriminatedUnion('possible', [
    z.object({ possible: z.literal(true) }),
    z.object({ possible: z.literal(false), reason: z.string() }),
  ])
  .meta({ id: 'Markable' })
export type Markable = z.infer<typeof markableSchema>

/** One version: bytes that never change, and the canonical text they were read as, which never changes either. */
export const resourceVersionSchema = z
  .object({
    number: z.int().min(1),
    mediaType: z.string(),
    size: z.int().min(0).meta({ description: 'Bytes' }),
    sha256: sha256Schema,
    encoding: z.string().nullable().meta({ description: 'Null when it is not text' }),
    textLength: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: 'Code points of the canonical text; null when there is none' }),
    markable: markableSchema,
    provenance: provenanceSchema,
  })
  .meta({ id: 'ResourceVersion' })
export type ResourceVersion = z.infer<typeof resourceVersionSchema>

export const resourceSchema = z
  .object({
    id: resourceIdSchema,
    name: z.string(),
    description: z.string(),
    collectionId: collectionIdSchema,
    collection: collectionRefSchema,
    mediaType: z.string(),
    size: z.int().min(0).meta({ description: 'Bytes of the current version' }),
    sha256: sha256Schema,
    encoding: z.string().nullable(),
    language: languageTagSchema.nullable().meta({ description: 'BCP 47; null: not known' }),
    textLength: z.int().min(0).nullable(),
    entityTypes: z.array(entityTypeRefSchema),
    archived: z.boolean(),
    markable: markableSchema,
    version: z.int().min(1).meta({ description: 'Stream version, for expectedVersion' }),
    currentVersion: z.int().min(1).meta({ description: 'Number of the current document version' }),
    provenance: provenanceSchema.meta({ description: 'Of the resource: its first version' }),
    permissions: z.object({ edit: z.boolean() }).meta({ description: 'What you may do with it' }),
    annotationCount: z.int().min(0),
    createdBy: participantRefSchema,
    createdAt: timestampSchema,
    modifiedAt: timestampSchema,
  })
  .meta({ id: 'Resource' })
export type Resource = z.infer<typeof resourceSchema>

/* ---------------------------------------------------------------- events */

/** What an event records of a version. Digests name blobs; the content itself is never in the log. */
export const versionRecordSchema = z.object({
  number: z.int().min(1),
  mediaType: z.string(),
  size: z.int().min(0),
  sha256: sha256Schema,
  encoding: z.string().nullable(),
  /** The canonical text as UTF-8, and the document tree as JSON; null when the media type has none. */
  text: z.object({ sha256: sha256Schema, length: z.int().min(0), documentSha256: sha256Schema }).nullable(),
  markable: markableSchema,
  activity: resourceActivitySchema,
  fileName: z.string().nullable(),
  derivedFrom: z.array(derivedFromSchema),
})
export type VersionRecord = z.infer<typeof versionRecordSchema>

const createdData = z.object({
  collectionId: collectionIdSchema,
  name: z.string(),
  description: z.string(),
  language: z.string().nullable(),
  entityTypes: z.array(idSchema('ety')),
  version: versionRecordSchema,
})

export const resourceCreatedSchema = z.object({ type: z.literal('resource.created'), data: createdData })
/** The first event of a copy; `version.derivedFrom` names the original. */
export const resourceClonedSchema = z.object({ type: z.literal('resource.cloned'), data: createdData })
export const resourceVersionAddedSchema = z.object({
  type: z.literal('resource.versionAdded'),
  data: z.object({ version: versionRecordSchema }),
})
export const resourceRenamedSchema = z.object({
  type: z.literal('resource.renamed'),
  data: z.object({ name: z.string() }),
})
export const resourceDescribedSchema = z.object({
  type: z.literal('resource.described'),
  data: z.object({ description: z.string() }),
})
export const resourceEntityTypesSetSchema = z.object({
  type: z.literal('resource.entityTypesSet'),
  data: z.object({ entityTypes: z.array(idSchema('ety')) }),
})
export const resourceLanguageSetSchema = z.object({
  type: z.literal('resource.languageSet'),
  data: z.object({ language: z.string().nullable() }),
})
/** The bytes were read again with another encoding: a new version of the same bytes, the old one stays as it was. */
export const resourceEncodingCorrectedSchema = z.object({
  type: z.literal('resource.encodingCorrected'),
  data: z.object({ version: versionRecordSchema }),
})
export const resourceArchivedSchema = z.object({ type: z.literal('resource.archived'), data: z.object({}) })
export const resourceUnarchivedSchema = z.object({ type: z.literal('resource.unarchived'), data: z.object({}) })
export const resourceMovedSchema = z.object({
  type: z.literal('resource.moved'),
  data: z.object({ collectionId: collectionIdSchema }),
})
export const resourceDeletedSchema = z.object({ type: z.literal('resource.deleted'), data: z.object({}) })

/** The events of the stream `resource-<id>`. */
export const resourceEvents = [
  resourceCreatedSchema,
  resourceClonedSchema,
  resourceVersionAddedSchema,
  resourceRenamedSchema,
  resourceDescribedSchema,
  resourceEntityTypesSetSchema,
  resourceLanguageSetSchema,
  resourceEncodingCorrectedSchema,
  resourceArchivedSchema,
  resourceUnarchivedSchema,
  resourceMovedSchema,
  resourceDeletedSchema,
] as const
export const resourceEventSchema = z.discriminatedUnion('type', resourceEvents)
export type ResourceEvent = z.infer<typeof resourceEventSchema>

/* --------------------------------------------------------- request bodies */

/** Media types a person can compose; other types come by upload. */
export const composableMediaTypeSchema = z.enum(['text/plain', 'text/markdown', 'text/html'])

export const createResourceBodySchema = z
  .strictObject({
    collectionId: collectionIdSchema,
    name: nameSchema,
    description: descriptionSchema.default(''),
    text: z.string().min(1, { error: 'must not be empty' }),
    mediaType: composableMediaTypeSchema.default('text/markdown'),
    language: languageTagSchema.optional().meta({ description: 'Left out: detected from the text' }),
    entityTypes: entityTypeInputsSchema.default([]),
    derivedFrom: z.array(derivedFromSchema).max(20).default([]),
  })
  .meta({ id: 'CreateResource' })
export type CreateResourceBody = z.infer<typeof createResourceBodySchema>

const expectedVersionField = expectedVersionSchema.optional().meta({
  description:
    'Stream version last read; may come as If-Match instead. Stale is refused with 409 and the current state.',
})

export const updateResourceBodySchema = z
  .strictObject({
    name: nameSchema.optional(),
    description: descriptionSchema.optional(),
    entityTypes: entityTypeInputsSchema.optional(),
    language: languageTagSchema.nullable().optional(),
    encoding: encodingSchema.optional().meta({
      description: 'Reads the bytes again as a new version; marks stay on the version they were made on.',
    }),
    collectionId: collectionIdSchema.optional().meta({ description: 'Moves it; needs the right to edit in both' }),
    expectedVersion: expectedVersionField,
  })
  .meta({ id: 'UpdateResource' })
export type UpdateResourceBody = z.infer<typeof updateResourceBodySchema>

export const changeResourceStateBodySchema = z.strictObject({ expectedVersion: expectedVersionField })

export const cloneResourceBodySchema = z
  .strictObject({
    name: nameSchema.optional().meta({ description: 'Left out: the name of the original with "(copy)"' }),
    collectionId: collectionIdSchema.optional().meta({ description: 'Left out: the collection of the original' }),
    version: versionNumberSchema.optional().meta({ description: 'Left out: the current version' }),
  })
  .meta({ id: 'CloneResource' })

export const uploadResourceQuerySchema = z.object({
  collectionId: collectionIdSchema,
  name: nameSchema,
  fileName: nameSchema.optional(),
  description: descriptionSchema.default(''),
  language: languageTagSchema.optional(),
  encoding: encodingSchema.optional().meta({ description: 'Left out: told from the bytes' }),
  entityTypes: listQuerySchema(nameSchema).optional().meta({ description: 'May be given several times' }),
  sha256: sha256Schema.optional().meta({ description: 'Digest the bytes must have; otherwise nothing is stored' }),
  derivedFrom: iriSchema.optional().meta({ description: 'Where the file was taken from' }),
})

export const sortOrderSchema = z.enum(['asc', 'desc'])
export const resourceSortSchema = z.enum(['name', 'createdAt', 'modifiedAt', 'size'])

export const resourceParamsSchema = z.object({ id: resourceIdSchema })
export const versionQuerySchema = z.object({
  version: versionNumberQuerySchema.optional().meta({ description: 'Left out: the current version' }),
})

/* --------------------------------------------------------------- timeline */

/** One event of the history of a resource or of an annotation on it: who, what, when, before and after. */
export const timelineEntrySchema = z
  .object({
    id: z.string().meta({ description: 'Log position' }),
    type: z.string().meta({ description: 'Event type, such as resource.renamed' }),
    subject: z.object({ kind: z.enum(['resource', 'annotation']), id: idSchema('res', 'ann') }),
    version: z.int().min(1).meta({ description: 'Stream version of the subject after it' }),
    actor: participantRefSchema,
    at: timestampSchema,
    changes: z.array(
      z.object({
        field: z.string(),
        before: z.unknown().meta({ description: 'Null when there was nothing' }),
        after: z.unknown().meta({ description: 'Null when nothing is left' }),
      }),
    ),
  })
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

export type ResourceSort = z.infer<typeof resourceSortSchema>
export type SortOrder = z.infer<typeof sortOrderSchema>
