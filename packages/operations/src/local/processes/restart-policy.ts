export interface RestartLimits {
  /** Milliseconds: the pause before the first restart, doubled with each further one up to the longest. */
  readonly firstPause: number
  readonly longestPause: number
  /** So many restarts within `window` milliseconds are tried before the service counts as failing. */
  readonly maximumRestarts: number
  readonly window: number
  /** The pause between the attempts on a failing service, and how long one must run to count as recovered. */
  readonly coolDown: number
}

export const RESTART_LIMITS: RestartLimits = {
  firstPause: 250,
  longestPause: 15_000,
  maximumRestarts: 5,
  window: 600_000,
  coolDown: 300_000,
}

export interface RestartDecision {
  /** Milliseconds to wait before the next attempt. */
  readonly pause: number
  /** It ended too often: from now on it is tried seldom, so that it costs nothing. */
  readonly isFailing: boolean
  /** Ends within the window, this one included. */
  readonly ends: number
}

/** Decides when a service that ended is started again: soon at first, seldom when it does not help. */
export class RestartPolicy {
  readonly #limits: RestartLimits
  #ends: number[] = []
  #isFailing = false

  constructor(limits: RestartLimits) {
    this.#limits = limits
  }

  /** @param ranFor milliseconds from its start to its end */
  afterEnd(now: number, ranFor: number): RestartDecision {
    const { window, coolDown, maximumRestarts, firstPause, longestPause } = this.#limits
    if (this.#isFailing && ranFor >= coolDown) {
      this.#isFailing = false
      this.#ends = []
    }
    this.#ends = [...this.#ends.filter((end) => now - end < window), now]
    const ends = this.#ends.length
    this.#isFailing ||= ends > maximumRestarts
    const pause = this.#isFailing ? coolDown : Math.min(longestPause, firstPause * 2 ** (ends - 1))
    return { pause, isFailing: this.#isFailing, ends }
  }
}
