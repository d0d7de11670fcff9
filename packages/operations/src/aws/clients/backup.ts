import {
  BackupClient,
  DescribeBackupJobCommand,
  DescribeRestoreJobCommand,
  ListRecoveryPointsByBackupVaultCommand,
  PutRestoreValidationResultCommand,
  StartBackupJobCommand,
  StartRestoreJobCommand,
} from '@aws-sdk/client-backup'
import type { AwsConnection } from '../account/connection.ts'
import { allPages } from './batches.ts'

export interface RecoveryPoint {
  readonly arn: string
  /** What it is of. */
  readonly resourceArn: string
  /** `RDS`, `EFS` … */
  readonly kind: string
  /** `COMPLETED`, `PARTIAL`, `DELETING`, `EXPIRED` … */
  readonly status: string
  readonly createdAt: Date
  readonly bytes: number
  readonly encrypted: boolean
  readonly keyArn: string | null
  /** When AWS Backup removes it; null for never. */
  readonly endsAt: Date | null
}

/** Everything that a vault holds. */
export async function listRecoveryPoints(connection: AwsConnection, vault: string): Promise<RecoveryPoint[]> {
  const client = connection.client(BackupClient)
  return await allPages(async (NextToken) => {
    const page = await connection.ask('backup:ListRecoveryPointsByBackupVault', (options) =>
      client.send(
        new ListRecoveryPointsByBackupVaultCommand({
          BackupVaultName: vault,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
        options,
      ),
    )
    const items = (page.RecoveryPoints ?? []).map((point) => ({
      arn: point.RecoveryPointArn ?? '',
      resourceArn: point.ResourceArn ?? '',
      kind: point.ResourceType ?? 'unknown',
      status: point.Status ?? 'unknown',
      createdAt: point.CreationDate ?? new Date(0),
      bytes: point.BackupSizeInBytes ?? 0,
      encrypted: point.IsEncrypted ?? false,
      keyArn: point.EncryptionKeyArn ?? null,
      endsAt: point.CalculatedLifecycle?.DeleteAt ?? null,
    }))
    return { items, next: page.NextToken }
  })
}

export interface BackupOrder {
  readonly vault: string
  readonly resourceArn: string
  /** The role with which AWS Backup works. */
  readonly roleArn: string
  readonly tags: Readonly<Record<string, string>>
  readonly deleteAfterDays: number
  /** The same order given twice with it is one job. */
  readonly token: string
}

/** Returns the id of the job. */
export async function startBackupJob(connection: AwsConnection, order: BackupOrder): Promise<string> {
  const client = connection.client(BackupClient)
  const { BackupJobId = '' } = await connection.ask('backup:StartBackupJob', (options) =>
    client.send(
      new StartBackupJobCommand({
        BackupVaultName: order.vault,
        ResourceArn: order.resourceArn,
        IamRoleArn: order.roleArn,
        RecoveryPointTags: { ...order.tags },
        Lifecycle: { DeleteAfterDays: order.deleteAfterDays },
        IdempotencyToken: order.token,
      }),
      options,
    ),
  )
  return BackupJobId
}

export interface JobState {
  readonly id: string
  /** `COMPLETED` is the one good end; `ABORTED`, `FAILED`, `EXPIRED`, `PARTIAL` are others; else it goes on. */
  readonly status: string
  readonly message: string | null
  /** As AWS words it: `37.5`. */
  readonly percent: string | null
  /** The recovery point, or what was restored. */
  readonly result: string | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
}

export async function describeBackupJob(connection: AwsConnection, id: string): Promise<JobState> {
  const client = connection.client(BackupClient)
  const job = await connection.ask('backup:DescribeBackupJob', (options) =>
    client.send(new DescribeBackupJobCommand({ BackupJobId: id }), options),
  )
  return {
    id,
    status: job.State ?? 'unknown',
    message: job.StatusMessage ?? null,
    percent: job.PercentDone ?? null,
    result: job.RecoveryPointArn ?? null,
    startedAt: job.CreationDate ?? null,
    endedAt: job.CompletionDate ?? null,
  }
}

export interface RestoreOrder {
  readonly arn: string
  readonly metadata: Readonly<Record<string, string>>
  readonly roleArn: string
  readonly token: string
}

/** Returns the id of the job. */
export async function startRestoreJob(connection: AwsConnection, order: RestoreOrder): Promise<string> {
  const client = connection.client(BackupClient)
  const { RestoreJobId = '' } = await connection.ask('backup:StartRestoreJob', (options) =>
    client.send(
      new StartRestoreJobCommand({
        RecoveryPointArn: order.arn,
        Metadata: { ...order.metadata },
        IamRoleArn: order.roleArn,
        IdempotencyToken: order.token,
      }),
      options,
    ),
  )
  return RestoreJobId
}

export interface RestoreJob extends JobState {
  /** `RDS`, `EFS` … */
  readonly kind: string
  /** The restore testing plan that has begun it; null for a restore that somebody asked for. */
  readonly testingPlanArn: string | null
  readonly validation: string | null
}

export async function describeRestoreJob(connection: AwsConnection, id: string): Promise<RestoreJob> {
  const client = connection.client(BackupClient)
  const job = await connection.ask('backup:DescribeRestoreJob', (options) =>
    client.send(new DescribeRestoreJobCommand({ RestoreJobId: id }), options),
  )
  return {
    id,
    status: job.Status ?? 'unknown',
    message: job.StatusMessage ?? null,
    percent: job.PercentDone ?? null,
    result: job.CreatedResourceArn ?? null,
    startedAt: job.CreationDate ?? null,
    endedAt: job.CompletionDate ?? null,
    kind: job.ResourceType ?? 'unknown',
    testingPlanArn: job.CreatedBy?.RestoreTestingPlanArn ?? null,
    validation: job.ValidationStatus ?? null,
  }
}

/** What the report on restore tests says from then on. */
export async function reportRestoreTest(
  connection: AwsConnection,
  id: string,
  verdict: { readonly passed: boolean; readonly message: string },
): Promise<void> {
  const client = connection.client(BackupClient)
  await connection.ask('backup:PutRestoreValidationResult', (options) =>
    client.send(
      new PutRestoreValidationResultCommand({
        RestoreJobId: id,
        ValidationStatus: verdict.passed ? 'SUCCESSFUL' : 'FAILED',
        ValidationStatusMessage: verdict.message,
      }),
      options,
    ),
  )
}
