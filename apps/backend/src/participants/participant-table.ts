import { sql } from 'drizzle-orm'
import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const participantTable = pgTable('participants', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: ['person', 'agent'] }).notNull(),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull().generatedAlwaysAs(sql`lower(name)`),
  role: text('role', { enum: ['administrator', 'moderator', 'member', 'reader'] }).notNull(),
  status: text('status', { enum: ['active', 'disabled'] }).notNull(),
  ownerId: text('owner_id'),
  software: text('software'),
  softwareVersion: text('software_version'),
  model: text('model'),
  version: integer('version').notNull(),
  createdAt: instant('created_at').notNull(),
  modifiedAt: instant('modified_at').notNull(),
})

export const accountTable = pgTable('participant_accounts', {
  participantId: text('participant_id').primaryKey(),
  email: text('email'),
  emailKey: text('email_key').unique(),
  invited: boolean('invited').notNull(),
  lastSeenAt: instant('last_seen_at'),
  createdAt: instant('created_at').notNull(),
})
