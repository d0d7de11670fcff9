import { IncompleteError } from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { describeBackupJob, listRecoveryPoints, type RecoveryPoint, startBackupJob } from '../clients/backup.ts'
import { awaitJob, USUAL_WAITING, type Waiting } from './await-job.ts'
import { type BackupMoment, momentName, momentsOf } from './moments.ts'
import { type BackupPlace, findBackupPlace } from './place.ts'

export interface AwsBackupOptions {
  readonly connection: AwsConnection
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Milliseconds; default USUAL_WAITING. */
  readonly waiting?: Pick<Waiting, 'everyMilliseconds' | 'patienceMilliseconds'>
}

export interface AwsBackupReport {
  readonly name: string
  readonly vault: string
  readonly database: RecoveryPoint
  readonly files: RecoveryPoint
  readonly seconds: number
}

/** Every moment that the vault can go back to, newest first, those of the daily plan too. */
export async function listBackups(connection: AwsConnection): Promise<{ vault: string; moments: BackupMoment[] }> {
  const place = await findBackupPlace(connection)
  return { vault: place.vault, moments: await momentsAt(connection, place) }
}

export async function momentsAt(
  connection: AwsConnection,
  { vault, database, files }: BackupPlace,
): Promise<BackupMoment[]> {
  const points = await listRecoveryPoints(connection, vault)
  const ours = points.filter(({ resourceArn }) => resourceArn === database.arn || resourceArn === files.arn)
  return momentsOf(ours, connection.environment.name)
}

/**
 * A recovery point of the database, and after it one of the files: whatever the database refers to is in them, save what
 * somebody deletes in between. Both end after aws.keep.backupDays.
 * @throws IncompleteError when AWS Backup fails, or a point is not what was asked for
 */
export async function createAwsBackup(options: AwsBackupOptions): Promise<AwsBackupReport> {
  const { connection, now } = options
  const begun = performance.now()
  const place = await findBackupPlace(connection)
  const token = momentName(connection.environment.name, now())
  const database = await backUp(options, place, { what: 'database', arn: place.database.arn, token })
  const files = await backUp(options, place, { what: 'files', arn: place.files.arn, token })
  const name = momentName(connection.environment.name, database.createdAt)
  return { name, vault: place.vault, database, files, seconds: (performance.now() - begun) / 1000 }
}

async function backUp(
  { connection, progress, signal, waiting = USUAL_WAITING }: AwsBackupOptions,
  { vault, roleArn }: BackupPlace,
  { what, arn, token }: { what: 'database' | 'files'; arn: string; token: string },
): Promise<RecoveryPoint> {
  const id = await startBackupJob(connection, {
    vault,
    resourceArn: arn,
    roleArn,
    tags: { 'semiont:backup': token },
    deleteAfterDays: connection.place.keep.backupDays,
    token: `${token}-${what}`,
  })
  progress.step(`Began the backup of the ${what} (job ${id}).`)
  const ask = async () => await describeBackupJob(connection, id)
  const job = await awaitJob(`The backup of the ${what}`, ask, { progress, signal, ...waiting })
  return await checkedPoint(connection, vault, what, job.result)
}

async function checkedPoint(
  connection: AwsConnection,
  vault: string,
  what: string,
  arn: string | null,
): Promise<RecoveryPoint> {
  const point = (await listRecoveryPoints(connection, vault)).find((one) => one.arn === arn)
  const wrong =
    point === undefined
      ? `the vault ${vault} does not hold it`
      : point.status !== 'COMPLETED'
        ? `its recovery point is ${point.status.toLowerCase()}`
        : point.encrypted
          ? undefined
          : 'its recovery point is not encrypted'
  if (point !== undefined && wrong === undefined) return point
  throw new IncompleteError(
    `The backup of the ${what} has ended, but ${wrong ?? 'is not there'}.`,
    `Look at it: aws backup list-recovery-points-by-backup-vault --backup-vault-name ${vault}`,
  )
}
