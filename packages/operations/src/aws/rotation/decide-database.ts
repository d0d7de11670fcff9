import { type Rotation, stepOf } from '../../rotation/rotation-state.ts'
import type { Decision } from '../../rotation/run-rotation.ts'

/**
 * AWS's function changes the password of the one of two users that is not in use, and makes it current; tasks that run go on
 * with the other user, whose password stays until the rotation after this one.
 *
 * `begun` → no task may still run with what the rotation is about to change; AWS is asked → `asked` → the new version is current
 * → `current` → a task opens the database with it → `proven` → backend and worker are replaced → `rolled` → no task of before
 * runs, all are well → `done`.
 */
export interface DatabaseFacts {
  /** Ids of the versions of the secret with these labels. */
  readonly current: string | null
  readonly pending: string | null
  /** Ids of all versions that have a label. */
  readonly versions: readonly string[]
  /** Since when the current version is current; null when it was never rotated. */
  readonly currentSince: Date | null
  readonly tasks: readonly { readonly id: string; readonly startedAt: string | null }[]
  readonly tasksHealthy: boolean
  readonly tasksUnknown: boolean
  /** Whether this run has replaced tasks that ran with former credentials. */
  readonly settled: boolean
  /** Whether this run has seen a label on the version of this rotation. */
  readonly seen: boolean
  readonly waitedLongEnough: boolean
}

export type DatabaseAct = 'settle' | 'ask' | 'wait' | 'prove' | 'roll'

export type DatabaseFailure =
  | 'no-value'
  | 'tasks-unknown'
  | 'not-settled'
  | 'another-pending'
  | 'takes-too-long'
  | 'given-up'
  | 'former-tasks'
  | 'unhealthy'

type DatabaseDecision = Decision<DatabaseAct, DatabaseFailure>

/** What comes next. Pure. */
export function decideDatabase(rotation: Rotation, facts: DatabaseFacts): DatabaseDecision {
  if (facts.current === null) return { fail: 'no-value' }
  switch (stepOf(rotation)) {
    case 'begun':
      return decideBegun(rotation, facts, facts.current)
    case 'asked':
      return decideAsked(rotation, facts, facts.current)
    case 'current':
      return { act: 'prove', reach: { step: 'proven' } }
    case 'proven':
      if (facts.tasksUnknown) return { fail: 'tasks-unknown' }
      return facts.tasks.length === 0 ? { note: { step: 'rolled' } } : { act: 'roll', reach: { step: 'rolled' } }
    default:
      return decideRolled(rotation, facts)
  }
}

function decideBegun(rotation: Rotation, facts: DatabaseFacts, current: string): DatabaseDecision {
  // AWS was asked, and the process ended before that was written down.
  if (facts.versions.includes(rotation.id)) return { note: { step: 'asked' } }
  if (facts.pending !== null && facts.pending !== current) return { fail: 'another-pending' }
  // AWS has rotated by its schedule meanwhile: what is in use is another one.
  if (current !== rotation.before) return { note: { step: 'begun', before: current } }
  if (facts.tasksUnknown) return { fail: 'tasks-unknown' }
  if (facts.tasks.every((task) => startedWithCurrent(task, facts.currentSince)))
    return { act: 'ask', reach: { step: 'asked' } }
  return facts.settled ? { fail: 'not-settled' } : { act: 'settle' }
}

function decideAsked(rotation: Rotation, facts: DatabaseFacts, current: string): DatabaseDecision {
  if (facts.pending === rotation.id && current !== rotation.id)
    return facts.waitedLongEnough ? { fail: 'takes-too-long' } : { act: 'wait' }
  // What AWS has accepted a moment ago may not be seen yet.
  if (current === rotation.before)
    return facts.seen || facts.waitedLongEnough ? { fail: 'given-up', back: { step: 'failed' } } : { act: 'wait' }
  if (facts.tasksUnknown) return { fail: 'tasks-unknown' }
  return { note: { step: 'current', tasks: facts.tasks.map(({ id }) => shortId(id)) } }
}

function decideRolled(rotation: Rotation, facts: DatabaseFacts): DatabaseDecision {
  if (facts.tasksUnknown) return { fail: 'tasks-unknown' }
  const isFormer = facts.tasks.some(({ id }) => rotation.tasks.includes(shortId(id)))
  if (!isFormer && facts.tasksHealthy) return { note: { step: 'done' } }
  if (!facts.waitedLongEnough) return { act: 'wait' }
  return isFormer ? { fail: 'former-tasks', back: { step: 'proven' } } : { fail: 'unhealthy' }
}

function startedWithCurrent({ startedAt }: { startedAt: string | null }, since: Date | null): boolean {
  return since === null || (startedAt !== null && Date.parse(startedAt) >= since.getTime())
}

/** As much of a task's id as tells tasks apart, so that those of large installations fit into a parameter of 4 KB. */
function shortId(id: string): string {
  return id.slice(0, 12)
}
