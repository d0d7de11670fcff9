import { boolean, customType, doublePrecision, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true })
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

export const passwordTable = pgTable('passwords', {
  participantId: text('participant_id').primaryKey(),
  hash: text('hash').notNull(),
  changedAt: instant('changed_at').notNull(),
})

export const identityTable = pgTable(
  'identities',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    provider: text('provider').notNull(),
    participantId: text('participant_id').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] })],
)

export const sessionTable = pgTable('sessions', {
  id: text('id').primaryKey(),
  participantId: text('participant_id').notNull(),
  method: text('method', { enum: ['password', 'link', 'oidc'] }).notNull(),
  provider: text('provider'),
  ip: text('ip'),
  userAgent: text('user_agent'),
  createdAt: instant('created_at').notNull(),
  lastUsedAt: instant('last_used_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  endedAt: instant('ended_at'),
  endReason: text('end_reason'),
})

export const refreshTokenTable = pgTable('refresh_tokens', {
  tokenHash: bytes('token_hash').primaryKey(),
  sessionId: text('session_id')
    .notNull()
    .references(() => sessionTable.id, { onDelete: 'cascade' }),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
  successorHash: bytes('successor_hash'),
  successorSalt: bytes('successor_salt'),
})

export const signInLinkTable = pgTable('sign_in_links', {
  tokenHash: bytes('token_hash').primaryKey(),
  participantId: text('participant_id').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
})

export const oidcAttemptTable = pgTable('oidc_attempts', {
  stateHash: bytes('state_hash').primaryKey(),
  provider: text('provider').notNull(),
  nonce: text('nonce').notNull(),
  codeVerifier: text('code_verifier').notNull(),
  returnTo: text('return_to').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

export const accessTokenTable = pgTable('access_tokens', {
  id: text('id').primaryKey(),
  tokenHash: bytes('token_hash').notNull().unique(),
  participantId: text('participant_id').notNull(),
  name: text('name').notNull(),
  scopes: text('scopes').array().$type<('read' | 'annotate' | 'write' | 'admin')[]>().notNull(),
  hint: text('hint').notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
})

export const rateLimitTable = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  tokens: doublePrecision('tokens').notNull(),
  granted: boolean('granted').notNull(),
  updatedAt: instant('updated_at').notNull(),
})
