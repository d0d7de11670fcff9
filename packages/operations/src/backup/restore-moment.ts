import { join } from 'node:path'
import { dataDirectoryOf } from '@semiont/config'
import { UnusableInputError } from '../errors.ts'
import type { MomentReport, Platform, PointInTime, Progress } from '../platform/platform.ts'
import { openBlobFolder } from './blobs/blob-folder.ts'
import { listReferencedBlobs } from './blobs/referenced-blobs.ts'
import { withArchiveSession } from './database/session.ts'

export interface RestoreMomentOptions {
  readonly platform: Platform
  readonly moment: Date
  readonly keepOld?: boolean
  confirm(what: string): Promise<void>
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Takes the database back to a moment. Documents are not taken back: their bytes are never changed, but those of documents
 * deleted since may be gone; the report names them.
 * @throws UnusableInputError where the log of the database is not kept
 */
export async function restoreMoment(options: RestoreMomentOptions): Promise<MomentReport> {
  const { platform, moment, now, progress, signal } = options
  const pointInTime = assertKept(platform)
  await options.confirm(`This takes the database of ${platform.environment.name} back to ${moment.toISOString()}.`)
  return await pointInTime.restoreTo(moment, {
    keepOld: options.keepOld === true,
    findMissingBlobs: (databaseUrl) => findMissingBlobs(platform, databaseUrl, signal),
    now,
    progress,
    signal,
  })
}

/** The first moment that can be restored; null while there is none. */
export async function earliestMoment(platform: Platform): Promise<Date | null> {
  return (await assertKept(platform).bases())?.earliest ?? null
}

function assertKept(platform: Platform): PointInTime {
  if (platform.pointInTime) return platform.pointInTime
  const { name } = platform.environment
  throw new UnusableInputError(
    `The write-ahead log of ${name} is not kept, so it cannot be taken back to a moment. Nothing was changed.`,
    `From now on: semiont configure ${name} set database.walArchiving true, restart Semiont, then semiont backup. Until then, restore an archive.`,
  )
}

async function findMissingBlobs(platform: Platform, databaseUrl: string, signal: AbortSignal): Promise<string[]> {
  const referenced = await withArchiveSession(databaseUrl, signal, listReferencedBlobs)
  for await (const { sha256 } of openBlobFolder(join(dataDirectoryOf(platform.environment), 'blobs')).list())
    referenced.delete(sha256)
  return [...referenced]
}
