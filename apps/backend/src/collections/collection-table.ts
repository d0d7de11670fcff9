import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const collectionTable = pgTable('collections', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  description: text('description').notNull(),
  kind: text('kind', { enum: ['ordinary', 'sample-library'] }).notNull(),
  everyone: text('everyone', { enum: ['editor', 'reader'] }),
  version: integer('version').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  modifiedAt: instant('modified_at').notNull(),
})

export const memberTable = pgTable(
  'collection_members',
  {
    collectionId: text('collection_id')
      .notNull()
      .references(() => collectionTable.id, { onDelete: 'cascade' }),
    participantId: text('participant_id').notNull(),
    role: text('role', { enum: ['owner', 'editor', 'reader'] }).notNull(),
    since: instant('since').notNull(),
  },
  (table) => [primaryKey({ columns: [table.collectionId, table.participantId] })],
)
