import { ConcurrencyError } from '@semiont/event-store'
import { NotFoundError } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { SYSTEM_ACTOR_ID } from '../kernel/actor.ts'
import { decide, type VocabularyCommand } from './change-term.ts'
import { seedEvents } from './seed.ts'
import { emptyVocabulary, evolve, type Term, VOCABULARY_STREAM, type VocabularyState } from './vocabulary.ts'
import { assertMayCurateVocabulary } from './vocabulary-policy.ts'

type Deps = Pick<Kernel, 'events' | 'newId'>
const ATTEMPTS = 5

/** Returns the vocabulary after the command and the term it was about. */
export async function changeVocabulary(
  { events }: Deps,
  actor: Actor,
  requestId: string,
  command: VocabularyCommand,
): Promise<{ state: VocabularyState; version: number; term: Term }> {
  assertMayCurateVocabulary(actor)
  for (let attempt = 1; ; attempt += 1) {
    const { state, version } = await events.load(VOCABULARY_STREAM, evolve, emptyVocabulary)
    const decided = decide(command, state)
    try {
      const next = decided.length === 0 ? state : await append(version, decided, state)
      return { state: next, version: version + decided.length, term: termOf(next, command) }
    } catch (error) {
      // All terms share one stream: whoever changed another term meanwhile is no reason to refuse this change.
      if (!(error instanceof ConcurrencyError) || attempt === ATTEMPTS) throw error
    }
  }

  async function append(expectedVersion: number, decided: ReturnType<typeof decide>, state: VocabularyState) {
    const { events: recorded } = await events.append(
      { streamId: VOCABULARY_STREAM, scopeId: VOCABULARY_STREAM, expectedVersion, events: decided },
      { actor: actor.id, correlationId: requestId },
    )
    return decided.reduce((current, event, index) => {
      const { version = 0, occurredAt = '' } = recorded[index] ?? {}
      return evolve(current, { ...event, version, occurredAt })
    }, state)
  }
}

function termOf(state: VocabularyState, command: VocabularyCommand): Term {
  const id = command.type === 'MergeTerm' ? command.into : command.id
  const term = state.get(id)
  if (!term) throw new NotFoundError('vocabulary entry', id)
  return term
}

/** Gives a new installation its first terms; does nothing where there are any. */
export async function seedVocabulary({ events, newId }: Deps): Promise<void> {
  const { version } = await events.load(VOCABULARY_STREAM, (count: number) => count + 1, 0)
  if (version > 0) return
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
