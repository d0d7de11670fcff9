import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Backoff } from './backoff.ts'
import { Bell } from './bell.ts'
import { lockSubscription, newestCommitted, readCheckpoint, register, saveCheckpoint } from './checkpoints.ts'
import { type Cursor, isAfter, LOG_START, type LogPosition, parseCursor, samePlace } from './cursor.ts'
import { ConnectionLostError } from './errors.ts'
import type { Event, RecordedEvent } from './event.ts'
import type { ReportIncident } from './incident.ts'
import { findRetry, park, unpark } from './parked-events.ts'
import { readEnd, readLog } from './read-log.ts'
import { inTransaction } from './transaction.ts'
import type { WakeUp } from './wake-up.ts'

export interface SubscribeOptions<E extends Event> {
  /** The durable name: whoever subscribes under it, in whatever process, continues where the last one stopped. */
  readonly name: string
  /** Where a new name begins; `start` unless told. */
  readonly from?: 'start' | 'end' | { readonly after: Cursor } | undefined
  readonly types?: readonly E['type'][] | undefined
  /**
   * What it writes through `tx` commits together with the checkpoint. Keep it short: the log's readers wait for it.
   * Long work belongs into a job that is enqueued here. It must not swallow an error of `tx`.
   */
  handle(event: RecordedEvent<E>, tx: pg.PoolClient): Promise<void> | void
  /** Events per transaction as long as none fails; 100 unless told. */
  readonly batchSize?: number | undefined
  /** How often a failing event is tried before it is parked; 3 unless told. */
  readonly attempts?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Subscription {
  /** Resolves when everything has been handled that was committed before the call (parked counts as handled). */
  caughtUp(): Promise<void>
  /** Lets the running batch end, then stops. */
  stop(): Promise<void>
}

interface Deps {
  readonly pool: pg.Pool
  readonly wakeUp: WakeUp
  readonly report: ReportIncident
}

/** `elsewhere`: another instance of the same name is at work right now. */
type Outcome = { readonly did: 'work' | 'nothing' | 'elsewhere'; readonly pending: boolean }

const RETRY_MS = 50
const LONGEST_PENDING_MS = 100
const ELSEWHERE_MS = 500

export function subscribe<E extends Event>(deps: Deps, options: SubscribeOptions<E>): Subscription {
  const stopping = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal
  const runner = new SubscriptionRunner(deps, options, signal)
  const running = runner.run()
  return {
    caughtUp: () => runner.caughtUp(),
    async stop() {
      stopping.abort()
      await running
    },
  }
}

class SubscriptionRunner<E extends Event> {
  readonly #deps: Deps
  readonly #options: SubscribeOptions<E>
  readonly #signal: AbortSignal
  readonly #backoff = new Backoff()
  readonly #progress = new Bell()
  #registered = false
  /** Up to here events are handled one by one, because one of them failed. */
  #carefulUntil: LogPosition = LOG_START
  #failing: { cursor: Cursor; attempts: number } | undefined
  /** Nothing for this subscription lies between `from`, the stored checkpoint, and `to`: not to be searched again. */
  #searched: { from: LogPosition; to: LogPosition } = { from: LOG_START, to: LOG_START }

  constructor(deps: Deps, options: SubscribeOptions<E>, signal: AbortSignal) {
    this.#deps = deps
    this.#options = options
    this.#signal = signal
  }

