import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Actor } from '../audit/actor.ts'
import { LockedError } from '../errors.ts'
import { isAlive, isOfThisBoot, type ProcessIdentity } from '../local/processes/process-identity.ts'
import type { DeployLockStore } from './lock-store.ts'

/** Who changes an installation as a whole at the moment. */
export interface DeployLock {
  /** One holding of the lock. */
  readonly id: string
  readonly actor: Actor
  readonly process: ProcessIdentity
  readonly command: string
  readonly reason: string | null
  /** ISO 8601, UTC. */
  readonly since: string
  /** When its holder was last heard of. */
  readonly heartbeat: string
  /** From then on it counts as left behind, when its holder's process cannot be looked at. */
  readonly leaseUntil: string
}

export interface DeployLockPlace {
  readonly store: DeployLockStore
  now(): Date
}

/** Others that want it at the same moment win at most so often in a row. */
const TRIES = 20

/**
 * Whether whoever held it is gone: on this machine that is seen by its process, on another by the end of its lease. A process
 * that is only asleep still holds it.
 */
export function isLeftBehind(lock: DeployLock, now: Date, isShared: boolean): boolean {
  const isOver = new Date(lock.leaseUntil) <= now
  if (lock.actor.host !== hostname()) return isOver
  if (isAlive(lock.process)) return false
  // Machines of the same name are told apart by when they were started.
  return isShared && !isOfThisBoot(lock.process) ? isOver : true
}

export interface Taken {
  readonly lock: DeployLock
  /** Whose lock it replaces: one left behind, or one taken away from its holder. */
  readonly replaces: DeployLock | undefined
}

/** Takes the lock, or says who holds it. `steal` takes it from a holder that lives. */
export async function takeDeployLock(
  place: DeployLockPlace,
  wish: Pick<DeployLock, 'actor' | 'process' | 'command' | 'reason'> & { leaseMilliseconds: number; steal: boolean },
): Promise<Taken | { heldBy: DeployLock }> {
  const { store } = place
  const { steal, leaseMilliseconds, ...holder } = wish
  const id = randomUUID()
  let replaces: DeployLock | undefined
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const seen = await store.read()
    const held = seen.lock
    // The answer to an earlier try was lost on its way.
    if (held?.id === id) return { lock: held, replaces }
    const at = place.now()
    if (held && !steal && !isLeftBehind(held, at, store.isShared)) return { heldBy: held }
    replaces = held
    const lock = { ...holder, id, since: at.toISOString(), ...lease(at, leaseMilliseconds) }
    if (await store.replace(seen, lock)) return { lock, replaces }
  }
  throw new LockedError('Others take the deploy lock again and again.', 'Type the same command again.')
}

/** Tells that the holder lives. @returns who holds the lock, when that is no longer the holding `id` */
export async function renewDeployLock(
  place: DeployLockPlace,
  id: string,
  leaseMilliseconds: number,
): Promise<{ lostTo: DeployLock | undefined } | undefined> {
  for (;;) {
    const seen = await place.store.read()
    if (seen.lock?.id !== id) return { lostTo: seen.lock }
    const renewed = { ...seen.lock, ...lease(place.now(), leaseMilliseconds) }
    if (await place.store.replace(seen, renewed)) return undefined
  }
}

/** Gives it back, unless it has become someone else's. */
export async function releaseDeployLock({ store }: DeployLockPlace, id: string): Promise<void> {
  for (;;) {
    const seen = await store.read()
    if (seen.lock?.id !== id || (await store.replace(seen, undefined))) return
  }
}

function lease(now: Date, milliseconds: number) {
  return { heartbeat: now.toISOString(), leaseUntil: new Date(now.getTime() + milliseconds).toISOString() }
}
