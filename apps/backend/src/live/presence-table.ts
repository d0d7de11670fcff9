import { index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const presenceTable = pgTable(
  'presence',
  {
    resourceId: text('resource_id').notNull(),
    participantId: text('participant_id').notNull(),
    readPosition: integer('read_position'),
    selectionStart: integer('selection_start'),
    selectionEnd: integer('selection_end'),
    seenAt: instant('seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resourceId, table.participantId] }),
    index('presence_expires_at').on(table.expiresAt),
  ],
)
