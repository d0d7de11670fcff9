import { UnusableInputError } from '../../errors.ts'
import { type AwsBackupOptions, momentsAt } from './create-backup.ts'
import { listRecoveryPoints } from '../clients/backup.ts'
import { type BackupMoment, copyName, expectedMinutes, filesFor } from './moments.ts'
import { type BackupPlace, findBackupPlace } from './place.ts'
import { type LogReview, reviewCopiedLog } from './review-copy.ts'
import { type RestoredCopy, restoreCopy, type RestoreSource } from './restore-copy.ts'
import { switchSteps } from './switch-steps.ts'

/** By the name of a moment, or any moment that the log of the database reaches. */
export type RestoreTarget = { readonly name: string } | { readonly moment: Date }

export interface RestorePlan {
  readonly target: string
  readonly moment: string
  /** Names that the copies will have. */
  readonly copy: string
  readonly files: string | null
  /** The files are from before the database's moment: documents of the time between may be missing. */
  readonly filesAreOlder: boolean
  readonly minutes: { readonly least: number; readonly most: number }
  readonly instanceClass: string
  readonly storageGb: number
}

export interface Prepared {
  readonly place: BackupPlace
  readonly source: RestoreSource
  readonly plan: RestorePlan
}

/**
 * Finds what is to be restored, and what it will take.
 * @throws UnusableInputError when there is no such backup, or the log does not reach the moment
 */
export async function prepareRestore(
  { connection, now }: Pick<AwsBackupOptions, 'connection' | 'now'>,
  target: RestoreTarget,
  purpose: 'restored' | 'verify',
): Promise<Prepared> {
  const place = await findBackupPlace(connection)
  const found = 'name' in target ? byName(await momentsAt(connection, place), target.name) : undefined
  const source = found
    ? { moment: found.at, database: found.database, files: found.files, filesAreOlder: found.filesAreOlder }
    : await byLog(connection, place, 'moment' in target ? target.moment : now())
  const bytes =
    Math.max(source.database?.bytes ?? 0, place.database.allocatedGb * 1_000_000_000) + (source.files?.bytes ?? 0)
  return {
    place,
    source,
    plan: {
      target: 'name' in target ? target.name : target.moment.toISOString(),
      moment: source.moment.toISOString(),
      copy: copyName(purpose, now()),
      files: source.files?.arn ?? null,
      filesAreOlder: source.filesAreOlder,
      minutes: expectedMinutes(bytes),
      instanceClass: place.database.instanceClass,
      storageGb: place.database.allocatedGb,
    },
  }
}

function byName(moments: readonly BackupMoment[], name: string): BackupMoment {
  const found = moments.find((moment) => moment.name === name)
  if (found !== undefined) return found
  const newest = moments[0] === undefined ? 'The vault holds none.' : `The newest is ${moments[0].name}.`
  throw new UnusableInputError(`There is no backup ${name}. ${newest}`, 'See which there are: semiont backup list')
}

async function byLog(
  connection: AwsBackupOptions['connection'],
  { vault, database, files }: BackupPlace,
  moment: Date,
): Promise<RestoreSource & { filesAreOlder: boolean }> {
  const { latestRestorableTime: latest, identifier } = database
  if (latest !== null && moment > latest)
    throw new UnusableInputError(
      `The log of ${identifier} reaches to ${latest.toISOString()}, not to ${moment.toISOString()}.`,
      'Name an earlier moment, or wait: the log is five minutes behind.',
    )
  const points = await listRecoveryPoints(connection, vault)
  const ofFiles = points.filter(({ resourceArn, status }) => resourceArn === files.arn && status === 'COMPLETED')
  return { moment, database: null, ...filesFor(moment, ofFiles) }
}

export interface AwsRestoreReport {
  readonly plan: RestorePlan
  readonly copy: RestoredCopy
  readonly log: LogReview
  /** What to type to put the copy in the place of what runs. Nothing of that was done. */
  readonly switch: readonly string[]
}

/** Restores beside what runs, and says how to change over. Nothing is ever overwritten. */
export async function restoreBeside(
  options: AwsBackupOptions,
  { place, source, plan }: Prepared,
): Promise<AwsRestoreReport> {
  const copy = await restoreCopy(options, { place, source, name: plan.copy })
  return {
    plan,
    copy,
    log: await reviewCopiedLog(options, copy, { resetPasswords: false }),
    switch: switchSteps({
      environment: options.connection.environment.name,
      database: place.database.identifier,
      copy: plan.copy,
      files: place.files.id,
      copiedFiles: copy.files,
      backupRetentionDays: place.database.backupRetentionDays,
    }),
  }
}
