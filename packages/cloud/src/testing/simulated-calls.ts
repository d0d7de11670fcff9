import type { Call } from './simulated-role.ts'
import { PLACE } from './synthesized.ts'

const { account, region } = PLACE
const here = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
const role = (path: string) => `arn:aws:iam::${account}:role/${path}`
const bucket = (name: string) => `arn:aws:s3:::semiont-${name}-${account}-${region}`
const secret = (name: string) => here('secretsmanager', `secret:semiont/${name}-AbCdEf`)
const logs = (group: string) => here('logs', `log-group:${group}`)
const call = (action: string, resource: string, context: Call['context'] = {}): Call => ({ action, resource, context })

const DATA_KEY = here('kms', 'key/DataKey')
const LOGS_KEY = here('kms', 'key/LogsKey')
const SERVICE = here('ecs', 'service/SemiontCluster/semiont-backend')
const TASK = here('ecs', 'task/SemiontCluster/0123')
const STREAM = `${logs('SemiontLogGroup')}:log-stream:backend/backend/0123`
const FILES = here('elasticfilesystem', 'file-system/Files')
const TRAIL = here('cloudtrail', 'trail/semiont')
const WEB_ACL = here('wafv2', 'regional/webacl/semiont/0123')
const through = (service: string) => ({ 'kms:ViaService': `${service}.${region}.amazonaws.com` })
const inCluster = { 'ecs:cluster': here('ecs', 'cluster/SemiontCluster') }
const mounted = { 'elasticfilesystem:AccessPointArn': here('elasticfilesystem', 'access-point/FilesDocuments') }

const startBackend = [
  call('ecr:BatchGetImage', here('ecr', 'repository/semiont/backend')),
  call('ecr:GetAuthorizationToken', '*'),
  call('logs:PutLogEvents', STREAM),
  ...['database', 'jwt-keys', 'oauth'].map((name) => call('secretsmanager:GetSecretValue', secret(name))),
  call('kms:Decrypt', DATA_KEY, through('secretsmanager')),
]
const session = [
  call('ssmmessages:OpenDataChannel', '*'),
  call('logs:PutLogEvents', `${logs('SemiontExecAudit')}:log-stream:one`),
  call('kms:Decrypt', LOGS_KEY),
]
const documents = [call('elasticfilesystem:ClientWrite', FILES, mounted)]

