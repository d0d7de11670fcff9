import { NotFoundError } from '@semiont/contract'
import { ConcurrencyError, inTransaction } from '@semiont/event-store'
import type pg from 'pg'
import { type Actor, SYSTEM_ACTOR_ID } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { decide, type VocabularyCommand } from './change-term.ts'
import { seedEvents } from './seed.ts'
import { emptyVocabulary, evolve, type Term, VOCABULARY_STREAM, type VocabularyState } from './vocabulary.ts'
import { assertMayCurateVocabulary } from './vocabulary-policy.ts'

type Deps = Pick<Kernel, 'events' | 'newId' | 'pool'>

export interface ChangedVocabulary {
  state: VocabularyState
  /** The one that the command was about; after a merge the one that remains. */
  term: Term
}

/** Throws ForbiddenError and what `decide` throws. */
export async function changeVocabulary(
  deps: Deps,
  actor: Actor,
  requestId: string,
  command: VocabularyCommand,
): Promise<ChangedVocabulary> {
  assertMayCurateVocabulary(actor)
  const state = await inTransaction(deps.pool, (tx) => decideInTurn(deps, tx, actor, requestId, command))
  const id = command.type === 'MergeTerm' ? command.into : command.id
  const term = state.get(id)
  if (!term) throw new NotFoundError('vocabulary entry', id)
  return { state, term }
}

/** All terms share one stream; whoever changes another term at the same time waits for a moment, and is not refused. */
async function decideInTurn(
  { events }: Deps,
  tx: pg.PoolClient,
  actor: Actor,
  requestId: string,
  command: VocabularyCommand,
): Promise<VocabularyState> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('${VOCABULARY_STREAM}', 0))`)
  const { state, version } = await events.load(VOCABULARY_STREAM, evolve, emptyVocabulary, { tx })
  const decided = decide(command, state)
  if (decided.length === 0) return state
  const { events: recorded } = await events.append(
    { streamId: VOCABULARY_STREAM, scopeId: VOCABULARY_STREAM, expectedVersion: version, events: decided },
    { actor: actor.id, correlationId: requestId, tx },
  )
  return decided.reduce((current, event, index) => {
    const { version: reached = 0, occurredAt = '' } = recorded[index] ?? {}
    return evolve(current, { ...event, version: reached, occurredAt })
  }, state)
}

/** Gives a new installation its first terms; does nothing where there are any. */
export async function seedVocabulary({ events, newId }: Pick<Kernel, 'events' | 'newId'>): Promise<void> {
  const existing = await events.readStream(VOCABULARY_STREAM, { atVersion: 1 })
  if (existing.length > 0) return
  try {
    await events.append(
      { streamId: VOCABULARY_STREAM, scopeId: VOCABULARY_STREAM, expectedVersion: 0, events: seedEvents(newId) },
      { actor: SYSTEM_ACTOR_ID },
    )
  } catch (error) {
    // Another backend that starts at the same time has done it.
    if (!(error instanceof ConcurrencyError)) throw error
  }
}
