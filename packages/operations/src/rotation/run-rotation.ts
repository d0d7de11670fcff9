import { redactText } from '../redact/redact.ts'
import type { Progress } from '../platform/platform.ts'
import {
  advance,
  hasEnded,
  type Rotation,
  type RotationChange,
  type RotationJournal,
  withProblem,
} from './rotation-state.ts'

/** What is to be done in a state. `reach` is where the rotation is when the act has succeeded. */
export type Decision<Act extends string, Failure extends string> =
  | { readonly note: RotationChange }
  | { readonly act: Act; readonly reach?: RotationChange }
  | { readonly fail: Failure; readonly back?: RotationChange }

/** How one kind of secret is rotated: `decide` is pure, the others ask and act. */
export interface RotationMachine<Facts, Act extends string, Failure extends string> {
  read(rotation: Rotation): Promise<Facts>
  decide(rotation: Rotation, facts: Facts): Decision<Act, Failure>
  act(act: Act, rotation: Rotation): Promise<void>
  /** The error that says what happened and what to type. */
  explain(failure: Failure, rotation: Rotation, facts: Facts): Error
  /** What a step means to the person, when it is worth a line. */
  describe(rotation: Rotation): string | undefined
}

export interface RunOptions {
  readonly journal: RotationJournal
  readonly progress: Progress
  readonly signal: AbortSignal
  now(): Date
}

/**
 * Takes a rotation from where it is to its end. Every step is in the journal before the next one begins, and every act can be
 * done twice; so the process may end at any moment, and the next one goes on.
 */
export async function runRotation<Facts, Act extends string, Failure extends string>(
  begun: Rotation,
  machine: RotationMachine<Facts, Act, Failure>,
  options: RunOptions,
): Promise<Rotation> {
  let rotation = begun
  const note = async (change: RotationChange) => {
    rotation = advance(rotation, change, options.now())
    await options.journal.write(rotation)
    const text = machine.describe(rotation)
    if (text !== undefined) options.progress.step(text)
  }
  try {
    while (!hasEnded(rotation)) {
      options.signal.throwIfAborted()
      const facts = await machine.read(rotation)
      const decision = machine.decide(rotation, facts)
      if ('note' in decision) await note(decision.note)
      else if ('act' in decision) {
        await machine.act(decision.act, rotation)
        if (decision.reach) await note(decision.reach)
      } else {
        if (decision.back) await note(decision.back)
        throw machine.explain(decision.fail, rotation, facts)
      }
    }
    return rotation
  } catch (error) {
    const message = redactText(error instanceof Error ? error.message : String(error))
    // The problem is told in any case; that it is not written down as well changes nothing about the rotation.
    await options.journal.write(withProblem(rotation, message.slice(0, 500), options.now())).catch(() => undefined)
    throw error
  }
}
