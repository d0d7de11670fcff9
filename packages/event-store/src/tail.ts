import type pg from 'pg'
import { Backoff } from './backoff.ts'
import { Bell } from './bell.ts'
import { type Cursor, isAfter, type LogPosition, parseCursor } from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'
import type { ReportIncident } from './incident.ts'
import { type LogFilter, readEnd, readLog } from './read-log.ts'
import type { WakeUp } from './wake-up.ts'

export interface TailOptions extends LogFilter {
  /** Begins after this event. Without it, at the end of the log when the database is first asked; to be exact, take `end()` before. */
  readonly after?: Cursor | undefined
  /** Ends the iteration, without an error. */
  readonly signal: AbortSignal
}

/** So many of the newest events are kept for tails that are up to date. */
const RECENT = 2_000
const PAGE = 500
const LONGEST_PENDING_MS = 100

interface Recent {
  readonly place: LogPosition
  readonly event: RecordedEvent
}

interface Page {
  readonly events: RecordedEvent[]
  readonly next: LogPosition
}

/**
 * Live readers of the log. However many there are, the process reads each new event once: a shared reader keeps the
 * newest events, and a tail reads the log itself only until it has caught up with them.
 */
export class Tails {
  readonly #deps: { pool: pg.Pool; wakeUp: WakeUp; report: ReportIncident }
  readonly #changed = new Bell()
  #recent: Recent[] = []
  /** `#recent` holds every event after `#since` up to and including `#head`. */
  #since: LogPosition | undefined
  #head: LogPosition | undefined
  #tails = 0
  #stop: AbortController | undefined

  constructor(deps: { pool: pg.Pool; wakeUp: WakeUp; report: ReportIncident }) {
    this.#deps = deps
  }

  /** Every event after the given place exactly once, in the order of the log; waits for more; survives a lost database. */
  tail<E extends Event>({ after, signal, ...filter }: TailOptions): AsyncGenerator<RecordedEvent<E>, void, void> {
    const start = after === undefined ? this.#persist(signal, () => readEnd(this.#deps.pool)) : parseCursor(after)
    return this.#iterate<E>(start, filter, signal)
  }

  async *#iterate<E extends Event>(
    start: LogPosition | Promise<LogPosition | undefined>,
    filter: LogFilter,
    signal: AbortSignal,
  ): AsyncGenerator<RecordedEvent<E>, void, void> {
    const leave = this.#enter()
    try {
      let place = await start
      while (place && !signal.aborted) {
        const seen = this.#changed.rings
        const page = await this.#next(place, filter, signal)
        if (!page) return
        place = page.next
        for (const event of page.events) {
          if (signal.aborted) return
          // The caller names the union of the events it follows.
          yield event as RecordedEvent<E>
        }
        if (page.events.length === 0) await this.#changed.wait(seen, this.#deps.wakeUp.pollMs, signal)
      }
    } finally {
      leave()
    }
  }

  async #next(place: LogPosition, filter: LogFilter, signal: AbortSignal): Promise<Page | undefined> {
    return (
      this.#takeRecent(place, filter) ??
      (await this.#persist(signal, () => readLog(this.#deps.pool, place, { ...filter, limit: PAGE })))
    )
  }

  /** Undefined when `place` is older than the events kept, so that the log itself must be read. */
  #takeRecent(place: LogPosition, filter: LogFilter): Page | undefined {
    if (!this.#since || !this.#head || isAfter(this.#since, place)) return undefined
    const events: RecordedEvent[] = []
    for (let index = this.#recent.length - 1; index >= 0; index--) {
      const entry = this.#recent[index]
      if (!entry || !isAfter(entry.place, place)) break
      if (matches(entry.event, filter)) events.push(entry.event)
    }
    return { events: events.toReversed(), next: isAfter(this.#head, place) ? this.#head : place }
  }

  #enter(): () => void {
    const stopListening = this.#deps.wakeUp.listen()
    this.#tails += 1
    if (this.#tails === 1) {
      this.#stop = new AbortController()
      void this.#follow(this.#stop.signal)
    }
    return () => {
      stopListening()
      this.#tails -= 1
      if (this.#tails === 0) this.#stop?.abort()
    }
  }

  /** The shared reader: runs while there is a tail. */
  async #follow(signal: AbortSignal): Promise<void> {
    const { pool, wakeUp } = this.#deps
    const start = await this.#persist(signal, () => readEnd(pool))
    if (!start || signal.aborted) return
    this.#recent = []
    this.#since = start
    this.#head = start
    this.#changed.ring()
    let head = start
    let pendingMs = 1
    while (!signal.aborted) {
      const seen = wakeUp.bell.rings
      const from = head
      const read = await this.#persist(signal, () => readLog(pool, from, { limit: PAGE }))
      if (!read || signal.aborted) return
      head = read.next
      this.#keep(read.events, head)
      if (!read.atEnd) continue
      pendingMs = read.events.length === 0 && read.pending ? Math.min(pendingMs * 2, LONGEST_PENDING_MS) : 1
      await wakeUp.bell.wait(seen, read.pending ? pendingMs : wakeUp.pollMs, signal)
    }
  }

  #keep(events: readonly RecordedEvent[], head: LogPosition): void {
    this.#head = head
    if (events.length === 0) return
    for (const event of events) this.#recent.push({ place: parseCursor(event.cursor), event })
    const dropped = this.#recent.splice(0, Math.max(0, this.#recent.length - RECENT)).at(-1)
    if (dropped) this.#since = dropped.place
    this.#changed.ring()
  }

  /** Tries until it succeeds; undefined when `signal` aborts. */
  async #persist<T>(signal: AbortSignal, read: () => Promise<T>): Promise<T | undefined> {
    const backoff = new Backoff()
    while (!signal.aborted) {
      try {
        return await read()
      } catch (error) {
        if (signal.aborted) return undefined
        this.#deps.report({ kind: 'database-trouble', part: 'tail', error })
        await backoff.wait(signal)
      }
    }
    return undefined
  }
}

function matches(event: RecordedEvent, { types, scopeIds }: LogFilter): boolean {
  return (!types || types.includes(event.type)) && (!scopeIds || scopeIds.includes(event.scopeId))
}
