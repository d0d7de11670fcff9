import type { LogEvent } from '../clients/log-events.ts'

/**
 * Which events of a log that is looked at again and again have not been told yet. They arrive late and out of order: each look
 * begins before the one before it ended, and what was told is known by its id.
 */
export class UnseenEvents {
  /** When each was written. */
  readonly #told = new Map<string, number>()
  readonly #beginning: number

  /** @param beginning milliseconds since 1970; nothing that was written before is new */
  constructor(beginning: number, told: readonly LogEvent[] = []) {
    this.#beginning = beginning
    for (const { id, at } of told) this.#told.set(id, at)
  }

  /** Those that were not told, and from now on are. */
  take(events: readonly LogEvent[]): LogEvent[] {
    return events.filter(({ id, at }) => {
      if (at < this.#beginning || this.#told.has(id)) return false
      this.#told.set(id, at)
      return true
    })
  }

  /** Forgets what no look can find again. @param before milliseconds since 1970 */
  forget(before: number): void {
    for (const [id, at] of this.#told) if (at < before) this.#told.delete(id)
  }
}

/** Containers hand their lines on within seconds. */
const USUAL_DELAY_MS = 30_000
/** An agent that AWS has throttled, or a task that was cut off, catches up within minutes. */
const LONG_DELAY_MS = 10 * 60_000
/** Every so often one looks for what is that late. */
const LONG_LOOK_EVERY = 15

/** Where the look of this number begins, when the last that was answered began at `answeredAt`. Milliseconds since 1970. */
export function lookFrom(number: number, answeredAt: number): number {
  return answeredAt - (number % LONG_LOOK_EVERY === LONG_LOOK_EVERY - 1 ? LONG_DELAY_MS : USUAL_DELAY_MS)
}

/** How far back any later look may reach. */
export function earliestLook(answeredAt: number): number {
  return answeredAt - LONG_DELAY_MS
}