/** What each role is for. */
export const ALLOWED: Readonly<Record<string, readonly Call[]>> = {
  TaskRolefrontend: session,
  TaskRolebackend: [...session, ...documents],
  TaskRoleworker: [...session, ...documents],
  ExecutionRolefrontend: [
    call('ecr:BatchGetImage', here('ecr', 'repository/semiont/frontend')),
    call('logs:PutLogEvents', STREAM),
  ],
  ExecutionRolebackend: startBackend,
  ExecutionRoleworker: startBackend,
  ExecutionRolemigrate: startBackend,
  ExecutionRolebootstrap: [...startBackend, call('secretsmanager:GetSecretValue', secret('database-administrator'))],
  FlowLogRole: [call('logs:PutLogEvents', `${logs('SemiontVpcFlowLogs')}:log-stream:eni-1`)],
  ConfigRole: [call('s3:PutObject', `${bucket('audit-trail')}/config/one.json`), call('kms:GenerateDataKey', LOGS_KEY)],
  Roleverification: [
    call('ecs:DescribeServices', SERVICE, inCluster),
    call('cloudwatch:GetMetricData', '*'),
    call('logs:StartLiveTail', logs('SemiontLogGroup')),
    call('ce:GetCostAndUsage', '*'),
    call('cloudformation:DescribeStacks', here('cloudformation', 'stack/SemiontInfraStack/0123')),
    call('secretsmanager:DescribeSecret', secret('database')),
  ],
  Roleoperations: [
    call('ecs:UpdateService', SERVICE, inCluster),
    call('ecs:ExecuteCommand', TASK, inCluster),
    call('ecs:RunTask', here('ecs', 'task-definition/semiont-migrate:3'), inCluster),
    call('iam:PassRole', role(`semiont/${region}/TaskRole`), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    call('cloudformation:CreateChangeSet', here('cloudformation', 'stack/SemiontAppStack/0123'), {
      'cloudformation:RoleArn': role(`SemiontDeployment-${region}`),
    }),
    call('ecr:PutImage', here('ecr', 'repository/semiont/backend')),
    call('ssm:PutParameter', here('ssm', 'parameter/semiont/app/image-tag')),
    call('secretsmanager:PutSecretValue', secret('oauth')),
    call('secretsmanager:RotateSecret', secret('database')),
    call('kms:GenerateDataKey', DATA_KEY, through('secretsmanager')),
    call('sns:Publish', here('sns', 'semiont-notices')),
    call('kms:GenerateDataKey', LOGS_KEY, through('sns')),
    call('backup:StartBackupJob', here('backup', 'backup-vault:semiont')),
    call('logs:CreateExportTask', logs('SemiontLogGroup')),
    call('logs:DeleteLogStream', STREAM),
  ],
}

/** What each role must never be able to do, whatever else it comes to be allowed. */
export const FORBIDDEN: Readonly<Record<string, readonly Call[]>> = {
  TaskRolefrontend: [
    ...documents,
    call('secretsmanager:GetSecretValue', secret('database')),
    call('kms:Decrypt', DATA_KEY, through('secretsmanager')),
  ],
  TaskRolebackend: [
    call('secretsmanager:GetSecretValue', secret('database-administrator')),
    call('secretsmanager:GetSecretValue', secret('database')),
    call('elasticfilesystem:ClientWrite', FILES),
    call('elasticfilesystem:ClientRootAccess', FILES, mounted),
    call('s3:GetObject', `${bucket('audit-trail')}/one.json.gz`),
    call('ecs:UpdateService', SERVICE, inCluster),
    call('sts:AssumeRole', role(`SemiontOperations-${region}`)),
  ],
  TaskRoleworker: [
    call('wafv2:UpdateWebACL', WEB_ACL),
    call('secretsmanager:GetSecretValue', secret('database-administrator')),
    call('sns:Publish', here('sns', 'semiont-notices')),
    call('logs:DeleteLogStream', STREAM),
  ],
  TaskRolemigrate: [...session, ...documents],
  TaskRolebootstrap: [...session, ...documents],
  ExecutionRolefrontend: [
    call('secretsmanager:GetSecretValue', secret('jwt-keys')),
    call('ecr:BatchGetImage', here('ecr', 'repository/semiont/backend')),
  ],
  ExecutionRolebackend: [
    call('secretsmanager:GetSecretValue', secret('database-administrator')),
    call('secretsmanager:PutSecretValue', secret('jwt-keys')),
    call('kms:Decrypt', DATA_KEY),
    call('ecr:PutImage', here('ecr', 'repository/semiont/backend')),
  ],
  ExecutionRoleworker: [call('secretsmanager:GetSecretValue', secret('database-administrator'))],
  ExecutionRolemigrate: [call('secretsmanager:GetSecretValue', secret('database-administrator'))],
  Roleverification: [
    call('secretsmanager:GetSecretValue', secret('database')),
    call('kms:Decrypt', DATA_KEY, through('secretsmanager')),
    call('s3:GetObject', `${bucket('log-archive')}/one.gz`),
    call('ecs:UpdateService', SERVICE, inCluster),
    call('ecs:ExecuteCommand', TASK, inCluster),
    call('ssm:PutParameter', here('ssm', 'parameter/semiont/app/image-tag')),
    call('iam:PassRole', role(`semiont/${region}/TaskRole`), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    call('logs:FilterLogEvents', logs('/aws/lambda/of-somebody-else')),
  ],
  Roleoperations: [
    call('cloudformation:CreateChangeSet', here('cloudformation', 'stack/SemiontInfraStack/0123')),
    call('cloudformation:UpdateTerminationProtection', here('cloudformation', 'stack/SemiontInfraStack/0123')),
    call('cloudformation:CreateChangeSet', here('cloudformation', 'stack/SemiontAppStack/0123'), {
      'cloudformation:RoleArn': role('administrator'),
    }),
    call('cloudformation:DeleteStack', here('cloudformation', 'stack/SemiontAppStack/0123')),
    call('iam:CreateRole', role(`semiont/${region}/mine`)),
    call('iam:AttachRolePolicy', role(`semiont/${region}/mine`)),
    call('iam:PassRole', role('administrator'), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    call('iam:PassRole', role(`SemiontDeployment-${region}`), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    call('sts:AssumeRole', role(`cdk-hnb659fds-cfn-exec-role-${account}-${region}`)),
    call('secretsmanager:GetSecretValue', secret('database-administrator')),
    call('ecs:UpdateService', here('ecs', 'service/other/one')),
    call('wafv2:UpdateWebACL', WEB_ACL),
    call('logs:DeleteLogStream', `${logs('SemiontExecAudit')}:log-stream:one`),
    call('rds:ModifyDBInstance', here('rds', 'db:semiont-database')),
    call('ssm:PutParameter', here('ssm', 'parameter/semiont/infra/vpc-id')),
  ],
  Roledeployment: [
    call('iam:CreateRole', role(`semiont/${region}/mine`)),
    call('iam:AttachRolePolicy', role(`SemiontOperations-${region}`)),
    call('iam:PassRole', role('administrator'), { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }),
    call('secretsmanager:GetSecretValue', secret('database')),
    call('ecs:ExecuteCommand', TASK, inCluster),
    call('rds:ModifyDBInstance', here('rds', 'db:semiont-database')),
    call('ec2:DeleteVpc', here('ec2', 'vpc/Vpc')),
    call('logs:DeleteLogGroup', logs('SemiontAuditTrail')),
  ],
}

/** What must outlive every mistake and every stolen key: the record of calls, what is kept, the keys it is kept under, rights. */
export const FORBIDDEN_TO_ALL: readonly Call[] = [
  ...['DeleteTrail', 'StopLogging', 'UpdateTrail'].map((name) => call(`cloudtrail:${name}`, TRAIL)),
  call('config:StopConfigurationRecorder', here('config', 'configuration-recorder/semiont/0123')),
  call('backup:DeleteBackupVault', here('backup', 'backup-vault:semiont')),
  call('backup:DeleteRecoveryPoint', here('backup', 'recovery-point:0123')),
  call('rds:DeleteDBInstance', here('rds', 'db:semiont-database')),
  call('rds:DeleteDBSnapshot', here('rds', 'snapshot:awsbackup:job-1')),
  call('elasticfilesystem:DeleteFileSystem', FILES, { 'aws:ResourceTag/semiont:copy': 'pretended' }),
  call('elasticfilesystem:PutFileSystemPolicy', FILES),
  ...[DATA_KEY, LOGS_KEY].flatMap((key) =>
    ['DisableKey', 'PutKeyPolicy', 'ScheduleKeyDeletion'].map((name) => call(`kms:${name}`, key)),
  ),
  call('s3:DeleteBucket', bucket('audit-trail')),
  call('s3:PutBucketPolicy', bucket('audit-trail')),
  call('s3:DeleteObject', `${bucket('audit-trail')}/one.json.gz`),
  call('s3:DeleteObjectVersion', `${bucket('log-archive')}/one.gz`),
  call('secretsmanager:DeleteSecret', secret('database')),
  call('logs:DeleteLogGroup', logs('SemiontAuditTrail')),
  call('iam:CreateUser', `arn:aws:iam::${account}:user/mine`),
  call('iam:CreateAccessKey', `arn:aws:iam::${account}:user/mine`),
  call('iam:DeleteRolePermissionsBoundary', role(`semiont/${region}/mine`)),
  call('iam:UpdateAssumeRolePolicy', role(`SemiontOperations-${region}`)),
  call('organizations:LeaveOrganization', '*'),
]
