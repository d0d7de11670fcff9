import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { AlreadyRunningError, LockedError, OperationError } from '../errors.ts'
import type { ControlAddress } from './control/protocol.ts'
import { endProcess } from './processes/end-process.ts'
import { isAlive, ownIdentity, type ProcessIdentity } from './processes/process-identity.ts'

export interface ServiceIdentity extends ProcessIdentity {
  readonly name: string
  /** `backend-1`: which of several. */
  readonly replica?: string
  readonly port?: number
}

/** What `.semiont/run.json` tells about the installation that runs on this folder. */
export interface RunningInstance extends ProcessIdentity {
  readonly url: string
  readonly startedAt: string
  /** Processes that must not outlive it. */
  readonly services: readonly ServiceIdentity[]
  /** How other commands of this machine talk to it. */
  readonly control?: ControlAddress
  /** It uses a database of the operator's own; the supervisor tells its address. */
  readonly externalDatabase?: true
  /** A command that works on the stopped installation for a moment holds the folder too; nothing serves then. */
  readonly purpose?: 'database'
}

export interface InstanceLock {
  update(change: Partial<Pick<RunningInstance, 'url' | 'services' | 'control' | 'externalDatabase'>>): void
  release(): void
}

/** The installation that runs on this folder now, if there is one. */
export function findRunningInstance(stateDirectory: string): RunningInstance | undefined {
  const instance = readInstance(join(stateDirectory, 'run.json'))
  return instance && instance.purpose === undefined && isAlive(instance) ? instance : undefined
}

/**
 * Makes this process the only one that runs an installation on the folder. What a killed one left running is ended first.
 * @throws AlreadyRunningError when one runs
 * @throws LockedError when a command works on its database
 */
export async function acquireInstanceLock(
  stateDirectory: string,
  url: string,
  purpose?: 'database',
): Promise<InstanceLock> {
  makeEnterable(stateDirectory)
  const file = join(stateDirectory, 'run.json')
  const startedAt = new Date().toISOString()
  const content = { ...ownIdentity(), url, startedAt, services: [], ...(purpose === undefined ? {} : { purpose }) }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (claim(file, content)) return heldLock(file, content)
    const holder = readInstance(file)
    if (holder && isAlive(holder)) throw heldBy(holder)
    putAside(file, holder)
    await Promise.all(
      (holder?.services ?? []).map((service) => endProcess(service, { signal: 'SIGTERM', grace: 3000 })),
    )
  }
  throw new OperationError(
    `${file} cannot be taken over.`,
    `Make sure that no Semiont runs on this folder, then delete ${file}.`,
  )
}

/**
 * PostgreSQL runs as an account of its own and must get to its folder. Whatever made these folders first may have kept them
 * to ourselves; nobody can list them now either.
 */
function makeEnterable(stateDirectory: string): void {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o711 })
  for (const folder of ownFolders(stateDirectory)) {
    const { mode } = statSync(folder)
    if ((mode & 0o011) !== 0o011) chmodSync(folder, mode | 0o011)
  }
}

/** The folder and those above it up to `.semiont`; what is above that is not ours to open. */
function ownFolders(stateDirectory: string): string[] {
  if (basename(stateDirectory) === '.semiont' || !stateDirectory.split(sep).includes('.semiont'))
    return [stateDirectory]
  return [stateDirectory, ...ownFolders(dirname(stateDirectory))]
}

function heldBy({ url, pid, purpose }: RunningInstance): Error {
  if (purpose === undefined) return new AlreadyRunningError(url, pid)
  return new LockedError(
    `Another command works on the database of this stopped installation (process ${pid}).`,
    'Wait until it has ended, then type the same again.',
  )
}

function heldLock(file: string, initial: RunningInstance): InstanceLock {
  let content = initial
  return {
    update(change) {
      content = { ...content, ...change }
      const temporary = `${file}.${randomBytes(4).toString('hex')}`
      writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 })
      renameSync(temporary, file)
    },
    release() {
      rmSync(file, { force: true })
    },
  }
}

/** Linking either makes the file with all its content or fails because there is one: nobody reads half a lock. */
function claim(file: string, content: RunningInstance): boolean {
  const candidate = `${file}.${randomBytes(4).toString('hex')}`
  writeFileSync(candidate, JSON.stringify(content), { mode: 0o600 })
  try {
    linkSync(candidate, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(candidate)
  }
}

/** Removes a lock whose holder is gone, unless another start has replaced it in the meantime. */
function putAside(file: string, judged: RunningInstance | undefined): void {
  const aside = `${file}.stale-${randomBytes(4).toString('hex')}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  const taken = readInstance(aside)
  if (taken && taken.startToken !== judged?.startToken) linkSync(aside, file)
  rmSync(aside)
}

function readInstance(file: string): RunningInstance | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isInstance(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isInstance(value: unknown): value is RunningInstance {
  return (
    isIdentity(value) &&
    'url' in value &&
    typeof value.url === 'string' &&
    'services' in value &&
    Array.isArray(value.services) &&
    value.services.every((service) => isIdentity(service) && 'name' in service) &&
    (!('control' in value) || isControlAddress(value.control))
  )
}

function isControlAddress(value: unknown): value is ControlAddress {
  return (
    typeof value === 'object' &&
    value !== null &&
    'port' in value &&
    typeof value.port === 'number' &&
    'token' in value &&
    typeof value.token === 'string'
  )
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'startToken' in value &&
    typeof value.startToken === 'string'
  )
}
