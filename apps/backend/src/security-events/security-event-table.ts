import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const securityEventTable = pgTable('security_events', {
  id: text('id').primaryKey(),
  aggregationKey: text('aggregation_key').unique(),
  occurredAt: instant('occurred_at').notNull(),
  lastOccurredAt: instant('last_occurred_at').notNull(),
  type: text('type').notNull(),
  reason: text('reason'),
  ip: text('ip'),
  method: text('method'),
  path: text('path'),
  participantId: text('participant_id'),
  requestId: text('request_id'),
  count: integer('count').notNull(),
  details: jsonb('details').$type<Record<string, unknown>>().notNull(),
})
