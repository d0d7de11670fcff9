import type { AnnotationStatus } from '@semiont/contract'
import { sql } from 'drizzle-orm'
import { boolean, customType, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { AnnotationContent } from './annotation.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const int4multirange = customType<{ data: string }>({ dataType: () => 'int4multirange' })

export const annotationTable = pgTable(
  'annotations',
  {
    id: text('id').primaryKey(),
    collectionId: text('collection_id').notNull(),
    resourceIds: text('resource_ids').array().notNull(),
    creatorId: text('creator_id').notNull(),
    status: text('status').$type<AnnotationStatus>().notNull(),
    wasSuggested: boolean('was_suggested').notNull(),
    version: integer('version').notNull(),
    motivations: text('motivations').array().notNull(),
    entityTypeIds: text('entity_type_ids').array().notNull(),
    tagSchemaIds: text('tag_schema_ids').array().notNull(),
    referenceIri: text('reference_iri'),
    referenceResourceId: text('reference_resource_id'),
    content: jsonb('content').$type<AnnotationContent>().notNull(),
    createdAt: instant('created_at').notNull(),
    modifiedAt: instant('modified_at').notNull(),
  },
  (table) => [
    index('annotations_created_at').on(table.createdAt, table.id),
    index('annotations_modified_at').on(table.modifiedAt, table.id),
    index('annotations_creator').on(table.creatorId, table.createdAt, table.id),
    index('annotations_collection').on(table.collectionId, table.createdAt, table.id),
    index('annotations_entity_types').using('gin', table.entityTypeIds),
    index('annotations_reference')
      .on(table.referenceResourceId, table.createdAt, table.id)
      .where(sql`${table.referenceResourceId} is not null`),
  ],
)

export const annotationTargetTable = pgTable(
  'annotation_targets',
  {
    annotationId: text('annotation_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    iri: text('iri').notNull(),
    resourceId: text('resource_id'),
    startPosition: integer('start_position').notNull(),
    endPosition: integer('end_position').notNull(),
    spans: int4multirange('spans').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.annotationId, table.ordinal] }),
    index('annotation_targets_reading_order')
      .on(table.resourceId, table.startPosition, table.endPosition, table.annotationId)
      .where(sql`${table.resourceId} is not null`),
    index('annotation_targets_iri').using('hash', table.iri),
  ],
)
