import { IncompleteError } from '../errors.ts'
import type { Platform, Progress } from '../platform/platform.ts'
import { DamagedArchiveError } from './archive/frames.ts'
import type { Archive } from './archive/read-archive.ts'
import type { BackupStore } from './backup-store.ts'
import { holds } from './blobs/blob-folder.ts'
import { assertLocal } from './create-backup.ts'
import { type LoadedArchive, loadArchive } from './load-archive.ts'
import { openCheckedChain } from './open-chain.ts'
import { type Scratch, withScratch } from './scratch.ts'

export interface VerifyOptions {
  readonly platform: Platform
  readonly store: BackupStore
  readonly name: string
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
}

export interface VerifyReport {
  readonly archive: string
  /** Whether everything in the archive can be had back as it was, and it is young and quick enough. */
  readonly sound: boolean
  /** One sentence each; empty when it is sound. */
  readonly findings: readonly string[]
  readonly digest: string | null
  readonly environment: string | null
  readonly createdAt: string | null
  readonly ageHours: number | null
  /** How old the newest backup may be. */
  readonly rpoHours: number
  /** Measured: reading, loading, comparing; null when it did not come to that. */
  readonly restoreSeconds: number | null
  readonly rtoMinutes: number
  readonly tables: number
  readonly rows: number
  readonly blobs: number
  readonly events: number
}

interface LogReview {
  readonly intact: boolean
  readonly damage: { readonly streamId: string; readonly version: number; readonly reason: string } | null
  readonly events: number
}

/**
 * Restores an archive beside the installation, compares everything, and removes it again. The installation is not touched.
 * @throws UnusableInputError when it is no archive of ours, of a newer format, or a part of its chain is missing
 */
export async function verifyBackup(options: VerifyOptions): Promise<VerifyReport> {
  const { platform, store, name, now, progress, signal } = options
  assertLocal(platform)
  const startedAt = performance.now()
  try {
    const chain = await openCheckedChain(store, name, progress, signal)
    const [archive] = chain
    if (!archive) throw new IncompleteError('There is nothing to verify.', 'Name an archive.')
    const outcome = await platform.withDatabase(
      (access) => withScratch(platform, access, now(), (scratch) => rehearse(options, chain, scratch)),
      signal,
      { createIfMissing: true },
    )
    return judge(options, archive, outcome, (performance.now() - startedAt) / 1000)
  } catch (error) {
    if (error instanceof DamagedArchiveError) return damaged(options, error)
    throw error
  }
}

interface Rehearsal {
  readonly loaded: LoadedArchive
  readonly damagedBlobs: readonly string[]
  readonly log: LogReview
}

async function rehearse(
  { platform, progress, signal }: VerifyOptions,
  chain: readonly Archive[],
  { databaseUrl, staging }: Scratch,
): Promise<Rehearsal> {
  const loaded = await loadArchive({ platform, chain, databaseUrl, staging, progress, signal })
  const damagedBlobs: string[] = []
  for (const { sha256, size } of chain[0]?.manifest.blobs ?? []) {
    signal.throwIfAborted()
    if (!(await holds(staging.pathOf(sha256), sha256, size))) damagedBlobs.push(sha256)
  }
  const review = await platform.runBackendTask({ args: ['verify-log'], databaseUrl, signal })
  const log = JSON.parse(review) as LogReview
  progress.step(`Verified the hash chains of ${log.events} events.`)
  return { loaded, damagedBlobs, log }
}

function judge(
  { platform, now }: VerifyOptions,
  { source, trailer, manifest }: Archive,
  { loaded, damagedBlobs, log }: Rehearsal,
  restoreSeconds: number,
): VerifyReport {
  const { rpoHours, rtoMinutes } = platform.environment.settings.backup
  const ageHours = (now().getTime() - Date.parse(manifest.createdAt)) / 3_600_000
  const findings = [
    ...loaded.differences,
    ...damagedBlobs.map((sha256) => `The document bytes ${sha256} do not come out as they went in.`),
    ...loaded.missingBlobs.map((sha256) => `The document bytes ${sha256} were missing when the archive was made.`),
    ...loaded.foreignTables.map(
      (table) => `The table ${table} is none of Semiont's: a restore leaves it in the archive.`,
    ),
    ...(log.damage
      ? [
          `Event ${log.damage.version} of ${log.damage.streamId} in the log is not as it was written: ${log.damage.reason}.`,
        ]
      : []),
    ...(ageHours > rpoHours ? [`It is ${ageHours.toFixed(1)} hours old; at most ${rpoHours} were wanted.`] : []),
    ...(restoreSeconds > rtoMinutes * 60
      ? [`Restoring it took ${(restoreSeconds / 60).toFixed(1)} minutes; at most ${rtoMinutes} were wanted.`]
      : []),
  ]
  return {
    archive: source.name,
    sound: findings.length === 0,
    findings,
    digest: trailer.digest,
    environment: manifest.environment,
    createdAt: manifest.createdAt,
    ageHours,
    rpoHours,
    restoreSeconds,
    rtoMinutes,
    tables: manifest.database.tables.length,
    rows: loaded.rows,
    blobs: manifest.blobs.length,
    events: log.events,
  }
}

function damaged({ platform, name }: VerifyOptions, { message }: DamagedArchiveError): VerifyReport {
  const { rpoHours, rtoMinutes } = platform.environment.settings.backup
  return {
    archive: name,
    sound: false,
    findings: [message.replace(' Nothing was changed.', '')],
    digest: null,
    environment: null,
    createdAt: null,
    ageHours: null,
    rpoHours,
    restoreSeconds: null,
    rtoMinutes,
    tables: 0,
    rows: 0,
    blobs: 0,
    events: 0,
  }
}
