import type { Rotation, RotationJournal } from '../../../rotation/rotation-state.ts'
import type { RotationMachine } from '../../../rotation/run-rotation.ts'
import { type DatabaseAct, type DatabaseFacts, type DatabaseFailure, decideDatabase } from '../decide-database.ts'

/** The process was ended at this point. */
export class KilledError extends Error {
  override readonly name = 'KilledError'
}

/** A failure that the person is told of. */
export class NamedFailure extends Error {
  override readonly name = 'NamedFailure'
  readonly failure: DatabaseFailure

  constructor(failure: DatabaseFailure) {
    super(failure)
    this.failure = failure
  }
}

/** What AWS's function does with a rotation that was begun. */
export type FunctionMood = 'works' | 'fails' | 'works-later'

interface Task {
  readonly id: string
  readonly startedAt: number
  /** The version of the secret with which it was started. */
  readonly version: string
}

/**
 * Secret, alternating users, tasks and journal of an account, as AWS documents them: a version belongs to one of two users; the
 * password of a user is that of the newest version made for them, and no older one opens the database any more.
 */
export class AccountModel {
  journal: Rotation | undefined
  mood: FunctionMood
  clock = 1000
  current = 'version-0'
  pending: string | null = null
  lastRotatedAt: number | null = null
  tasks: Task[] = []
  /** How often AWS was asked for a version that it did not have. */
  rotationsBegun = 0
  readonly #userOf = new Map([['version-0', 'one']])
  readonly #passwordOf = new Map([['one', 'version-0']])
  #polls = 0

  constructor(mood: FunctionMood, tasks: number) {
    this.mood = mood
    this.startTasks(tasks)
  }

  startTasks(count: number): void {
    this.clock += 10
    this.tasks = Array.from({ length: count }, (_, index) => ({
      id: `task-${this.clock}-${index}`,
      startedAt: this.clock,
      version: this.current,
    }))
  }

  /** Tasks whose credentials no longer open the database. */
  get lockedOut(): Task[] {
    return this.tasks.filter(({ version }) => this.#passwordOf.get(this.#userOf.get(version) ?? '') !== version)
  }

  get versions(): string[] {
    return [...new Set([this.current, ...(this.pending === null ? [] : [this.pending])])]
  }

  /** RotateSecret: the same id again begins nothing. */
  ask(id: string): void {
    if (this.#userOf.has(id)) return
    this.rotationsBegun++
    this.#userOf.set(id, this.#userOf.get(this.current) === 'one' ? 'two' : 'one')
    this.pending = id
    this.#polls = 0
  }

  /** What AWS's function has come to by now. */
  poll(): void {
    if (this.pending === null || this.mood === 'fails') return
    if (this.mood === 'works-later' && this.#polls++ < 2) return
    this.clock += 10
    this.#passwordOf.set(this.#userOf.get(this.pending) ?? '', this.pending)
    this.current = this.pending
    this.pending = null
    this.lastRotatedAt = this.clock
  }

  /** AWS rotates by its schedule, unless it is at it already, and nobody replaces tasks. */
  rotateBySchedule(): void {
    if (this.pending !== null) return
    this.ask(`scheduled-${this.clock}`)
    if (this.mood !== 'fails') this.mood = 'works'
    this.poll()
  }
}

export function journalIn(account: AccountModel): RotationJournal {
  return {
    read: async () => account.journal,
    write: async (rotation) => void (account.journal = rotation),
  }
}

/**
 * A machine over the model. @param kill is asked before and after each act whether the process ends there
 * @param meanwhile what happens beside it: before it looks, not between its look and its act
 */
export function machineOn(
  account: AccountModel,
  kill: () => boolean,
  meanwhile: () => void = () => {},
): RotationMachine<DatabaseFacts, DatabaseAct, DatabaseFailure> {
  let [settled, seen, waited] = [false, false, 0]
  const acts: Readonly<Record<DatabaseAct, (rotation: Rotation) => void>> = {
    settle: () => {
      account.startTasks(account.tasks.length)
      settled = true
    },
    ask: ({ id }) => account.ask(id),
    wait: () => {
      waited++
      account.poll()
    },
    prove: () => {},
    roll: () => account.startTasks(account.tasks.length),
  }
  return {
    decide: decideDatabase,
    async read(rotation) {
      meanwhile()
      seen ||= account.versions.includes(rotation.id)
      return {
        current: account.current,
        pending: account.pending,
        versions: account.versions,
        currentSince: account.lastRotatedAt === null ? null : new Date(account.lastRotatedAt),
        tasks: account.tasks.map(({ id, startedAt }) => ({ id, startedAt: new Date(startedAt).toISOString() })),
        tasksHealthy: account.lockedOut.length === 0,
        tasksUnknown: false,
        settled,
        seen,
        waitedLongEnough: waited >= 4,
      }
    },
    async act(act, rotation) {
      if (kill()) throw new KilledError(`before ${act}`)
      acts[act](rotation)
      if (kill()) throw new KilledError(`after ${act}`)
    },
    explain: (failure) => new NamedFailure(failure),
    describe: () => undefined,
  }
}
