import { setTimeout as delay } from 'node:timers/promises'

export interface Attempt {
  readonly delivered: boolean
  readonly receipt: string
  /** It may go better another time: the other side was not reachable, or asked to wait. */
  readonly worthRepeating?: boolean
  /** How long the other side asked to wait. */
  readonly waitMilliseconds?: number
}

export interface Patience {
  readonly signal: AbortSignal
  /** Longest time of one attempt, milliseconds. Default 10 s. */
  readonly timeoutMilliseconds?: number
  /** Before the second attempt; twice as long before each further one. Default 0.5 s. */
  readonly backoffMilliseconds?: number
}

const MOST_ATTEMPTS = 4
const LONGEST_WAIT = 20_000

/** Tries until it is delivered, hopeless, or four times. Waits as long as the other side asks, up to 20 s. */
export async function tryRepeatedly(
  attempt: (signal: AbortSignal) => Promise<Attempt>,
  { signal, timeoutMilliseconds = 10_000, backoffMilliseconds = 500 }: Patience,
): Promise<Attempt & { attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    signal.throwIfAborted()
    const tried = await attempt(AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]))
    if (tried.delivered || !tried.worthRepeating || attempts === MOST_ATTEMPTS) return { ...tried, attempts }
    const wait = tried.waitMilliseconds ?? backoffMilliseconds * 2 ** (attempts - 1)
    await delay(Math.min(wait, LONGEST_WAIT), undefined, { signal })
  }
}
