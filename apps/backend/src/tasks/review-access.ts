import type { Role } from '@semiont/contract'
import type pg from 'pg'

/** One participant as a review of permissions wants to see it. Times are ISO 8601, UTC. */
export interface AccessReviewEntry {
  id: string
  kind: 'person' | 'agent'
  name: string
  email: string | null
  role: Role
  /** The role in effect: that of an agent is limited by its owner. */
  effectiveRole: Role
  status: 'active' | 'disabled'
  createdAt: string
  /** The last time that the person signed in; null: never. */
  lastSignInAt: string | null
  /** The last request with a session or a token of theirs; null: never. */
  lastUsedAt: string | null
  hasPassword: boolean
  /** Identity providers through which they can sign in. */
  providers: string[]
  openSessions: number
  /** Access tokens that work. */
  tokens: { id: string; name: string; scopes: string[]; hint: string; expiresAt: string; lastUsedAt: string | null }[]
  collections: { id: string; name: string; role: 'owner' | 'editor' | 'reader' }[]
  agent: {
    software: string
    softwareVersion: string | null
    model: string | null
    ownerId: string
    ownerName: string
  } | null
}

/** Everyone who may do something here, by name, and when they last did. Sessions of the command line count as nobody's. */
export async function reviewAccess(pool: pg.Pool, now: Date): Promise<AccessReviewEntry[]> {
  const { rows } = await pool.query<Row>(REVIEW, [now, OPERATOR_REASON])
  return rows.map(toEntry)
}

/** How `createOperatorSession` marks its sign-ins. */
const OPERATOR_REASON = 'operator'

const REVIEW = `
with roles (role, rank) as (
  -- From most to least.
  values ('administrator', 1), ('moderator', 2), ('member', 3), ('reader', 4)
), sign_ins as (
  select participant_id, max(occurred_at) as at from security_events
  where type = 'auth.succeeded' and reason is distinct from $2 group by participant_id
), used as (
  select participant_id, max(last_used_at) as at, count(*) filter (where ended_at is null and expires_at > $1) as open
  from sessions s
  where not exists (
    select from security_events e
    where e.type = 'auth.succeeded' and e.reason = $2 and e.details ->> 'sessionId' = s.id
  )
  group by participant_id
), tokens as (
  select participant_id, max(last_used_at) as at,
    json_agg(json_build_object('id', id, 'name', name, 'scopes', scopes, 'hint', hint, 'expiresAt', expires_at,
      'lastUsedAt', last_used_at) order by created_at, id) filter (where revoked_at is null and expires_at > $1) as working
  from access_tokens group by participant_id
)
select p.*, a.email, owner.name as owner_name, sign_ins.at as last_sign_in_at,
  greatest(a.last_seen_at, used.at, tokens.at) as last_used_at,
  (select role from roles where role in (p.role, owner.role) order by rank desc limit 1) as effective_role,
  exists (select from passwords where participant_id = p.id) as has_password,
  array(select distinct provider from identities where participant_id = p.id order by provider) as providers,
  coalesce(used.open, 0)::int as open_sessions,
  coalesce(tokens.working, '[]') as tokens,
  (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'role', m.role) order by c.name, c.id), '[]')
    from collection_members m join collections c on c.id = m.collection_id where m.participant_id = p.id) as collections
from participants p
left join participant_accounts a on a.participant_id = p.id
left join participants owner on owner.id = p.owner_id
left join sign_ins on sign_ins.participant_id = p.id
left join used on used.participant_id = p.id
left join tokens on tokens.participant_id = p.id
order by p.name_key, p.id`

type Token = AccessReviewEntry['tokens'][number]

interface Row {
  id: string
  kind: 'person' | 'agent'
  name: string
  email: string | null
  role: Role
  status: 'active' | 'disabled'
  created_at: Date
  owner_id: string | null
  owner_name: string | null
  effective_role: Role
  software: string | null
  software_version: string | null
  model: string | null
  last_sign_in_at: Date | null
  last_used_at: Date | null
  has_password: boolean
  providers: string[]
  open_sessions: number
  tokens: Token[]
  collections: AccessReviewEntry['collections']
}

function toEntry(row: Row): AccessReviewEntry {
  const { owner_id: ownerId, software } = row
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    email: row.email,
    role: row.role,
    effectiveRole: row.effective_role,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    hasPassword: row.has_password,
    providers: row.providers,
    openSessions: row.open_sessions,
    tokens: row.tokens.map(withUtcTimes),
    collections: row.collections,
    agent:
      ownerId === null || software === null
        ? null
        : {
            software,
            softwareVersion: row.software_version,
            model: row.model,
            ownerId,
            ownerName: row.owner_name ?? ownerId,
          },
  }
}

/** Times inside of JSON come in the time zone of the connection. */
function withUtcTimes({ expiresAt, lastUsedAt, ...token }: Token): Token {
  return {
    ...token,
    expiresAt: new Date(expiresAt).toISOString(),
    lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  }
}
