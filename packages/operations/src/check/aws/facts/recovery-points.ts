import { listRecoveryPoints } from '../../../aws/clients/backup.ts'
import { findDatabaseInstance, findNewestSnapshot } from '../../../aws/clients/rds.ts'
import { findFileSystem } from '../../../aws/clients/efs.ts'
import type { Account } from '../account.ts'

export interface KeptCopies {
  readonly of: 'database' | 'storage'
  /** ISO 8601; null when AWS Backup has no complete one. */
  readonly newest: string | null
  readonly count: number
}

export interface RecoveryPointsFact {
  readonly vault: string
  readonly copies: readonly KeptCopies[]
  /** The newest snapshot that RDS has made by itself, ISO 8601. */
  readonly snapshotAt: string | null
  /** When the database was made, ISO 8601: one of today has no backup yet. */
  readonly since: string | null
}

/** What AWS Backup keeps of database and files. */
export async function gatherRecoveryPoints({ connection, stack }: Account): Promise<RecoveryPointsFact> {
  const outputs = await stack('infra')
  const vault = outputs.get('BackupVaultName')
  const identifier = outputs.get('DatabaseIdentifier')
  const [points, instance, system, snapshotAt] = await Promise.all([
    listRecoveryPoints(connection, vault),
    findDatabaseInstance(connection, identifier),
    findFileSystem(connection, outputs.get('EFSFileSystemId')),
    findNewestSnapshot(connection, identifier),
  ])
  const arns = { database: instance?.arn, storage: system?.arn }
  const copies = (['database', 'storage'] as const).map((of): KeptCopies => {
    const complete = points.filter(({ resourceArn, status }) => resourceArn === arns[of] && status === 'COMPLETED')
    const times = complete.map(({ createdAt }) => createdAt.getTime())
    return {
      of,
      newest: times.length === 0 ? null : new Date(Math.max(...times)).toISOString(),
      count: complete.length,
    }
  })
  return {
    vault,
    copies,
    snapshotAt: snapshotAt?.toISOString() ?? null,
    since: instance?.createdAt?.toISOString() ?? null,
  }
}
