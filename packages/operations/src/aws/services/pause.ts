import { setTimeout as delay } from 'node:timers/promises'

export interface Pace {
  /** Between the first two looks, milliseconds; longer from look to look. */
  readonly first: number
  readonly longest: number
  /** For all of it, milliseconds. */
  readonly deadline: number
}

/** A roll over several tasks takes minutes; the circuit breaker decides within about ten. */
export const PACE: Pace = { first: 1_000, longest: 10_000, deadline: 20 * 60_000 }

/** Between two looks at AWS. Returns false when the time is over, or the person has stopped the command. */
export function startWatch(signal: AbortSignal, { first, longest, deadline }: Pace = PACE): () => Promise<boolean> {
  const ends = performance.now() + deadline
  let next = first
  return async () => {
    if (signal.aborted || performance.now() >= ends) return false
    await delay(next, undefined, { signal }).catch(() => {})
    next = Math.min(longest, next * 1.5)
    return !signal.aborted && performance.now() < ends
  }
}
