import type { DerivedFrom } from '@semiont/contract'
import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const resourceTable = pgTable('resources', {
  id: text('id').primaryKey(),
  collectionId: text('collection_id').notNull(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  language: text('language'),
  entityTypes: text('entity_types').array().notNull(),
  archived: boolean('archived').notNull(),
  version: integer('version').notNull(),
  currentVersion: integer('current_version').notNull(),
  mediaType: text('media_type').notNull(),
  size: bigint('size', { mode: 'number' }).notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  modifiedAt: instant('modified_at').notNull(),
})

export const versionTable = pgTable(
  'resource_versions',
  {
    resourceId: text('resource_id')
      .notNull()
      .references(() => resourceTable.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    mediaType: text('media_type').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    encoding: text('encoding'),
    textSha256: text('text_sha256'),
    textLength: integer('text_length'),
    documentSha256: text('document_sha256'),
    notMarkableBecause: text('not_markable_because'),
    activity: text('activity', { enum: ['upload', 'composition', 'clone', 'correction', 'sample-library'] }).notNull(),
    fileName: text('file_name'),
    derivedFrom: jsonb('derived_from').$type<DerivedFrom[]>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.resourceId, table.number] })],
)
