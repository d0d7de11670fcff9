import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../audit/actor.ts'
import { replaceFile } from '../audit/durable-file.ts'
import { withFileLock } from '../audit/file-lock.ts'
import { isAlive, type ProcessIdentity } from '../local/processes/process-identity.ts'

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
  /** Folder of the environment. */
  readonly stateDirectory: string
  now(): Date
}

const fileOf = ({ stateDirectory }: DeployLockPlace) => join(stateDirectory, 'deploy-lock.json')

export async function readDeployLock(place: DeployLockPlace): Promise<DeployLock | undefined> {
  const text = await readFile(fileOf(place), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as DeployLock)
}

/**
 * Whether whoever held it is gone: on this machine that is seen by its process, on another by the end of its lease. A process
 * that is only asleep still holds it.
 */
export function isLeftBehind(lock: DeployLock, now: Date): boolean {
  if (lock.actor.host === hostname()) return !isAlive(lock.process)
  return new Date(lock.leaseUntil) <= now
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
  const { steal, leaseMilliseconds, ...holder } = wish
  return await exclusively(place, async () => {
    const held = await readDeployLock(place)
    const now = place.now()
    if (held && !steal && !isLeftBehind(held, now)) return { heldBy: held }
    const lock = { ...holder, id: randomUUID(), since: now.toISOString(), ...lease(now, leaseMilliseconds) }
    await write(place, lock)
    return { lock, replaces: held }
  })
}

/** Tells that the holder lives. @returns who holds the lock, when that is no longer the holding `id` */
export async function renewDeployLock(
  place: DeployLockPlace,
  id: string,
  leaseMilliseconds: number,
): Promise<{ lostTo: DeployLock | undefined } | undefined> {
  return await exclusively(place, async () => {
    const held = await readDeployLock(place)
    if (held?.id !== id) return { lostTo: held }
    await write(place, { ...held, ...lease(place.now(), leaseMilliseconds) })
    return undefined
  })
}

/** Gives it back, unless it has become someone else's. */
export async function releaseDeployLock(place: DeployLockPlace, id: string): Promise<void> {
  await exclusively(place, async () => {
    if ((await readDeployLock(place))?.id === id) await rm(fileOf(place), { force: true })
  })
}

function lease(now: Date, milliseconds: number) {
  return { heartbeat: now.toISOString(), leaseUntil: new Date(now.getTime() + milliseconds).toISOString() }
}

async function write(place: DeployLockPlace, lock: DeployLock): Promise<void> {
  await replaceFile(fileOf(place), `${JSON.stringify(lock)}\n`)
}

async function exclusively<Result>(place: DeployLockPlace, act: () => Promise<Result>): Promise<Result> {
  await mkdir(place.stateDirectory, { recursive: true })
  return await withFileLock(`${fileOf(place)}.lock`, act)
}
