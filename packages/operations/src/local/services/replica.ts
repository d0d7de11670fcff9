import type { ReplicaState, ReplicaStatus } from '../../platform/platform.ts'
import type { SupervisedProcess } from '../processes/supervised-process.ts'

/** One process of a service. */
export interface Replica {
  /** `backend-1` */
  readonly id: string
  readonly number: number
  readonly port: number
  readonly process: SupervisedProcess
  /** Gets no new requests any more and ends when those it has are answered. */
  isLeaving: boolean
  /** Requests it works on; live streams, which have no end of their own, do not count. */
  busy: number
}

export function replicaStatus({ id, process, isLeaving }: Replica): ReplicaStatus {
  return {
    id,
    state: process.state(),
    startedAt: process.state() === 'stopped' ? null : process.startedAt().toISOString(),
    restarts: process.restarts(),
    detail: isLeaving ? 'finishes what it has begun, then ends' : (process.detail() ?? null),
  }
}

const PREFERENCE: readonly ReplicaState[] = ['healthy', 'unhealthy', 'starting', 'restarting', 'failing']

/**
 * The replica for the next request: a healthy one before any other, of these the least busy, and of equally busy ones each in
 * turn. One that is leaving gets nothing, nor one that was tried.
 * @param turn counts up with each request
 */
export function chooseReplica(
  replicas: readonly Replica[],
  tried: ReadonlySet<unknown>,
  turn: number,
): Replica | undefined {
  const candidates = replicas.filter(
    (replica) => !replica.isLeaving && !tried.has(replica) && replica.process.state() !== 'stopped',
  )
  const best = Math.min(...candidates.map(rank))
  const equals = candidates.filter((replica) => rank(replica) === best)
  const leastBusy = Math.min(...equals.map(({ busy }) => busy))
  const idle = equals.filter(({ busy }) => busy === leastBusy)
  return idle[turn % idle.length]
}

function rank({ process }: Replica): number {
  return PREFERENCE.indexOf(process.state())
}
