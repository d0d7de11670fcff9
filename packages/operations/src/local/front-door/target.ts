import type { ReplicaState } from '../../platform/platform.ts'

/** One of the processes that can answer. */
export interface Target {
  readonly port: number
  /** Requests it works on: counted here, read by whoever spreads them and waits for their end. */
  busy: number
}

export interface InnerService {
  /** Who is to answer the next request; undefined when nobody is left that was not tried. */
  choose(tried: ReadonlySet<unknown>): Target | undefined
  /** What to tell when nobody answers. */
  state(): ReplicaState
}
