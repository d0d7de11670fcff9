import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { describeRestoreJob, type RecoveryPoint, startRestoreJob } from '../clients/backup.ts'
import { deleteFileCopy, nameCopy } from '../clients/efs-copies.ts'
import { findFileSystem } from '../clients/efs.ts'
import { type DatabaseInstance, findDatabaseInstance } from '../clients/rds.ts'
import {
  allowDeletion,
  deleteCopy,
  readInstanceTraits,
  restoreFromSnapshot,
  restoreToMoment,
} from '../clients/rds-restores.ts'
import { awaitJob, awaitState, USUAL_WAITING } from './await-job.ts'
import type { AwsBackupOptions } from './create-backup.ts'
import type { BackupPlace } from './place.ts'
import { databaseFindings, filesFindings } from './verdict.ts'

/** What is restored: a recovery point of the database or any moment of its log, and the files that go with it. */
export interface RestoreSource {
  readonly moment: Date
  /** null: by the log of the database. */
  readonly database: RecoveryPoint | null
  readonly files: RecoveryPoint | null
}

/** What stands beside the running installation, and nobody uses. */
export interface RestoredCopy {
  readonly name: string
  readonly database: DatabaseInstance | undefined
  /** Id of the file system; null where no files were restored. */
  readonly files: string | null
  /** What is wrong with it; empty when nothing is, as far as AWS tells. */
  readonly findings: readonly string[]
  readonly seconds: number
}

export interface CopyOrder {
  readonly place: BackupPlace
  readonly source: RestoreSource
  readonly name: string
}

/** Restores database and files into an instance and a file system of their own; what runs is not touched. */
export async function restoreCopy(options: AwsBackupOptions, order: CopyOrder): Promise<RestoredCopy> {
  const { connection } = options
  const begun = performance.now()
  const { source, place, name } = order
  await beginDatabase(connection, order)
  options.progress.step(
    `Began the database ${name}. It costs as much as ${place.database.identifier} until it is removed.`,
  )
  const files = source.files === null ? null : await beginFiles(options, order, source.files)
  await awaitDatabase(options, name)
  const fileSystem = files === null ? null : await awaitFiles(options, name, files)
  const database = await findDatabaseInstance(connection, name)
  return {
    name,
    database,
    files: fileSystem,
    findings: [
      ...databaseFindings(database, place.database),
      ...(fileSystem === null ? [] : filesFindings(await findFileSystem(connection, fileSystem))),
    ],
    seconds: (performance.now() - begun) / 1000,
  }
}

async function beginDatabase(connection: AwsConnection, { place, source, name }: CopyOrder): Promise<void> {
  const { identifier } = place.database
  const traits = await readInstanceTraits(connection, identifier)
  const copy = { identifier: name, traits, tags: { 'semiont:copy': name } }
  if (source.database === null) await restoreToMoment(connection, { source: identifier, moment: source.moment }, copy)
  else await restoreFromSnapshot(connection, snapshotOf(source.database.arn), copy)
}

/** AWS Backup keeps a database as a snapshot of RDS: `arn:aws:rds:<region>:<account>:snapshot:awsbackup:job-…`. */
export function snapshotOf(recoveryPointArn: string): string {
  const [, snapshot] = /^arn:[^:]*:rds:[^:]*:[^:]*:snapshot:(.+)$/.exec(recoveryPointArn) ?? []
  if (snapshot !== undefined) return snapshot
  throw new IncompleteError(
    `The recovery point ${recoveryPointArn} is not a snapshot of RDS.`,
    'Restore it with AWS Backup: https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-rds.html',
  )
}

async function beginFiles(
  { connection, progress }: AwsBackupOptions,
  { place, name }: CopyOrder,
  { arn, keyArn }: RecoveryPoint,
): Promise<string> {
  const metadata = {
    'file-system-id': place.files.id,
    newFileSystem: 'true',
    CreationToken: name,
    PerformanceMode: place.files.performanceMode,
    Encrypted: 'true',
    ...(keyArn === null ? {} : { KmsKeyId: keyArn }),
  }
  const id = await startRestoreJob(connection, { arn, metadata, roleArn: place.roleArn, token: name })
  progress.step(`Began the files (job ${id}).`)
  return id
}

async function awaitDatabase(options: AwsBackupOptions, name: string): Promise<void> {
  const { connection, waiting = USUAL_WAITING } = options
  await awaitState({ ...options, ...waiting }, `The database ${name}`, async () => {
    const status = (await findDatabaseInstance(connection, name))?.status ?? 'not there yet'
    if (status === 'available') return { done: status }
    if (/failed|incompatible|error/.test(status))
      throw new IncompleteError(
        `The database ${name} is ${status}.`,
        `Look at it: aws rds describe-events --source-type db-instance --source-identifier ${name}`,
      )
    return { state: status }
  })
}

async function awaitFiles(options: AwsBackupOptions, name: string, jobId: string): Promise<string> {
  const { connection, waiting = USUAL_WAITING } = options
  const ask = async () => await describeRestoreJob(connection, jobId)
  const job = await awaitJob('The restore of the files', ask, { ...options, ...waiting })
  const id = (job.result ?? '').split('/').at(-1) ?? ''
  await nameCopy(connection, id, { Name: name, 'semiont:copy': name })
  return id
}

/** Removes a copy of ours again. Returns what could not be removed, with the line that does it. */
export async function removeCopy(
  { connection }: AwsBackupOptions,
  name: string,
  files: string | null,
): Promise<string[]> {
  const left: string[] = []
  const attempt = async (line: string, remove: () => Promise<void>) => {
    await remove().catch((error: unknown) =>
      left.push(`${error instanceof Error ? error.message : String(error)} ${line}`),
    )
  }
  await attempt(`aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier ${name}`, async () => {
    const copy = await findDatabaseInstance(connection, name)
    if (copy === undefined) return
    if (copy.deletionProtection) await allowDeletion(connection, name)
    await deleteCopy(connection, name)
  })
  if (files !== null)
    await attempt(
      `aws efs delete-file-system --file-system-id ${files}`,
      async () => await deleteFileCopy(connection, files),
    )
  return left
}
