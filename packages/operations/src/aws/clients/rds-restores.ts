import {
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RestoreDBInstanceFromDBSnapshotCommand,
  RestoreDBInstanceToPointInTimeCommand,
} from '@aws-sdk/client-rds'
import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'

/** What a copy of an instance needs of it, so that it can take its place. */
export interface InstanceTraits {
  readonly DBInstanceClass: string
  readonly DBSubnetGroupName: string
  readonly VpcSecurityGroupIds: string[]
  readonly DBParameterGroupName: string
  readonly MultiAZ: boolean
  readonly EnableIAMDatabaseAuthentication: boolean
}

/** @throws IncompleteError when there is no such instance */
export async function readInstanceTraits(connection: AwsConnection, identifier: string): Promise<InstanceTraits> {
  const client = connection.client(RDSClient)
  try {
    const { DBInstances } = await connection.ask('rds:DescribeDBInstances', (options) =>
      client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }), options),
    )
    const instance = DBInstances?.[0]
    return {
      DBInstanceClass: instance?.DBInstanceClass ?? '',
      DBSubnetGroupName: instance?.DBSubnetGroup?.DBSubnetGroupName ?? '',
      VpcSecurityGroupIds: (instance?.VpcSecurityGroups ?? []).flatMap(
        ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? [],
      ),
      DBParameterGroupName: instance?.DBParameterGroups?.[0]?.DBParameterGroupName ?? '',
      MultiAZ: instance?.MultiAZ ?? false,
      EnableIAMDatabaseAuthentication: instance?.IAMDatabaseAuthenticationEnabled ?? false,
    }
  } catch (error) {
    if (!isAwsError(error, 'DBInstanceNotFound', 'DBInstanceNotFoundFault')) throw error
    throw new IncompleteError(
      `There is no database ${identifier}.`,
      'See which there are: aws rds describe-db-instances',
      {
        cause: error,
      },
    )
  }
}

export interface InstanceCopy {
  /** Name of the new instance. */
  readonly identifier: string
  readonly traits: InstanceTraits
  readonly tags: Readonly<Record<string, string>>
}

/** Begins a new instance with what a snapshot holds. */
export async function restoreFromSnapshot(
  connection: AwsConnection,
  snapshot: string,
  copy: InstanceCopy,
): Promise<void> {
  const client = connection.client(RDSClient)
  await connection.ask('rds:RestoreDBInstanceFromDBSnapshot', (options) =>
    client.send(
      new RestoreDBInstanceFromDBSnapshotCommand({ DBSnapshotIdentifier: snapshot, ...settingsOf(copy) }),
      options,
    ),
  )
}

/** Begins a new instance with what another held at a moment. */
export async function restoreToMoment(
  connection: AwsConnection,
  { source, moment }: { readonly source: string; readonly moment: Date },
  copy: InstanceCopy,
): Promise<void> {
  const client = connection.client(RDSClient)
  const { DBInstanceIdentifier, ...settings } = settingsOf(copy)
  await connection.ask('rds:RestoreDBInstanceToPointInTime', (options) =>
    client.send(
      new RestoreDBInstanceToPointInTimeCommand({
        SourceDBInstanceIdentifier: source,
        TargetDBInstanceIdentifier: DBInstanceIdentifier,
        RestoreTime: moment,
        ...settings,
      }),
      options,
    ),
  )
}

/** Without a last snapshot: only for copies, of which the original is there. */
export async function deleteCopy(connection: AwsConnection, identifier: string): Promise<void> {
  const client = connection.client(RDSClient)
  await connection.ask('rds:DeleteDBInstance', (options) =>
    client.send(
      new DeleteDBInstanceCommand({
        DBInstanceIdentifier: identifier,
        SkipFinalSnapshot: true,
        DeleteAutomatedBackups: true,
      }),
      options,
    ),
  )
}

/** Copies of a protected instance may be protected. */
export async function allowDeletion(connection: AwsConnection, identifier: string): Promise<void> {
  const client = connection.client(RDSClient)
  await connection.ask('rds:ModifyDBInstance', (options) =>
    client.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: identifier,
        DeletionProtection: false,
        ApplyImmediately: true,
      }),
      options,
    ),
  )
}

function settingsOf({ identifier, traits, tags }: InstanceCopy) {
  return {
    DBInstanceIdentifier: identifier,
    ...traits,
    PubliclyAccessible: false,
    CopyTagsToSnapshot: true,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  }
}
