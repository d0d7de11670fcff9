import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Arns } from './arns.ts'
import { allow } from './statement.ts'

export interface OperationsContext {
  readonly arns: Arns
  readonly region: string
  readonly keys: { readonly data: string; readonly logs: string }
  /** The role with which AWS Backup works; handed over with a backup or a restore. */
  readonly backupRole: string
  readonly backupVault: string
  /** The file system in use. */
  readonly files: string
  /** Secrets that `semiont` may read and change; the administrator's of the database is not among them. */
  readonly secrets: readonly string[]
}

/**
 * What restart, exec, deploy, publish, secrets, backup, archive-logs and notify need beside what the verification role reads.
 * Changing the infrastructure stack is not among it: who may put a template there may do everything.
 */
export function operationsStatements(context: OperationsContext): Readonly<Record<string, PolicyStatement[]>> {
  return {
    Services: serviceStatements(context),
    Releases: releaseStatements(context),
    Keeping: keepingStatements(context),
  }
}

function serviceStatements({ arns }: OperationsContext): PolicyStatement[] {
  const inOurCluster = { ArnEquals: { 'ecs:cluster': arns.cluster } }
  return [
    allow('ChangeServices', 'ecs', 'UpdateService', [arns.services], inOurCluster),
    allow('RunTasks', 'ecs', 'RunTask', [arns.taskDefinitions], inOurCluster),
    allow('StopTasks', 'ecs', 'StopTask', [arns.tasks], inOurCluster),
    allow('LookIntoTasks', 'ecs', 'ExecuteCommand', [arns.cluster, arns.tasks]),
    allow('NameTasks', 'ecs', 'TagResource', [arns.tasks], { StringEquals: { 'ecs:CreateAction': 'RunTask' } }),
    allow('ScaleServices', 'application-autoscaling', 'RegisterScalableTarget', [arns.scalableTargets], {
      StringEquals: { 'application-autoscaling:service-namespace': 'ecs' },
    }),
    allow('DefineTasks', 'ecs', 'RegisterTaskDefinition', [arns.taskDefinitions]),
    allow('ForgetTasks', 'ecs', 'DeregisterTaskDefinition', ['*']),
    allow('HandRolesToTasks', 'iam', 'PassRole', [arns.appRoles], {
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
  ]
}

function releaseStatements({ arns }: OperationsContext): PolicyStatement[] {
  return [
    allow(
      'ChangeTheApplicationStack',
      'cloudformation',
      `
        CancelUpdateStack ContinueUpdateRollback CreateChangeSet DeleteChangeSet ExecuteChangeSet RollbackStack
        TagResource UpdateTerminationProtection`,
      [arns.stacks.app],
      // With no role named, CloudFormation goes on with the one the stack was made with.
      { StringEqualsIfExists: { 'cloudformation:RoleArn': arns.deploymentRole } },
    ),
    allow('JudgeTemplates', 'cloudformation', 'GetTemplateSummary ValidateTemplate', ['*']),
    allow('HandTheDeploymentRoleOver', 'iam', 'PassRole', [arns.deploymentRole], {
      StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    }),
    allow(
      'LeaveTemplatesAndFunctions',
      's3',
      'GetBucketLocation GetEncryptionConfiguration GetObject ListBucket PutObject',
      [arns.cdkAssets, `${arns.cdkAssets}/*`],
    ),
    allow('WorkWithTheCdk', 'sts', 'AssumeRole', arns.cdkRoles),
    allow('KnowTheCdk', 'ssm', 'GetParameter GetParameters', [arns.cdkVersion]),
    allow(
      'PushImages',
      'ecr',
      `
        BatchCheckLayerAvailability BatchGetImage CompleteLayerUpload GetDownloadUrlForLayer InitiateLayerUpload
        PutImage StartImageScan UploadLayerPart`,
      [arns.repositories],
    ),
    allow('SignInToTheRegistry', 'ecr', 'GetAuthorizationToken', ['*']),
    allow('RememberWhatWasDone', 'ssm', 'PutParameter', arns.parameters.written),
  ]
}

function keepingStatements(context: OperationsContext): PolicyStatement[] {
  const { arns, region, keys, secrets } = context
  const through = (...services: string[]) => ({
    StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) },
  })
  return [
    allow(
      'ReadAndChangeSecrets',
      'secretsmanager',
      'CancelRotateSecret GetSecretValue PutSecretValue RotateSecret UpdateSecretVersionStage',
      [...secrets],
    ),
    allow('RotateWithTheFunction', 'lambda', 'InvokeFunction', [arns.rotationFunction]),
    allow('KeyOfTheSecrets', 'kms', 'Decrypt GenerateDataKey', [keys.data], through('secretsmanager')),
    allow('SendNotices', 'sns', 'Publish', [arns.topic]),
    allow('KeyOfNotices', 'kms', 'Decrypt GenerateDataKey', [keys.logs], through('sns')),
    allow('ArchiveLogs', 'logs', 'CancelExportTask CreateExportTask DeleteLogStream', [
      arns.applicationLogs,
      `${arns.applicationLogs}:*`,
    ]),
    allow('ReadTheArchive', 's3', 'GetObject', [`${arns.logArchive}/*`]),
    allow('NoteWhatWasArchived', 's3', 'PutObject', [`${arns.logArchive}/*`]),
    allow('EndANote', 's3', 'DeleteObject', [`${arns.logArchive}/semiont/*`]),
    allow('ShareLockAndAuditTrail', 's3', 'GetObject PutObject', [
      `${arns.operations}/audit/*`,
      `${arns.operations}/deploy-lock.json`,
    ]),
    allow('KeyOfTheAuditTrail', 'kms', 'Decrypt GenerateDataKey', [keys.logs], through('s3')),
    ...backupStatements(context, through('rds', 'backup', 'elasticfilesystem')),
  ]
}

/** Backups are made and restored beside what is there; of that, and of what is kept, nothing can be removed. */
function backupStatements(
  { arns, keys, backupRole, backupVault, files }: OperationsContext,
  through: Readonly<Record<string, unknown>>,
): PolicyStatement[] {
  const restore = 'RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime'
  const isCopy = { Null: { 'aws:ResourceTag/semiont:copy': 'false' } }
  return [
    allow('BackUp', 'backup', 'StartBackupJob', [backupVault]),
    allow('Restore', 'backup', 'GetRecoveryPointRestoreMetadata StartRestoreJob', arns.recoveryPoints),
    allow('SayHowARestoreTestEnded', 'backup', 'PutRestoreValidationResult', ['*']),
    allow('HandTheBackupRoleOver', 'iam', 'PassRole', [backupRole], {
      StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' },
    }),
    allow('RestoreTheDatabase', 'rds', restore, [arns.database, ...arns.databaseCopies, ...arns.databaseParts]),
    allow('KeepCopiesOfTheDatabase', 'rds', 'AddTagsToResource DeleteDBInstance ModifyDBInstance', arns.databaseCopies),
    allow('KeyOfBackups', 'kms', 'CreateGrant Decrypt DescribeKey GenerateDataKey', [keys.data], through),
    allow('NameCopiesOfFiles', 'elasticfilesystem', 'TagResource', [arns.fileSystems]),
    allow('RemoveCopiesOfFiles', 'elasticfilesystem', 'DeleteFileSystem', [arns.fileSystems], isCopy),
    new PolicyStatement({
      sid: 'NeverTheFilesInUse',
      effect: Effect.DENY,
      actions: ['elasticfilesystem:DeleteFileSystem', 'elasticfilesystem:TagResource'],
      resources: [files],
    }),
  ]
}
