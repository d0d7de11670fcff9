import { type DBInstance, DescribeDBInstancesCommand, DescribeDBSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

export interface DatabaseInstance {
  readonly identifier: string
  readonly arn: string
  /** `available`, `backing-up`, `modifying`, `rebooting`, `storage-full`, `failed` … */
  readonly status: string
  readonly engine: string
  readonly engineVersion: string
  readonly instanceClass: string
  readonly endpoint: string | null
  readonly port: number | null
  readonly multiAz: boolean
  readonly encrypted: boolean
  readonly deletionProtection: boolean
  readonly allocatedGb: number
  /** Storage grows by itself up to this; null where it does not. */
  readonly maximumGb: number | null
  readonly backupRetentionDays: number
  /** `02:30-03:00`, UTC. */
  readonly backupWindow: string | null
  /** `mon:03:30-mon:04:00`, UTC. */
  readonly maintenanceWindow: string | null
  readonly latestRestorableTime: Date | null
  readonly insights: boolean
  /** What a change has asked for that waits for the maintenance window, by AWS's own names. */
  readonly pendingChanges: readonly string[]
  readonly certificateAuthority: string | null
  /** When the certificate it shows ends. */
  readonly certificateValidTill: Date | null
  readonly resourceId: string
  readonly createdAt: Date | null
}

/** Undefined when there is no such instance. */
export async function findDatabaseInstance(
  connection: AwsConnection,
  identifier: string,
): Promise<DatabaseInstance | undefined> {
  const client = connection.client(RDSClient)
  try {
    const { DBInstances = [] } = await connection.ask('rds:DescribeDBInstances', (options) =>
      client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }), options),
    )
    return DBInstances[0] === undefined ? undefined : instanceOf(DBInstances[0])
  } catch (error) {
    if (isAwsError(error, 'DBInstanceNotFound', 'DBInstanceNotFoundFault')) return undefined
    throw error
  }
}

/** When the newest snapshot was made that RDS takes by itself; undefined when there is none. */
export async function findNewestSnapshot(connection: AwsConnection, identifier: string): Promise<Date | undefined> {
  const client = connection.client(RDSClient)
  const snapshots = await allPages(async (Marker) => {
    const input = { DBInstanceIdentifier: identifier, SnapshotType: 'automated', ...(Marker ? { Marker } : {}) }
    const answer = await connection.ask('rds:DescribeDBSnapshots', (options) =>
      client.send(new DescribeDBSnapshotsCommand(input), options),
    )
    const made = (answer.DBSnapshots ?? []).filter(({ Status }) => Status === 'available')
    return { items: made.flatMap(({ SnapshotCreateTime }) => SnapshotCreateTime ?? []), next: answer.Marker }
  })
  return snapshots.toSorted((left, right) => right.getTime() - left.getTime())[0]
}

function instanceOf(instance: DBInstance): DatabaseInstance {
  return {
    identifier: instance.DBInstanceIdentifier ?? '',
    arn: instance.DBInstanceArn ?? '',
    status: instance.DBInstanceStatus ?? 'unknown',
    engine: instance.Engine ?? '',
    engineVersion: instance.EngineVersion ?? '',
    instanceClass: instance.DBInstanceClass ?? '',
    endpoint: instance.Endpoint?.Address ?? null,
    port: instance.Endpoint?.Port ?? null,
    multiAz: instance.MultiAZ ?? false,
    encrypted: instance.StorageEncrypted ?? false,
    deletionProtection: instance.DeletionProtection ?? false,
    allocatedGb: instance.AllocatedStorage ?? 0,
    maximumGb: instance.MaxAllocatedStorage ?? null,
    backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
    backupWindow: instance.PreferredBackupWindow ?? null,
    maintenanceWindow: instance.PreferredMaintenanceWindow ?? null,
    latestRestorableTime: instance.LatestRestorableTime ?? null,
    insights: instance.PerformanceInsightsEnabled ?? false,
    pendingChanges: Object.entries(instance.PendingModifiedValues ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name),
    certificateAuthority: instance.CACertificateIdentifier ?? null,
    certificateValidTill: instance.CertificateDetails?.ValidTill ?? null,
    resourceId: instance.DbiResourceId ?? '',
    createdAt: instance.InstanceCreateTime ?? null,
  }
}
