import { ConflictError } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import { decide, evolve, PARTICIPANTS_SCOPE, type ParticipantState, participantStream } from './participant.ts'
import { getParticipantById } from './participant-queries.ts'
import type { ParticipantDeps } from './register-participant.ts'

/** Everybody may choose their own name. @throws ConflictError */
export async function renameParticipant(
  deps: Pick<ParticipantDeps, 'db' | 'events'>,
  actor: Actor,
  { name, expectedVersion }: { name: string; expectedVersion: number },
  requestId: string,
): Promise<void> {
  const streamId = participantStream(actor.id)
  const { state, version } = await deps.events.load(streamId, evolve, undefined as ParticipantState | undefined)
  if (version !== expectedVersion)
    throw new ConflictError(actor.name, version, await getParticipantById(deps.db, actor.id))
  const events = decide({ type: 'ChangeParticipant', name }, state)
  if (events.length === 0) return
  const append = { streamId, scopeId: PARTICIPANTS_SCOPE, expectedVersion, events }
  await deps.events.append(append, { actor: actor.id, correlationId: requestId })
}
