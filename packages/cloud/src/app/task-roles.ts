import { Stack } from 'aws-cdk-lib'
import { type IRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import type { Imports } from './imports.ts'

export type TaskName = 'frontend' | 'backend' | 'worker' | 'migrate' | 'bootstrap'

export interface TaskRoles {
  /** What the program itself may do. */
  readonly task: IRole
  /** What Fargate may do to start it: pull its image, read its secrets, open its log. */
  readonly execution: IRole
}

export interface TaskRolesContext {
  readonly imports: Imports
  readonly logGroup: ILogGroup
  readonly execLogs: ILogGroup
}

/**
 * Two roles for each task, from managed policies that those share who need the same. Nothing adds to them afterwards: what a task
 * may do is written here and nowhere else.
 */
export function createTaskRoles(scope: Construct, context: TaskRolesContext): Readonly<Record<TaskName, TaskRoles>> {
  const sessions = policy(scope, 'Sessions', 'Commands in a running task, on record', sessionStatements(scope, context))
  const documents = policy(scope, 'Documents', 'Bytes of documents', [documentsStatement(context.imports)])
  const startFrontend = policy(scope, 'StartFrontend', 'Start tasks of the frontend', [
    ...imageStatements(scope, NAMES.repositories.frontend),
    logStatement(context.logGroup),
  ])
  const { database, jwt, oauth, databaseAdministrator } = context.imports.secrets
  const startBackend = policy(scope, 'StartBackend', 'Start tasks of the backend', [
    ...imageStatements(scope, NAMES.repositories.backend),
    logStatement(context.logGroup),
    ...secretStatements(scope, context.imports, [database.secretArn, jwt.secretArn, oauth.secretArn]),
  ])
  const administer = policy(scope, 'AdministerDatabase', 'The task that makes the application user of the database', [
    ...secretStatements(scope, context.imports, [databaseAdministrator.secretArn]),
  ])
  const program = programPrincipal(scope)
  const starter = new ServicePrincipal('ecs-tasks.amazonaws.com')
  const role = (id: string, description: string, assumedBy: ServicePrincipal, managedPolicies: ManagedPolicy[]) =>
    new Role(scope, id, { assumedBy, description, managedPolicies }).withoutPolicyUpdates()
  const roles = (name: TaskName, task: ManagedPolicy[], execution: ManagedPolicy[]): TaskRoles => ({
    task: role(`TaskRole-${name}`, `The program of semiont-${name}`, program, task),
    execution: role(`ExecutionRole-${name}`, `Starts semiont-${name}`, starter, execution),
  })
  return {
    frontend: roles('frontend', [sessions], [startFrontend]),
    backend: roles('backend', [sessions, documents], [startBackend]),
    worker: roles('worker', [sessions, documents], [startBackend]),
    migrate: roles('migrate', [], [startBackend]),
    bootstrap: roles('bootstrap', [], [startBackend, administer]),
  }
}

function policy(scope: Construct, id: string, description: string, statements: PolicyStatement[]): ManagedPolicy {
  return new ManagedPolicy(scope, `Policy-${id}`, { description, statements })
}

/** What the program may do, it may as a task of this account and region alone. */
function programPrincipal(scope: Construct): ServicePrincipal {
  const stack = Stack.of(scope)
  return new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': `arn:${stack.partition}:ecs:${stack.region}:${stack.account}:*` },
    },
  })
}

/** ECS Exec: the agent's channels know no resources; what is typed goes into one log group, encrypted. */
function sessionStatements(scope: Construct, { imports, execLogs }: TaskRolesContext): PolicyStatement[] {
  const channels = ['ControlChannel', 'DataChannel'].flatMap((channel) => [`Create${channel}`, `Open${channel}`])
  return [
    new PolicyStatement({
      sid: 'ChannelsOfTheSession',
      actions: [...channels.map((action) => `ssmmessages:${action}`), 'logs:DescribeLogGroups'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'RecordOfTheSession',
      actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: [arnOfStreams(scope, execLogs)],
    }),
    new PolicyStatement({
      sid: 'KeyOfTheSession',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [imports.logsKey.keyArn],
    }),
  ]
}

function arnOfStreams(scope: Construct, group: ILogGroup): string {
  const { partition, region, account } = Stack.of(scope)
  return `arn:${partition}:logs:${region}:${account}:log-group:${group.logGroupName}:*`
}

function documentsStatement(imports: Imports): PolicyStatement {
  return new PolicyStatement({
    sid: 'DocumentsThroughTheAccessPoint',
    actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    resources: [imports.fileSystemArn],
    conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': imports.fileAccessPointArn } },
  })
}

function imageStatements(scope: Construct, repository: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'PullTheImage',
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: [Stack.of(scope).formatArn({ service: 'ecr', resource: 'repository', resourceName: repository })],
    }),
    new PolicyStatement({ sid: 'SignInToTheRegistry', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
  ]
}

function logStatement(group: ILogGroup): PolicyStatement {
  return new PolicyStatement({
    sid: 'WriteTheLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [group.logGroupArn],
  })
}

/** A secret under a key of ours needs both: the secret, and its key as Secrets Manager uses it. */
function secretStatements(scope: Construct, imports: Imports, arns: string[]): PolicyStatement[] {
  return [
    new PolicyStatement({ sid: 'ReadSecrets', actions: ['secretsmanager:GetSecretValue'], resources: arns }),
    new PolicyStatement({
      sid: 'KeyOfTheSecrets',
      actions: ['kms:Decrypt'],
      resources: [imports.dataKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(scope).region}.amazonaws.com` } },
    }),
  ]
}
