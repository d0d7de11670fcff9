import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

export const searchDocumentTable = pgTable('search_documents', {
  resourceId: text('resource_id').primaryKey(),
  generation: bigint('generation', { mode: 'number' }).notNull(),
  version: integer('version').notNull(),
  textSha256: text('text_sha256').notNull(),
  config: text('config').notNull(),
  passages: integer('passages').notNull(),
})

export const searchPassageTable = pgTable(
  'search_passages',
  {
    resourceId: text('resource_id').notNull(),
    generation: bigint('generation', { mode: 'number' }).notNull(),
    ordinal: integer('ordinal').notNull(),
    startPosition: integer('start_position').notNull(),
    endPosition: integer('end_position').notNull(),
    content: text('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.resourceId, table.generation, table.ordinal] })],
)

export const searchQueueTable = pgTable('search_queue', {
  resourceId: text('resource_id').primaryKey(),
  ticket: bigint('ticket', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  attempts: integer('attempts').notNull(),
  failedBecause: text('failed_because'),
})
