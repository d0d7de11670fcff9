import type { JsonObject } from '../aws-calls.ts'
import type { Machines } from '../fargate/machines.ts'
import { text } from '../json.ts'
import type { Answers } from '../wire/front.ts'
import type { Route } from '../wire/question.ts'
import type { Job, RecoveryPoint, Vault } from './vault.ts'

const DAY = 24 * 60 * 60

/** Where AWS Backup's REST API has these operations. */
export const BACKUP_ROUTES: readonly Route[] = [
  ['PUT', '/backup-jobs', 'StartBackupJob'],
  ['GET', '/backup-jobs/{BackupJobId}', 'DescribeBackupJob'],
  ['GET', '/backup-vaults/{BackupVaultName}/recovery-points', 'ListRecoveryPointsByBackupVault'],
  ['PUT', '/restore-jobs', 'StartRestoreJob'],
  ['GET', '/restore-jobs/{RestoreJobId}', 'DescribeRestoreJob'],
  ['PUT', '/restore-jobs/{RestoreJobId}/validations', 'PutRestoreValidationResult'],
].map(([method = '', path = '', operation = '']) => ({ service: 'backup', method, path, operation }))

/** Backups and restores of which the bytes matter; RDS itself stays moto's. */
export function vaultAnswers(vault: Vault, machines: Machines): Answers {
  return {
    'backup:StartBackupJob': async (input) => {
      const job = await vault.backUp(input)
      return { BackupJobId: job.id, RecoveryPointArn: job.point.arn, CreationDate: job.startedAt / 1000 }
    },
    'backup:DescribeBackupJob': ({ BackupJobId }) => describedBackup(vault.job(text(BackupJobId)), vault.failsWith),
    'backup:ListRecoveryPointsByBackupVault': ({ BackupVaultName }) => ({
      RecoveryPoints: vault.points.filter((point) => point.vault === BackupVaultName).map(describedPoint),
    }),
    'backup:StartRestoreJob': async (input) => ({ RestoreJobId: (await vault.restore(input)).id }),
    'backup:DescribeRestoreJob': ({ RestoreJobId }) => describedRestore(vault.job(text(RestoreJobId)), vault),
    'backup:PutRestoreValidationResult': ({ RestoreJobId, ValidationStatus, ValidationStatusMessage = '' }) => {
      const validation = { status: text(ValidationStatus), message: text(ValidationStatusMessage) }
      vault.job(text(RestoreJobId)).validation = validation
      return {}
    },
    'rds:CreateDBSnapshot': async ({ DBInstanceIdentifier, DBSnapshotIdentifier }) => {
      await machines.keepDatabase(text(DBInstanceIdentifier), text(DBSnapshotIdentifier))
      return undefined
    },
    'rds:RestoreDBInstanceFromDBSnapshot': ({ DBInstanceIdentifier, DBSnapshotIdentifier }) => {
      machines.beginWith(text(DBInstanceIdentifier), text(DBSnapshotIdentifier))
      return undefined
    },
    'rds:RestoreDBInstanceToPointInTime': async ({ SourceDBInstanceIdentifier, TargetDBInstanceIdentifier }) => {
      const target = text(TargetDBInstanceIdentifier)
      await machines.keepDatabase(text(SourceDBInstanceIdentifier), `moment-for-${target}`)
      machines.beginWith(target, `moment-for-${target}`)
      return undefined
    },
    'rds:DeleteDBInstance': async ({ DBInstanceIdentifier }) => {
      await machines.remove(text(DBInstanceIdentifier))
      return undefined
    },
  }
}

/** moto has no snapshots of AWS Backup: theirs have a colon in their names, which it refuses. */
export function asMotoSpells(form: string): string {
  return form.replaceAll('awsbackup%3A', 'awsbackup-')
}

function describedBackup({ id, point, startedAt, endedAt }: Job, failure: string | undefined): JsonObject {
  return {
    BackupJobId: id,
    BackupVaultName: point.vault,
    RecoveryPointArn: point.arn,
    ResourceArn: point.resourceArn,
    ResourceType: point.kind,
    State: failure === undefined ? 'COMPLETED' : 'FAILED',
    ...(failure === undefined ? {} : { StatusMessage: failure }),
    PercentDone: '100.0',
    CreationDate: startedAt / 1000,
    CompletionDate: endedAt / 1000,
    BackupSizeInBytes: point.bytes,
  }
}

function describedRestore(
  { id, point, startedAt, endedAt, created, validation }: Job,
  { testingPlanArn }: Vault,
): JsonObject {
  return {
    ...(testingPlanArn === undefined ? {} : { CreatedBy: { RestoreTestingPlanArn: testingPlanArn } }),
    RestoreJobId: id,
    RecoveryPointArn: point.arn,
    ResourceType: point.kind,
    Status: 'COMPLETED',
    PercentDone: '100.00%',
    CreationDate: startedAt / 1000,
    CompletionDate: endedAt / 1000,
    CreatedResourceArn: created,
    ...(validation === null
      ? {}
      : { ValidationStatus: validation.status, ValidationStatusMessage: validation.message }),
  }
}

function describedPoint({ createdAt, deleteAfterDays, ...point }: RecoveryPoint): JsonObject {
  const begun = createdAt / 1000
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: point.vault,
    ResourceArn: point.resourceArn,
    ResourceType: point.kind,
    Status: 'COMPLETED',
    CreationDate: begun,
    CompletionDate: begun,
    BackupSizeInBytes: point.bytes,
    IsEncrypted: point.keyArn !== '',
    ...(point.keyArn === '' ? {} : { EncryptionKeyArn: point.keyArn }),
    ...(deleteAfterDays === null ? {} : { CalculatedLifecycle: { DeleteAt: begun + deleteAfterDays * DAY } }),
  }
}
