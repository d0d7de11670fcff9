import {
  type BodyOf,
  ConflictError,
  type Participant,
  SemiontError,
  type updateParticipant as endpoint,
} from '@semiont/contract'
import type pg from 'pg'
import type { Actor } from '../kernel/actor.ts'
import { inTransaction } from '@semiont/event-store'
import type { Origin } from '../security-events/index.ts'
import { emailKey } from './email-key.ts'
import { decide, evolve, PARTICIPANTS_SCOPE, type ParticipantState, participantStream } from './participant.ts'
import { assertMayChange } from './participant-policy.ts'
import { getParticipantById, visibleTo } from './participant-queries.ts'
import { type ParticipantDeps, refusingTakenAddress } from './register-participant.ts'

export interface UpdateParticipantDeps extends ParticipantDeps {
  /** Ends every session of a participant who was disabled. */
  endSessions(tx: pg.PoolClient, participantId: string, reason: string): Promise<unknown>
  pool: pg.Pool
}

type Change = BodyOf<typeof endpoint>

/** @throws ForbiddenError, NotFoundError, ConflictError, SemiontError `invalid-state` for the last administrator */
export async function updateParticipant(
  deps: UpdateParticipantDeps,
  actor: Actor,
  id: string,
  { expectedVersion, email, ...change }: Change,
  origin: Origin,
): Promise<Participant> {
  const before = await getParticipantById(deps.db, id)
  assertMayChange(actor, before, { ...change, email })
  if (before.version !== expectedVersion) throw new ConflictError(before.name, before.version, visibleTo(actor, before))
  const stream = await deps.events.load(participantStream(id), evolve, undefined as ParticipantState | undefined)
  const events = decide({ type: 'ChangeParticipant', ...change }, stream.state)
  if (change.agent?.ownerId !== undefined) await assertPerson(deps, change.agent.ownerId)
  const alongside = async (tx: pg.PoolClient) => {
    if (email !== undefined) await changeEmail(deps, tx, actor, before, email, origin)
    if (change.status === 'disabled') await deps.endSessions(tx, id, 'disabled')
    await recordChanges(deps, tx, actor, before, change, origin)
    if (before.role === 'administrator') await assertAdministratorRemains(tx)
  }
  await refusingTakenAddress(async () => {
    if (events.length === 0) return await inTransaction(deps.pool, alongside)
    await deps.events.append(
      { streamId: participantStream(id), scopeId: PARTICIPANTS_SCOPE, expectedVersion, events },
      { actor: actor.id, correlationId: origin.id, alsoInTransaction: alongside },
    )
  })
  return visibleTo(actor, await getParticipantById(deps.db, id))
}

async function assertPerson(deps: UpdateParticipantDeps, id: string): Promise<void> {
  const owner = await getParticipantById(deps.db, id)
  if (owner.kind === 'person') return
  throw new SemiontError('invalid-state', 'The owner of an agent is a person.', { action: 'Name a person.' })
}

async function changeEmail(
  deps: UpdateParticipantDeps,
  tx: pg.PoolClient,
  actor: Actor,
  before: Participant,
  email: string | null,
  origin: Origin,
): Promise<void> {
  if (before.kind === 'agent') throw new SemiontError('invalid-state', 'An agent has no e-mail address.')
  if (before.email === email) return
  await tx.query(
    'update participant_accounts set email = $2, email_key = $3, invited = true where participant_id = $1',
    [before.id, email, email === null ? null : emailKey(email)],
  )
  const details = { id: before.id, before: before.email, after: email }
  await deps.security.record({ type: 'participant.email_changed', participantId: actor.id, origin, details }, tx)
}

async function recordChanges(
  deps: UpdateParticipantDeps,
  tx: pg.PoolClient,
  actor: Actor,
  before: Participant,
  { role, status }: Pick<Change, 'role' | 'status'>,
  origin: Origin,
): Promise<void> {
  const by = { participantId: actor.id, origin }
  if (role !== undefined && role !== before.role) {
    const details = { id: before.id, before: before.role, after: role }
    await deps.security.record({ type: 'participant.role_changed', ...by, details }, tx)
  }
  if (status !== undefined && status !== before.status) {
    const details = { id: before.id, before: before.status, after: status }
    await deps.security.record({ type: 'participant.status_changed', ...by, details }, tx)
  }
}

/** The lock makes two administrators who demote each other at the same moment take turns. */
async function assertAdministratorRemains(tx: pg.PoolClient): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('semiont-administrators'))`)
  const { rowCount } = await tx.query(
    `select 1 from participants where kind = 'person' and role = 'administrator' and status = 'active' limit 1`,
  )
  if (rowCount === 1) return
  throw new SemiontError('invalid-state', 'This is the last active administrator; somebody has to remain.', {
    action: 'Make somebody else an administrator first.',
  })
}
