import pg from 'pg'
import { Backoff } from './backoff.ts'
import { Bell } from './bell.ts'
import type { ReportIncident } from './incident.ts'

const CHANNEL = 'event_store'
/** At most this often does a process notify the others; the last of a burst is always sent. */
const NOTIFY_EVERY_MS = 10
/** How long readers sleep when nothing wakes them: LISTEN is up, or it is not. */
const POLL_MS = { listening: 5_000, deaf: 250 }

/**
 * Wakes the readers of the log, in this process and in others. Only a hint: a reader that is not woken polls.
 *
 * Appends do not NOTIFY inside their transaction: a committing transaction that notifies holds a lock on the whole
 * server until it is on disk, and concurrent writers would wait for each other. The notification follows the commit,
 * many appends sharing one.
 */
export class WakeUp {
  readonly bell = new Bell()
  readonly #pool: pg.Pool
  readonly #report: ReportIncident
  #listeners = 0
  #stopListening: AbortController | undefined
  #client: pg.Client | undefined
  #notifying = false
  #notifyAgain = false

  constructor(pool: pg.Pool, report: ReportIncident) {
    this.#pool = pool
    this.#report = report
  }

  get pollMs(): number {
    return this.#client ? POLL_MS.listening : POLL_MS.deaf
  }

  /** After a commit. */
  appended(): void {
    this.bell.ring()
    if (this.#notifying) {
      this.#notifyAgain = true
      return
    }
    this.#notifying = true
    void this.#notify()
  }

  /** For a transaction whose end we do not see: PostgreSQL notifies when it commits. */
  async appendedIn(tx: pg.PoolClient): Promise<void> {
    await tx.query({ name: 'event_store.notify', text: `select pg_notify('${CHANNEL}', '')` })
  }

  async #notify(): Promise<void> {
    try {
      await (this.#client ?? this.#pool).query(`notify ${CHANNEL}`)
    } catch (error) {
      if (!this.#pool.ending) this.#report({ kind: 'database-trouble', part: 'notify', error })
    }
    setTimeout(() => {
      this.#notifying = false
      if (!this.#notifyAgain) return
      this.#notifyAgain = false
      this.#notifying = true
      void this.#notify()
    }, NOTIFY_EVERY_MS)
  }

  /** Keeps the process's one LISTEN connection open until the returned function is called. */
  listen(): () => void {
    this.#listeners += 1
    if (this.#listeners === 1) {
      this.#stopListening = new AbortController()
      void this.#keepListening(this.#stopListening.signal)
    }
    let released = false
    return () => {
      if (released) return
      released = true
      this.#listeners -= 1
      if (this.#listeners === 0) this.#stopListening?.abort()
    }
  }

  async #keepListening(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff()
    while (!signal.aborted) {
      try {
        await this.#listenOnce(signal, () => backoff.reset())
      } catch (error) {
        if (!signal.aborted) this.#report({ kind: 'database-trouble', part: 'listen', error })
      }
      if (!signal.aborted) await backoff.wait(signal)
    }
  }

  /** Returns when the connection has ended. */
  async #listenOnce(signal: AbortSignal, connected: () => void): Promise<void> {
    const client = new pg.Client(this.#pool.options)
    let failure: unknown
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve)
      client.once('error', (error) => {
        failure = error
        resolve()
      })
    })
    client.on('error', () => undefined)
    client.on('notification', () => this.bell.ring())
    const stop = () => void client.end().catch(() => undefined)
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      if (signal.aborted) return
      signal.addEventListener('abort', stop, { once: true })
      connected()
      this.#client = client
      this.bell.ring()
      await ended
      if (failure) throw failure
    } finally {
      if (this.#client === client) this.#client = undefined
      signal.removeEventListener('abort', stop)
      // Not awaited: the end of a connection that never came about is never reported.
      void client.end().catch(() => undefined)
    }
  }
}
