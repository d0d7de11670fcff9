import { randomBytes } from 'node:crypto'
import { UnauthenticatedError } from '@semiont/contract'
import type pg from 'pg'
import type { RequestInfo } from '../kernel/request-info.ts'
import { inTransaction } from '@semiont/event-store'
import { type AccessDeps, later } from './access-deps.ts'
import { successorToken, tokenHash } from './opaque-token.ts'
import { disabledRefusal, endedRefusal, KnownRefusal } from './refusal.ts'
import { endSessions, markSeen, REFRESH_TOKEN_PREFIX, REFRESH_TOKEN_SECONDS, type SessionTokens } from './sessions.ts'

/** Two tabs that refresh at the same moment get the same successor within this time, as long as nobody has used it. */
const GRACE_SECONDS = 10

interface TokenRow {
  session_id: string
  participant_id: string
  status: 'active' | 'disabled'
  expires_at: Date
  used_at: Date | null
  successor_hash: Buffer | null
  successor_salt: Buffer | null
  ended_at: Date | null
  session_expires_at: Date
}

type Outcome = { next: string; row: TokenRow } | { refused: UnauthenticatedError; reused?: TokenRow }

/**
 * Exchanges a refresh token for its successor. One that was used before, beyond the grace, is in two hands: the whole
 * family ends (RFC 9700, section 4.14.2).
 * @throws UnauthenticatedError with reason `malformed`, `expired`, `revoked` or `disabled`
 */
export async function refreshSession(
  deps: AccessDeps,
  refreshToken: string,
  request: RequestInfo,
): Promise<SessionTokens> {
  const outcome = await inTransaction(deps.pool, async (tx): Promise<Outcome> => {
    const row = await lockToken(tx, refreshToken)
    const now = deps.now()
    if (!row) return { refused: new UnauthenticatedError('malformed', 'This refresh token is unknown.') }
    if (row.ended_at) return { refused: endedRefusal(row.participant_id) }
    if (row.status === 'disabled') return { refused: disabledRefusal(row.participant_id) }
    if (row.expires_at <= now || row.session_expires_at <= now) return { refused: expiredRefusal(row.participant_id) }
    if (!row.used_at) return { next: await rotate(tx, refreshToken, row, now), row }
    const next = await successorWithinGrace(tx, refreshToken, row, now)
    if (next !== undefined) return { next, row }
    await endSessions(tx, { participantId: row.participant_id, only: row.session_id }, 'refresh token reused', now)
    return { refused: endedRefusal(row.participant_id), reused: row }
  })
  if ('refused' in outcome) {
    if (outcome.reused) await recordReuse(deps, outcome.reused, request)
    throw outcome.refused
  }
  const { session_id: sessionId, participant_id: participantId } = outcome.row
  await deps.security.record({ type: 'token.refreshed', participantId, origin: request, details: { sessionId } })
  const accessToken = await deps.tokens.issueAccessToken({ participantId, sessionId })
  return { sessionId, participantId, accessToken, refreshToken: outcome.next }
}

async function lockToken(tx: pg.PoolClient, refreshToken: string): Promise<TokenRow | undefined> {
  const { rows } = await tx.query<TokenRow>({
    name: 'access-lock-refresh-token',
    text: `
      select t.session_id, s.participant_id, p.status, t.expires_at, t.used_at, t.successor_hash, t.successor_salt,
        s.ended_at, s.expires_at as session_expires_at
      from refresh_tokens t
      join sessions s on s.id = t.session_id
      join participants p on p.id = s.participant_id
      where t.token_hash = $1
      for no key update of t, s`,
    values: [tokenHash(refreshToken)],
  })
  return rows[0]
}

async function rotate(tx: pg.PoolClient, refreshToken: string, row: TokenRow, now: Date): Promise<string> {
  const salt = randomBytes(32)
  const next = successorToken(REFRESH_TOKEN_PREFIX, refreshToken, salt)
  const used = tokenHash(refreshToken)
  await tx.query(
    'insert into refresh_tokens (token_hash, session_id, created_at, expires_at) values ($1, $2, $3, $4)',
    [tokenHash(next), row.session_id, now, later(now, REFRESH_TOKEN_SECONDS)],
  )
  await tx.query(
    'update refresh_tokens set used_at = $2, successor_hash = $3, successor_salt = $4 where token_hash = $1',
    [used, now, tokenHash(next), salt],
  )
  // Now that this token is used, the one before it can no longer lead to it.
  await tx.query('update refresh_tokens set successor_salt = null where session_id = $1 and successor_hash = $2', [
    row.session_id,
    used,
  ])
  await tx.query('update sessions set last_used_at = $2 where id = $1', [row.session_id, now])
  await markSeen(tx, row.participant_id, now)
  return next
}

async function successorWithinGrace(
  tx: pg.PoolClient,
  refreshToken: string,
  row: TokenRow,
  now: Date,
): Promise<string | undefined> {
  if (!row.used_at || !row.successor_salt || now > later(row.used_at, GRACE_SECONDS)) return undefined
  const { rows } = await tx.query<{ unused: boolean }>(
    'select used_at is null as unused from refresh_tokens where token_hash = $1',
    [row.successor_hash],
  )
  return rows[0]?.unused ? successorToken(REFRESH_TOKEN_PREFIX, refreshToken, row.successor_salt) : undefined
}

async function recordReuse(deps: AccessDeps, row: TokenRow, origin: RequestInfo): Promise<void> {
  const event = { participantId: row.participant_id, origin, details: { sessionId: row.session_id } }
  await deps.security.record({ type: 'token.reuse_detected', reason: 'refresh', ...event })
  await deps.security.record({ type: 'session.ended', reason: 'reuse', ...event })
}

function expiredRefusal(participantId: string): KnownRefusal {
  return new KnownRefusal(participantId, 'expired', 'This session has expired.', { action: 'Sign in again.' })
}
