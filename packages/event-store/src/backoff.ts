import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_MS = 50
const LONGEST_MS = 5_000

/** Waits longer after each failure in a row, up to five seconds; ends early, without an error, when `signal` aborts. */
export class Backoff {
  #failures = 0

  reset(): void {
    this.#failures = 0
  }

  async wait(signal: AbortSignal): Promise<void> {
    const milliseconds = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS)
    this.#failures += 1
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
  }
}
