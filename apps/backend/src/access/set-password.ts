import { InvalidRequestError, SemiontError } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { inTransaction } from '@semiont/event-store'
import { emailKey } from '../participants/index.ts'
import { type AccessDeps, later } from './access-deps.ts'
import { hashPassword, isPassword } from './password.ts'
import type { RateLimits } from './rate-limits.ts'
import { endSessions } from './sessions.ts'

/** Whoever came by a one-time link has proven themselves anew and need not know a forgotten password. */
const LINK_COUNTS_SECONDS = 30 * 60

export interface PasswordState {
  email: string | null
  hash: string | undefined
  needsCurrent: boolean
}

export async function readPasswordState(deps: Pick<AccessDeps, 'pool' | 'now'>, actor: Actor): Promise<PasswordState> {
  const { rows } = await deps.pool.query<{ email: string | null; hash: string | null; fresh_link: boolean }>(
    `select a.email, w.hash, coalesce(s.method = 'link' and s.created_at > $3, false) as fresh_link
     from participant_accounts a
     left join passwords w on w.participant_id = a.participant_id
     left join sessions s on s.id = $2
     where a.participant_id = $1`,
    [actor.id, actor.sessionId, later(deps.now(), -LINK_COUNTS_SECONDS)],
  )
  const row = rows[0]
  const hash = row?.hash ?? undefined
  return { email: row?.email ?? null, hash, needsCurrent: hash !== undefined && !row?.fresh_link }
}

/** Sets the password and ends all other sessions. @throws InvalidRequestError, SemiontError `invalid-state` */
export async function setPassword(
  deps: AccessDeps & { limits: RateLimits },
  actor: Actor,
  { newPassword, currentPassword }: { newPassword: string; currentPassword?: string | undefined },
  request: RequestInfo,
): Promise<void> {
  const state = await readPasswordState(deps, actor)
  if (state.email === null) {
    throw new SemiontError('invalid-state', 'A password goes with an e-mail address, and you have none here.', {
      action: 'Ask an administrator to enter your address.',
    })
  }
  if (state.needsCurrent) await assertCurrent(deps, actor, state, currentPassword)
  if (isWeak(newPassword, state.email)) {
    throw new InvalidRequestError([{ path: 'body.newPassword', message: 'is too easy to guess' }])
  }
  const hash = await hashPassword(newPassword)
  await inTransaction(deps.pool, async (tx) => {
    const now = deps.now()
    await tx.query(
      `insert into passwords (participant_id, hash, changed_at) values ($1, $2, $3)
       on conflict (participant_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
      [actor.id, hash, now],
    )
    await endSessions(tx, { participantId: actor.id, except: actor.sessionId }, 'password changed', now)
    await deps.security.record({ type: 'password.changed', participantId: actor.id, origin: request }, tx)
  })
}

async function assertCurrent(
  deps: AccessDeps & { limits: RateLimits },
  actor: Actor,
  { hash }: PasswordState,
  currentPassword: string | undefined,
): Promise<void> {
  await deps.limits.take('account', `current ${actor.id}`)
  if (currentPassword !== undefined && (await isPassword(currentPassword, hash))) return
  throw new InvalidRequestError([{ path: 'body.currentPassword', message: 'is not your present password' }])
}

/** Length does most; these are what is tried first. */
function isWeak(password: string, email: string): boolean {
  const plain = password.toLowerCase()
  const [name = ''] = emailKey(email).split('@')
  return (
    new Set(plain).size < 5 || plain === emailKey(email) || (name.length >= 4 && plain.replaceAll(name, '').length < 6)
  )
}
