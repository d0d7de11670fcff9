import type { AwsSettings } from '@semiont/config'
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  BackupPlan,
  BackupPlanRule,
  BackupResource,
  BackupVault,
  CfnRestoreTestingPlan,
  CfnRestoreTestingSelection,
} from 'aws-cdk-lib/aws-backup'
import { Schedule } from 'aws-cdk-lib/aws-events'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { DatabaseInstance } from 'aws-cdk-lib/aws-rds'
import type { FileSystem } from 'aws-cdk-lib/aws-efs'
import type { Construct } from 'constructs'
import type { Keys } from './keys.ts'

export interface Backups {
  readonly vault: BackupVault
  /** With it AWS Backup takes what it keeps, and puts it back. */
  readonly role: Role
}

/** Daily recovery points of database and files in one vault, and a weekly restore of each, to know that they can be restored. */
export function createBackups(
  scope: Construct,
  { keys, aws, database, files }: { keys: Keys; aws: AwsSettings; database: DatabaseInstance; files: FileSystem },
): Backups {
  const vault = new BackupVault(scope, 'BackupVault', {
    backupVaultName: 'semiont',
    encryptionKey: keys.data,
    blockRecoveryPointDeletion: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const plan = new BackupPlan(scope, 'BackupPlan', {
    backupPlanName: 'semiont-daily',
    backupVault: vault,
    backupPlanRules: [
      new BackupPlanRule({
        ruleName: 'daily',
        scheduleExpression: Schedule.cron({ hour: '2', minute: '15' }),
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(4),
        deleteAfter: Duration.days(aws.keep.backupDays),
      }),
    ],
  })
  const role = new Role(scope, 'BackupRole', {
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    managedPolicies: ['ForBackup', 'ForRestores'].map((policy) =>
      ManagedPolicy.fromAwsManagedPolicyName(`service-role/AWSBackupServiceRolePolicy${policy}`),
    ),
  })
  plan.addSelection('DatabaseAndFiles', {
    role,
    backupSelectionName: 'semiont',
    resources: [BackupResource.fromRdsDatabaseInstance(database), BackupResource.fromEfsFileSystem(files)],
  })
  createRestoreTests(scope, { aws, vault, database, files })
  return { vault, role }
}

/** AWS Backup restores the newest recovery point by itself, keeps it for a day so that it can be looked into, and removes it. */
function createRestoreTests(
  scope: Construct,
  {
    aws,
    vault,
    database,
    files,
  }: { aws: AwsSettings; vault: BackupVault; database: DatabaseInstance; files: FileSystem },
): void {
  const plan = new CfnRestoreTestingPlan(scope, 'RestoreTests', {
    restoreTestingPlanName: 'semiont_weekly',
    scheduleExpression: aws.scheduled.restoreTests,
    startWindowHours: 4,
    recoveryPointSelection: {
      algorithm: 'LATEST_WITHIN_WINDOW',
      includeVaults: [vault.backupVaultArn],
      recoveryPointTypes: ['SNAPSHOT'],
      selectionWindowDays: 7,
    },
  })
  const role = new Role(scope, 'RestoreTestRole', {
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForRestores')],
  })
  const selections = { Database: ['RDS', database.instanceArn], Files: ['EFS', files.fileSystemArn] } as const
  for (const [id, [type, arn]] of Object.entries(selections)) {
    const selection = new CfnRestoreTestingSelection(scope, `RestoreTest${id}`, {
      restoreTestingPlanName: plan.restoreTestingPlanName,
      restoreTestingSelectionName: `semiont_${id.toLowerCase()}`,
      protectedResourceType: type,
      protectedResourceArns: [arn],
      iamRoleArn: role.roleArn,
      validationWindowHours: 24,
    })
    selection.addResourceDependency(plan)
  }
}
