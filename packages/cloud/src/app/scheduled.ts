import type { AwsSettings } from '@semiont/config'
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import { createFunction } from '../functions/create-function.ts'
import { logArchiveBucketName } from '../log-archive.ts'
import { retentionOf } from '../retention.ts'

export interface ScheduledContext {
  readonly aws: AwsSettings
  readonly environmentName: string
  readonly logsKey: IKey
  readonly topic: ITopic
  /** Of the services: what is archived. */
  readonly logGroup: ILogGroup
}

/** What runs by itself: functions of packages/operations, and when. A call that fails three times is told to everyone. */
export function createScheduledFunctions(scope: Construct, context: ScheduledContext): void {
  const { aws, environmentName, logsKey, topic } = context
  const logGroup = new LogGroup(scope, 'FunctionLogGroup', {
    logGroupName: 'SemiontFunctions',
    retention: retentionOf(aws.keep.logsDays),
    encryptionKey: logsKey,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const common = { environmentName, aws, logGroup, logsKey: logsKey.keyArn, failures: { deadLetterTopic: topic } }
  const costWatch = createFunction(scope, 'CostWatch', {
    ...common,
    name: NAMES.functions.costWatch,
    description: 'Tells of days that cost more than those before, and of months that will exceed the budget',
    source: 'cost-watch',
    timeout: Duration.minutes(2),
    statements: costStatements(scope),
  })
  const archiveLogs = createFunction(scope, 'ArchiveLogs', {
    ...common,
    name: NAMES.functions.archiveLogs,
    description: 'Moves old log streams to the archive bucket, and deletes them when the archive is complete',
    source: 'archive-logs',
    timeout: Duration.minutes(15),
    variables: archiveVariables(scope, context),
    statements: archiveStatements(scope, context),
  })
  const role = createSchedulerRole(scope, [costWatch, archiveLogs])
  const schedules = [
    ['CostWatch', costWatch, NAMES.functions.costWatch, aws.scheduled.costWatch],
    ['ArchiveLogs', archiveLogs, NAMES.functions.archiveLogs, aws.scheduled.archiveLogs],
  ] as const
  for (const [id, target, name, expression] of schedules)
    new CfnSchedule(scope, `${id}Schedule`, {
      name,
      description: `Starts ${name}`,
      scheduleExpression: expression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
      },
    })
}

function costStatements(scope: Construct): PolicyStatement[] {
  const { partition, account } = Stack.of(scope)
  return [
    new PolicyStatement({ sid: 'ReadCosts', actions: ['ce:GetCostAndUsage'], resources: ['*'] }),
    new PolicyStatement({
      sid: 'ReadTheBudget',
      actions: ['budgets:ViewBudget'],
      resources: [`arn:${partition}:budgets::${account}:budget/semiont-monthly`],
    }),
  ]
}

function archiveVariables(scope: Construct, { aws, logGroup }: ScheduledContext): Record<string, string> {
  return {
    SEMIONT_ARCHIVE_AFTER_DAYS: String(aws.scheduled.archiveAfterDays),
    SEMIONT_LOG_GROUP: logGroup.logGroupName,
    SEMIONT_ARCHIVE_BUCKET: logArchiveBucketName(scope, aws),
  }
}

function archiveStatements(scope: Construct, { aws }: ScheduledContext): PolicyStatement[] {
  const { partition, region, account } = Stack.of(scope)
  const bucket = `arn:${partition}:s3:::${logArchiveBucketName(scope, aws)}`
  const logs = (resource: string) => `arn:${partition}:logs:${region}:${account}:${resource}`
  const allow = (sid: string, actions: string[], resources: string[]) =>
    new PolicyStatement({ sid, actions, resources })
  return [
    allow('FindLogs', ['logs:DescribeExportTasks', 'logs:DescribeLogGroups'], ['*']),
    allow(
      'ArchiveOneLogGroup',
      ['logs:CreateExportTask', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:DeleteLogStream'],
      [logs(`log-group:${NAMES.logGroup}`), logs(`log-group:${NAMES.logGroup}:*`)],
    ),
    allow('FindTheArchive', ['s3:ListBucket'], [bucket]),
    allow('ReadTheArchiveBackAndSign', ['s3:GetObject', 's3:PutObject'], [`${bucket}/*`]),
    allow('EndTheJournal', ['s3:DeleteObject'], [`${bucket}/semiont/archiving/*`]),
  ]
}

function createSchedulerRole(scope: Construct, functions: readonly IFunction[]): Role {
  const { account } = Stack.of(scope)
  const policy = new ManagedPolicy(scope, 'SchedulePolicy', {
    description: 'Starts the scheduled functions',
    statements: [
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: functions.map(({ functionArn }) => functionArn),
      }),
    ],
  })
  return new Role(scope, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
    description: 'Starts the scheduled functions of Semiont',
    managedPolicies: [policy],
  })
}
