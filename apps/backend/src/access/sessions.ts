import type { Page, Session } from '@semiont/contract'
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { type AccessDeps, later } from './access-deps.ts'
import { sessionTable } from './access-tables.ts'
import { newOpaqueToken, tokenHash } from './opaque-token.ts'

const DAY = 86_400
/** A session that nobody uses ends after this; one that is used, after SESSION_SECONDS. */
export const REFRESH_TOKEN_SECONDS = 30 * DAY
const SESSION_SECONDS = 90 * DAY
export const REFRESH_TOKEN_PREFIX = 'semiont_rt_'

export interface SignIn {
  participantId: string
  method: 'password' | 'link' | 'oidc'
  provider?: string
}

export interface SessionTokens {
  sessionId: string
  participantId: string
  accessToken: string
  refreshToken: string
}

/** Begins a session: a family of refresh tokens, of which this is the first. */
export async function startSession(
  deps: AccessDeps,
  tx: pg.PoolClient,
  signIn: SignIn,
  request: RequestInfo,
): Promise<SessionTokens> {
  const { participantId, method, provider } = signIn
  const now = deps.now()
  const sessionId = deps.newId('ses')
  const refreshToken = newOpaqueToken(REFRESH_TOKEN_PREFIX)
  await tx.query(
    `insert into sessions (id, participant_id, method, provider, ip, user_agent, created_at, last_used_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    [
      sessionId,
      participantId,
      method,
      provider,
      request.ip,
      request.header('user-agent')?.slice(0, 500),
      now,
      later(now, SESSION_SECONDS),
    ],
  )
  await tx.query(
    'insert into refresh_tokens (token_hash, session_id, created_at, expires_at) values ($1, $2, $3, $4)',
    [tokenHash(refreshToken), sessionId, now, later(now, REFRESH_TOKEN_SECONDS)],
  )
  await markSeen(tx, participantId, now)
  const event = { participantId, origin: request, details: { sessionId, method, ...(provider ? { provider } : {}) } }
  await deps.security.record({ type: 'auth.succeeded', reason: method, ...event }, tx)
  await deps.security.record({ type: 'token.issued', ...event }, tx)
  const accessToken = await deps.tokens.issueAccessToken({ participantId, sessionId })
  return { sessionId, participantId, accessToken, refreshToken }
}

export async function markSeen(tx: pg.PoolClient, participantId: string, now: Date): Promise<void> {
  await tx.query('update participant_accounts set last_seen_at = $2 where participant_id = $1', [participantId, now])
}

/** Ends sessions that have not ended yet; their access tokens are refused from now on. Returns how many. */
export async function endSessions(
  db: pg.Pool | pg.PoolClient,
  which: { participantId: string; only?: string; except?: string | undefined },
  reason: string,
  now: Date,
): Promise<number> {
  const { rowCount } = await db.query(
    `update sessions set ended_at = $4, end_reason = $5
     where participant_id = $1 and ended_at is null and ($2::text is null or id = $2) and ($3::text is null or id <> $3)`,
    [which.participantId, which.only, which.except, now, reason],
  )
  return rowCount ?? 0
}

/** Those that still work, newest first. */
export async function findSessions(
  db: NodePgDatabase,
  participantId: string,
  current: string | undefined,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  now: Date,
): Promise<Page<Session>> {
  const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor, 2)
  const rows = await db
    .select()
    .from(sessionTable)
    .where(
      and(
        eq(sessionTable.participantId, participantId),
        isNull(sessionTable.endedAt),
        gt(sessionTable.expiresAt, now),
        gt(sessionTable.lastUsedAt, later(now, -REFRESH_TOKEN_SECONDS)),
        cursor === undefined
          ? undefined
          : sql`(${sessionTable.createdAt}, ${sessionTable.id}) < (${String(createdAt)}::timestamptz, ${String(id)})`,
      ),
    )
    .orderBy(desc(sessionTable.createdAt), desc(sessionTable.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    (row) => ({
      id: row.id,
      method: row.method,
      provider: row.provider,
      ip: row.ip,
      userAgent: row.userAgent,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      current: row.id === current,
    }),
    (row) => [row.createdAt.toISOString(), row.id],
  )
}
