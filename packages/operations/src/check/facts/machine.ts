import { readFile, stat } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Subject } from '../subject.ts'
import { spaceOf } from './storage.ts'

export interface DiskFact {
  readonly folder: string
  readonly freeBytes: number
  readonly totalBytes: number
}

/** The disk of database, logs and, mostly, documents. */
export async function gatherDisk({ stateDirectory, environment }: Subject): Promise<DiskFact> {
  const made = await stat(stateDirectory).catch(() => undefined)
  const folder = made ? stateDirectory : environment.directory
  return { folder, ...(await spaceOf(folder)) }
}

export interface MemoryFact {
  readonly availableBytes: number
  readonly totalBytes: number
}

/** Of the machine, or of the container that this runs in. @see proc_meminfo(5); Linux's cgroup v2 documentation, memory.max */
export async function gatherMemory(): Promise<MemoryFact> {
  const machine = await ofMachine()
  const [limit, used, cache] = await Promise.all([
    number('/sys/fs/cgroup/memory.max'),
    number('/sys/fs/cgroup/memory.current'),
    inactiveFile(),
  ])
  if (limit === undefined || used === undefined || limit >= machine.totalBytes) return machine
  // What the kernel would give back at once counts as available.
  const available = Math.max(0, limit - used + cache)
  return { totalBytes: limit, availableBytes: Math.min(available, machine.availableBytes) }
}

async function ofMachine(): Promise<MemoryFact> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1]
  return { totalBytes: totalmem(), availableBytes: available === undefined ? freemem() : Number(available) * 1024 }
}

async function inactiveFile(): Promise<number> {
  const text = await readFile('/sys/fs/cgroup/memory.stat', 'utf8').catch(() => '')
  return Number(/^inactive_file (\d+)$/m.exec(text)?.[1] ?? 0)
}

async function number(file: string): Promise<number | undefined> {
  const text = (await readFile(file, 'utf8').catch(() => '')).trim()
  return /^\d+$/.test(text) ? Number(text) : undefined
}

export interface ClockFact {
  /** Seconds by which the database's clock is ahead; null when it was not asked. */
  readonly databaseAhead: number | null
  /** Seconds from now to the newest thing that was written; above zero when the clock was set back. */
  readonly writtenAhead: number | null
}

/** Against the database's clock, and against what was written earlier on this machine. */
export async function gatherClock(subject: Subject): Promise<ClockFact> {
  return { databaseAhead: await databaseAhead(subject), writtenAhead: await writtenAhead(subject) }
}

async function databaseAhead({ database, now }: Subject): Promise<number | null> {
  const contact = await database()
  if (!contact.reached) return null
  const before = now().getTime()
  const { rows } = await contact.client.query<{ at: number }>(
    'select extract(epoch from clock_timestamp())::float8 * 1000 as at',
  )
  const middle = (before + now().getTime()) / 2
  return ((rows[0]?.at ?? middle) - middle) / 1000
}

async function writtenAhead({ stateDirectory, now }: Subject): Promise<number | null> {
  const files = ['run.json', 'logs', 'samples/check.json', 'secrets']
  const times = await Promise.all(files.map(async (name) => await stat(join(stateDirectory, name)).catch(() => null)))
  const newest = Math.max(...times.map((found) => found?.mtimeMs ?? Number.NEGATIVE_INFINITY))
  return Number.isFinite(newest) ? (newest - now().getTime()) / 1000 : null
}
