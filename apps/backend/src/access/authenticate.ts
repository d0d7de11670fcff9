import { ACCESS_TOKEN_PREFIX, type Role, type Scope, UnauthenticatedError } from '@semiont/contract'
import type pg from 'pg'
import type { Actor } from '../kernel/actor.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { lesserRole } from '../participants/index.ts'
import type { AccessDeps } from './access-deps.ts'
import { readCookie } from './cookies.ts'
import { tokenHash } from './opaque-token.ts'
import { assertOwnOrigin } from './origin-check.ts'
import { disabledRefusal, endedRefusal, KnownRefusal } from './refusal.ts'

/**
 * Who makes this request. A token in the Authorization header counts before a cookie. Session, participant and role are
 * read from the database each time, so that ending, disabling and demoting take effect at once.
 * @throws UnauthenticatedError
 */
export async function authenticate(deps: AccessDeps, request: RequestInfo): Promise<Actor> {
  const authorization = request.header('authorization')
  if (authorization !== undefined) return await authenticateBearer(deps, bearerToken(authorization))
  const cookie = readCookie(request.header('cookie'), deps.cookies.access)
  if (cookie === undefined) throw new UnauthenticatedError('missing')
  assertOwnOrigin(request, deps.configuration.publicUrl)
  return await authenticateSession(deps, cookie)
}

/**
 * Whether somebody who was let in a while ago (a live stream) would still be let in.
 * @throws UnauthenticatedError
 */
export async function assertStillSignedIn(deps: Pick<AccessDeps, 'pool' | 'now'>, actor: Actor): Promise<void> {
  if (actor.sessionId !== undefined) await readSession(deps, actor.sessionId, actor.id)
  else effectiveRole(await readParticipant(deps.pool, actor.id))
}

function bearerToken(authorization: string): string {
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1]
  if (token !== undefined) return token
  throw new UnauthenticatedError('malformed', 'The Authorization header is not "Bearer" with a token.')
}

async function authenticateBearer(deps: AccessDeps, token: string): Promise<Actor> {
  return token.startsWith(ACCESS_TOKEN_PREFIX)
    ? await authenticateAccessToken(deps, token)
    : await authenticateSession(deps, token)
}

interface ParticipantRow {
  id: string
  kind: 'person' | 'agent'
  name: string
  role: Role
  status: 'active' | 'disabled'
  owner_role: Role | null
  owner_status: 'active' | 'disabled' | null
}

const PARTICIPANT_COLUMNS = 'p.id, p.kind, p.name, p.role, p.status, o.role as owner_role, o.status as owner_status'
const JOIN_OWNER = 'left join participants o on o.id = p.owner_id'

async function authenticateSession(deps: AccessDeps, token: string): Promise<Actor> {
  const { participantId, sessionId } = await deps.tokens.verifyAccessToken(token)
  return toActor(await readSession(deps, sessionId, participantId), { scopes: null, sessionId })
}

async function readSession(
  { pool, now }: Pick<AccessDeps, 'pool' | 'now'>,
  sessionId: string,
  participantId: string,
): Promise<ParticipantRow> {
  const { rows } = await pool.query<ParticipantRow & { ended: boolean }>({
    name: 'access-read-session',
    text: `
      select ${PARTICIPANT_COLUMNS}, s.ended_at is not null or s.expires_at <= $3 as ended
      from sessions s join participants p on p.id = s.participant_id ${JOIN_OWNER}
      where s.id = $1 and s.participant_id = $2`,
    values: [sessionId, participantId, now()],
  })
  const row = rows[0]
  if (!row || row.ended) throw endedRefusal(participantId)
  return row
}

async function readParticipant(pool: pg.Pool, id: string): Promise<ParticipantRow> {
  const { rows } = await pool.query<ParticipantRow>({
    name: 'access-read-participant',
    text: `select ${PARTICIPANT_COLUMNS} from participants p ${JOIN_OWNER} where p.id = $1`,
    values: [id],
  })
  if (rows[0]) return rows[0]
  throw new UnauthenticatedError('revoked', 'This participant is gone.')
}

interface AccessTokenRow extends ParticipantRow {
  token_id: string
  scopes: Scope[]
  revoked: boolean
  expired: boolean
  last_use_is_old: boolean
}

async function authenticateAccessToken({ pool, now }: AccessDeps, token: string): Promise<Actor> {
  const { rows } = await pool.query<AccessTokenRow>({
    name: 'access-read-token',
    text: `
      select ${PARTICIPANT_COLUMNS}, t.id as token_id, t.scopes, t.revoked_at is not null as revoked,
        t.expires_at <= $2 as expired, coalesce(t.last_used_at < $2::timestamptz - interval '1 minute', true) as last_use_is_old
      from access_tokens t join participants p on p.id = t.participant_id ${JOIN_OWNER}
      where t.token_hash = $1`,
    values: [tokenHash(token), now()],
  })
  const row = rows[0]
  if (!row) throw new UnauthenticatedError('signature', 'The access token is not one of ours.')
  if (row.revoked) throw new KnownRefusal(row.id, 'revoked', 'This access token was revoked.')
  if (row.expired)
    throw new KnownRefusal(row.id, 'expired', 'This access token has expired.', { action: 'Make a new one.' })
  const actor = toActor(row, { scopes: row.scopes })
  if (row.last_use_is_old)
    await pool.query('update access_tokens set last_used_at = $2 where id = $1', [row.token_id, now()])
  return actor
}

function toActor(row: ParticipantRow, credential: Pick<Actor, 'scopes' | 'sessionId'>): Actor {
  return { id: row.id, kind: row.kind, name: row.name, role: effectiveRole(row), ...credential }
}

/** An agent has at most the role of the person who answers for it, and none when that person is disabled. */
function effectiveRole(row: ParticipantRow): Role {
  if (row.status === 'disabled') throw disabledRefusal(row.id)
  if (row.kind === 'person') return row.role
  if (row.owner_role === null || row.owner_status === 'disabled') {
    throw new KnownRefusal(row.id, 'disabled', 'The person who answers for this agent is disabled.')
  }
  return lesserRole(row.role, row.owner_role)
}
