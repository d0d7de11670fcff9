import { IncompleteError } from '../../errors.ts'
import { AwsConnection } from '../account/connection.ts'
import { type AwsBackupOptions, listBackups } from './create-backup.ts'
import type { Prepared } from './restore-backup.ts'
import { type LogReview, reviewCopiedLog } from './review-copy.ts'
import { removeCopy, type RestoredCopy, restoreCopy } from './restore-copy.ts'

export interface AwsVerifyReport {
  readonly archive: string
  readonly sound: boolean
  /** One sentence each; empty when it is sound. */
  readonly findings: readonly string[]
  readonly createdAt: string
  readonly ageHours: number
  readonly rpoHours: number
  readonly restoreSeconds: number
  readonly rtoMinutes: number
  /** Of the restored log, each verified by its hash; null when that could not be done, which is a finding. */
  readonly events: number | null
  /** What could not be removed again, with the line that does it. */
  readonly left: readonly string[]
}

/** The name of the newest backup. @throws IncompleteError when the vault holds none */
export async function newestBackup({ connection }: Pick<AwsBackupOptions, 'connection'>): Promise<string> {
  const { vault, moments } = await listBackups(connection)
  if (moments[0] !== undefined) return moments[0].name
  throw new IncompleteError(
    `The vault ${vault} holds no complete backup of the database.`,
    'Make one with: semiont backup',
  )
}

/** Restores into a copy, looks at it, and removes it again, whatever came of it. */
export async function verifyAwsBackup(options: AwsBackupOptions, prepared: Prepared): Promise<AwsVerifyReport> {
  const { place, source, plan } = prepared
  let copy: RestoredCopy | undefined
  let log: LogReview | undefined
  let left: readonly string[]
  try {
    copy = await restoreCopy(options, { place, source, name: plan.copy })
    log = await reviewCopiedLog(options, copy, { resetPasswords: true })
  } finally {
    // Someone who stops the command wants no copy that costs.
    left = await removeCopy(withoutSignal(options), plan.copy, copy?.files ?? null)
    for (const one of left) options.progress.step(`Not removed: ${one}`)
  }
  return judge(options, prepared, { copy, log, left })
}

function judge(
  { connection, now }: AwsBackupOptions,
  { source, plan }: Prepared,
  { copy, log, left }: { copy: RestoredCopy; log: LogReview; left: readonly string[] },
): AwsVerifyReport {
  const { rpoHours, rtoMinutes } = connection.environment.settings.backup
  const ageHours = (now().getTime() - source.moment.getTime()) / 3_600_000
  const findings = [
    ...copy.findings,
    ...log.findings,
    ...(source.files === null ? ['There is no backup of the files that belongs to it.'] : []),
    ...(plan.filesAreOlder
      ? ['The files were backed up before the database: documents in between may be missing.']
      : []),
    ...(ageHours > rpoHours ? [`It is ${ageHours.toFixed(1)} h old; at most ${rpoHours} h are wanted.`] : []),
    ...(copy.seconds > rtoMinutes * 60 ? [`Restoring took longer than the ${rtoMinutes} min wanted.`] : []),
  ]
  return {
    archive: plan.target,
    sound: findings.length === 0,
    findings,
    createdAt: plan.moment,
    ageHours,
    rpoHours,
    restoreSeconds: copy.seconds,
    rtoMinutes,
    events: log.events,
    left,
  }
}

function withoutSignal(options: AwsBackupOptions): AwsBackupOptions {
  return {
    ...options,
    connection: new AwsConnection(options.connection.environment),
    signal: new AbortController().signal,
  }
}
