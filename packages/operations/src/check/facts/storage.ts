import { constants, type Dirent } from 'node:fs'
import { access, readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataDirectoryOf } from '@semiont/config'
import { NotApplicable, type Subject } from '../subject.ts'

export interface StorageFact {
  readonly directory: string
  readonly problem: 'missing' | 'not-a-folder' | 'not-writable' | null
  readonly detail: string | null
  /** All that is stored; null when there was no time to walk it all. */
  readonly usedBytes: number | null
  readonly files: number
  readonly quotaBytes: number | null
  /** On a disk of its own, which no other check looks at. */
  readonly ownDisk: boolean
  /** Of the file system, for an ordinary account. */
  readonly freeBytes: number | null
  readonly totalBytes: number | null
  /** Over the samples of earlier checks; null without two a day apart. */
  readonly growthPerDay: number | null
}

/** So long a quick check walks the folder: some 50,000 documents on a local disk. */
const WALK_MS = 700

export async function gatherStorage(subject: Subject): Promise<StorageFact> {
  if (subject.configurationProblem)
    throw new Error('where documents are kept is not known: the configuration is not valid')
  const directory = dataDirectoryOf(subject.environment)
  const quotaBytes = subject.environment.settings.storage.quotaBytes ?? null
  const problem = await findProblem(directory)
  const nothing = { usedBytes: null, files: 0, ownDisk: false, freeBytes: null, totalBytes: null, growthPerDay: null }
  if (problem.problem === 'missing') await assertEverStarted(subject)
  if (problem.problem === 'missing' || problem.problem === 'not-a-folder')
    return { directory, quotaBytes, ...problem, ...nothing }
  const [space, used, ownDisk] = await Promise.all([
    spaceOf(directory),
    measure(directory, subject),
    isOnOwnDisk(directory, subject),
  ])
  if (used.bytes !== null) subject.samples.note({ storageBytes: used.bytes })
  return {
    directory,
    quotaBytes,
    ...problem,
    usedBytes: used.bytes,
    files: used.files,
    ownDisk,
    ...space,
    growthPerDay: used.bytes === null ? null : growthOf(subject, used.bytes),
  }
}

async function assertEverStarted({ stateDirectory }: Subject): Promise<void> {
  const started = await stat(join(stateDirectory, 'logs')).catch(() => undefined)
  if (!started) throw new NotApplicable('not made yet')
}

async function findProblem(directory: string): Promise<Pick<StorageFact, 'problem' | 'detail'>> {
  try {
    if (!(await stat(directory)).isDirectory())
      return { problem: 'not-a-folder', detail: 'there is a file of this name' }
    await access(directory, constants.W_OK | constants.X_OK)
    return { problem: null, detail: null }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { problem: code === 'ENOENT' ? 'missing' : 'not-writable', detail: message }
  }
}

async function isOnOwnDisk(directory: string, { stateDirectory }: Subject): Promise<boolean> {
  const [own, state] = await Promise.all([stat(directory), stat(stateDirectory).catch(() => undefined)])
  return state !== undefined && own.dev !== state.dev
}

export async function spaceOf(directory: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(directory)
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

async function measure(directory: string, { full, signal }: Subject): Promise<{ bytes: number | null; files: number }> {
  const deadline = full ? Number.POSITIVE_INFINITY : performance.now() + WALK_MS
  const folders = [directory]
  let bytes = 0
  let files = 0
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const here = folder
    const entries = await readdir(here, { withFileTypes: true }).catch((): Dirent[] => [])
    for (const entry of entries) if (entry.isDirectory()) folders.push(join(here, entry.name))
    const sizes = await Promise.all(
      entries.filter((entry) => entry.isFile()).map(async ({ name }) => await sizeOf(join(here, name))),
    )
    bytes += sizes.reduce((sum, size) => sum + size, 0)
    files += sizes.length
    signal.throwIfAborted()
    if (performance.now() > deadline) return { bytes: null, files }
    // The other checks ask their questions meanwhile.
    if (files % 5000 === 0) await sleep(0)
  }
  return { bytes, files }
}

/** One that is deleted in this moment has none. */
async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

const DAY_MS = 86_400_000

/** Bytes a day over at most the last two weeks. */
function growthOf({ samples, now }: Subject, usedBytes: number): number | null {
  const at = now().getTime()
  const oldest = samples.earlier.find(
    (sample) => sample.storageBytes !== undefined && at - Date.parse(sample.at) < 14 * DAY_MS,
  )
  if (oldest?.storageBytes === undefined) return null
  const days = (at - Date.parse(oldest.at)) / DAY_MS
  return days < 1 ? null : (usedBytes - oldest.storageBytes) / days
}