  async run(): Promise<void> {
    const { wakeUp } = this.#deps
    const stopListening = wakeUp.listen()
    let pendingMs = 1
    try {
      while (!this.#signal.aborted) {
        const seen = wakeUp.bell.rings
        const outcome = await this.#step()
        this.#progress.ring()
        if (!outcome || outcome.did === 'work') continue
        pendingMs = outcome.pending ? Math.min(pendingMs * 2, LONGEST_PENDING_MS) : 1
        const idleMs = outcome.did === 'elsewhere' ? Math.min(ELSEWHERE_MS, wakeUp.pollMs) : wakeUp.pollMs
        await wakeUp.bell.wait(seen, outcome.pending ? pendingMs : idleMs, this.#signal)
      }
    } finally {
      stopListening()
    }
  }

  async caughtUp(): Promise<void> {
    const goal = await newestCommitted(this.#deps.pool)
    this.#deps.wakeUp.bell.ring()
    while (!this.#signal.aborted && (!this.#registered || isAfter(goal, this.#searched.to))) {
      await this.#progress.wait(this.#progress.rings, 1_000, this.#signal)
    }
  }

  /** Undefined after trouble with the database, which has been waited out. */
  async #step(): Promise<Outcome | undefined> {
    try {
      await this.#register()
      const outcome = await this.#work()
      this.#backoff.reset()
      return outcome
    } catch (error) {
      this.#deps.report({ kind: 'database-trouble', part: `subscription ${this.#options.name}`, error })
      await this.#backoff.wait(this.#signal)
      return undefined
    }
  }

  async #register(): Promise<void> {
    if (this.#registered) return
    const { from = 'start', name } = this.#options
    const place =
      from === 'start' ? LOG_START : from === 'end' ? await readEnd(this.#deps.pool) : parseCursor(from.after)
    await register(this.#deps.pool, name, place)
    this.#registered = true
  }

  /** One transaction: a batch of events, or one parked event that somebody asked to retry. */
  async #work(): Promise<Outcome> {
    const attempt: Attempt<E> = { handling: undefined, batch: 0, isRetry: false }
    try {
      return await inTransaction(this.#deps.pool, (tx) => this.#handleNext(tx, attempt))
    } catch (error) {
      if (!attempt.handling || isDatabaseTrouble(error)) throw error
      await this.#failed(attempt.handling, attempt, error)
      return { did: 'work', pending: false }
    }
  }

  async #handleNext(tx: pg.PoolClient, attempt: Attempt<E>): Promise<Outcome> {
    const { name, types, batchSize = 100 } = this.#options
    if (!(await lockSubscription(tx, name))) return { did: 'elsewhere', pending: false }
    const retry = await findRetry<E>(tx, name)
    if (retry) {
      Object.assign(attempt, { handling: retry, isRetry: true })
      await this.#options.handle(retry, tx)
      await unpark(tx, name, retry)
      return { did: 'work', pending: false }
    }
    const checkpoint = await readCheckpoint(tx, name)
    const { from, to } = this.#searched
    const start = samePlace(from, checkpoint) ? to : checkpoint
    const limit = isAfter(this.#carefulUntil, start) ? 1 : batchSize
    const read = await readLog<E>(tx, start, { types, limit })
    attempt.batch = read.events.length
    for (const event of read.events) {
      attempt.handling = event
      await this.#options.handle(event, tx)
    }
    if (read.events.length === 0) {
      this.#searched = { from: checkpoint, to: read.next }
      return { did: 'nothing', pending: read.pending }
    }
    await saveCheckpoint(tx, name, read.next)
    return { did: 'work', pending: read.pending }
  }

  async #failed(event: RecordedEvent<E>, { batch, isRetry }: Attempt<E>, error: unknown): Promise<void> {
    const place = parseCursor(event.cursor)
    if (!isRetry && batch > 1) {
      // Again one by one, so that the rest of the batch does not fail with this event.
      this.#carefulUntil = place
      return
    }
    const attempts = this.#failing?.cursor === event.cursor ? this.#failing.attempts + 1 : 1
    this.#failing = { cursor: event.cursor, attempts }
    if (!isRetry && attempts < (this.#options.attempts ?? 3)) {
      await sleep(RETRY_MS * 2 ** (attempts - 1), undefined, { signal: this.#signal }).catch(() => undefined)
      return
    }
    this.#failing = undefined
    const { name } = this.#options
    const parked = await inTransaction(this.#deps.pool, async (tx) => {
      if (!(await lockSubscription(tx, name))) return false
      // Another instance has dealt with it meanwhile.
      if (!isRetry && !isAfter(place, await readCheckpoint(tx, name))) return false
      await park(tx, name, event, error, attempts)
      if (!isRetry) await saveCheckpoint(tx, name, place)
      return true
    })
    if (!parked) return
    const { streamId, version } = event
    this.#deps.report({ kind: 'event-parked', subscription: name, streamId, version, error })
  }
}

interface Attempt<E extends Event> {
  handling: RecordedEvent<E> | undefined
  batch: number
  isRetry: boolean
}

/** Not the event's fault: the connection broke, or the transaction lost a deadlock or a serialization conflict. */
function isDatabaseTrouble(error: unknown): boolean {
  return (
    error instanceof ConnectionLostError || (error instanceof pg.DatabaseError && error.code?.startsWith('40') === true)
  )
}
