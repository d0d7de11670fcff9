import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Sizes at one moment. */
export interface Sample {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly storageBytes?: number
  readonly databaseBytes?: number
}

/** What an answer of the backend task `verify-log` asks to keep for the next one. */
export interface VerifiedLog {
  readonly log: string
  readonly before: string
  readonly events: number
}

interface Kept {
  readonly samples: readonly Sample[]
  readonly verifiedLog?: VerifiedLog
}

/** What earlier checks have seen, so that growth shows and the event log is not verified from its beginning each time. */
export interface Samples {
  /** Oldest first. */
  readonly earlier: readonly Sample[]
  readonly verifiedLog: VerifiedLog | undefined
  note(sizes: Omit<Sample, 'at'>): void
  noteVerified(log: VerifiedLog): void
  save(): Promise<void>
}

/** One sample an hour for six weeks. */
const EVERY_MS = 3_600_000
const AT_MOST = 1000

export async function openSamples(stateDirectory: string, now: Date): Promise<Samples> {
  const file = join(stateDirectory, 'samples', 'check.json')
  const kept = await readKept(file)
  const current: { at: string; storageBytes?: number; databaseBytes?: number } = { at: now.toISOString() }
  let verifiedLog = kept.verifiedLog
  return {
    earlier: kept.samples,
    verifiedLog,
    note: (sizes) => void Object.assign(current, sizes),
    noteVerified: (log) => void (verifiedLog = log),
    async save() {
      // Where nothing was ever started nothing is written either.
      if (!existsSync(stateDirectory)) return
      const newest = kept.samples.at(-1)
      const isDue = newest === undefined || now.getTime() - Date.parse(newest.at) >= EVERY_MS
      const samples = isDue && Object.keys(current).length > 1 ? [...kept.samples, current] : kept.samples
      await write(file, { samples: samples.slice(-AT_MOST), ...(verifiedLog ? { verifiedLog } : {}) })
    },
  }
}

async function write(file: string, kept: Kept): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(temporary, JSON.stringify(kept), { mode: 0o600 })
  await rename(temporary, file)
}

/** A damaged file is as good as none: everything in it can be learned again. */
async function readKept(file: string): Promise<Kept> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return isKept(value) ? value : { samples: [] }
  } catch {
    return { samples: [] }
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'samples' in value &&
    Array.isArray(value.samples) &&
    (!('verifiedLog' in value) || isVerifiedLog(value.verifiedLog))
  )
}

export function isVerifiedLog(value: unknown): value is VerifiedLog {
  return (
    typeof value === 'object' &&
    value !== null &&
    'log' in value &&
    typeof value.log === 'string' &&
    'before' in value &&
    typeof value.before === 'string' &&
    'events' in value &&
    typeof value.events === 'number'
  )
}
