import type { SchemaTag, TermStatus } from '@semiont/contract'
import { sql } from 'drizzle-orm'
import { integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import type { TermKind } from './vocabulary.ts'

export const vocabularyTerms = pgTable(
  'vocabulary_terms',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<TermKind>().notNull(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    description: text('description'),
    tags: jsonb('tags').$type<SchemaTag[]>().notNull(),
    status: text('status').$type<TermStatus>().notNull(),
    mergedInto: text('merged_into'),
    mergedTags: jsonb('merged_tags').$type<{ from: number; to: number }[]>().notNull(),
    version: integer('version').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    modifiedAt: timestamp('modified_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex('vocabulary_terms_name').on(table.kind, table.nameKey).where(sql`${table.status} <> 'merged'`),
  ],
)
