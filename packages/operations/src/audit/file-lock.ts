import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { LockedError } from '../errors.ts'
import { isAlive, ownIdentity, type ProcessIdentity } from '../local/processes/process-identity.ts'

interface Holder extends ProcessIdentity {
  readonly host: string
  /** One holding of the lock, so that a later one by the same process is told apart. */
  readonly nonce: string
}

export interface FileLockOptions {
  /** How long to wait for whoever holds it, milliseconds. */
  readonly patience?: number
}

const PATIENCE = 15_000
const UNREADABLE = 'unreadable'
/** Whether a process of another machine lives cannot be seen from here; what we lock for takes milliseconds. */
const FOREIGN_LEASE = 60_000

/**
 * Runs `act` while no other process on this machine, and no other call in this one, holds the lock. Held by a file that is
 * made with link(2), which fails when there is one. A lock whose process is gone is taken over.
 * @throws LockedError when it is not free within `patience`
 */
export async function withFileLock<Result>(
  path: string,
  act: () => Promise<Result>,
  { patience = PATIENCE }: FileLockOptions = {},
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true })
  const holder: Holder = { ...ownIdentity(), host: hostname(), nonce: randomUUID() }
  await acquire(path, holder, Date.now() + patience)
  try {
    return await act()
  } finally {
    await rm(path, { force: true })
  }
}

async function acquire(path: string, holder: Holder, deadline: number): Promise<void> {
  const mine = `${path}.${holder.nonce}.new`
  await writeFile(mine, JSON.stringify(holder), { flag: 'wx', mode: 0o600 })
  try {
    while (!(await tryLink(mine, path))) {
      const found = await readHolder(path)
      if (found && (await isGone(path, found))) await removeLeftOver(path, found, holder, deadline)
      else if (Date.now() > deadline) throw busy(path, found)
      else await delay(2 + Math.random() * 10)
    }
  } finally {
    await rm(mine, { force: true })
  }
}

async function tryLink(mine: string, path: string): Promise<boolean> {
  try {
    await link(mine, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Two that see the same left-over lock must not both remove it: the later one would remove the lock that the earlier one has
 * made since. So only the holder of a lock that is named after the left-over one may remove it, and looks again before.
 */
async function removeLeftOver(path: string, found: Holder, holder: Holder, deadline: number): Promise<void> {
  const guard = `${path}.${found.nonce}`
  await acquire(guard, { ...holder, nonce: randomUUID() }, deadline)
  try {
    if ((await readHolder(path))?.nonce === found.nonce) await rm(path, { force: true })
    await removeLeftOverWishes(path)
  } finally {
    await rm(guard, { force: true })
  }
}

/** What processes that were killed while they waited have left beside the lock. */
async function removeLeftOverWishes(path: string): Promise<void> {
  const names = await readdir(dirname(path))
  for (const name of names.filter((each) => each.startsWith(`${basename(path)}.`) && each.endsWith('.new'))) {
    const wish = join(dirname(path), name)
    const holder = await readHolder(wish)
    // One that cannot be read yet is being written.
    if (holder && holder.nonce !== UNREADABLE && (await isGone(wish, holder))) await rm(wish, { force: true })
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Holder
  } catch {
    // The machine lost its power before the file's content was on disk: whoever made it is gone.
    return { pid: 0, startToken: '', host: hostname(), nonce: UNREADABLE }
  }
}

async function isGone(path: string, holder: Holder): Promise<boolean> {
  if (holder.host === hostname()) return !isAlive(holder)
  const made = await stat(path).catch(() => undefined)
  return made !== undefined && Date.now() - made.mtimeMs > FOREIGN_LEASE
}

function busy(path: string, holder: Holder | undefined): LockedError {
  const who = holder ? `Process ${holder.pid} on ${holder.host}` : 'Another process'
  return new LockedError(`${who} holds ${path} and does not let go of it.`, 'Try again; if it hangs, end that process.')
}
