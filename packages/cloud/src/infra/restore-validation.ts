import type { AwsSettings } from '@semiont/config'
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import { createFunction } from '../functions/create-function.ts'
import { retentionOf } from '../retention.ts'
import type { Keys } from './keys.ts'

/**
 * Judges what each restore test has made, and tells AWS Backup; a bad verdict is told to everyone. From outside of the network:
 * whether database and file system are there as they should be. What is in them, `semiont verify` reads.
 */
export function validateRestores(
  scope: Construct,
  { aws, environmentName, keys }: { aws: AwsSettings; environmentName: string; keys: Keys },
): void {
  const failed = new Queue(scope, 'FailedCalls', {
    queueName: NAMES.failedCalls,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  })
  const logGroup = new LogGroup(scope, 'RestoreTestLogGroup', {
    logGroupName: 'SemiontRestoreTests',
    retention: retentionOf(aws.keep.logsDays),
    encryptionKey: keys.logs,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const judge = createFunction(scope, 'ValidateRestore', {
    name: NAMES.functions.validateRestore,
    description: 'Judges what a restore test of AWS Backup has made',
    source: 'validate-restore',
    environmentName,
    aws,
    logGroup,
    logsKey: keys.logs.keyArn,
    timeout: Duration.minutes(2),
    statements: validationStatements(scope),
    failures: { deadLetterQueue: failed },
  })
  new Rule(scope, 'RestoreDone', {
    ruleName: 'semiont-restore-done',
    description: 'A restore of AWS Backup is done: of a restore test it is judged',
    eventPattern: {
      source: ['aws.backup'],
      detailType: ['Restore Job State Change'],
      detail: { status: ['COMPLETED'], resourceType: ['RDS', 'EFS'] },
    },
    targets: [new LambdaFunction(judge, { deadLetterQueue: failed, maxEventAge: Duration.hours(6), retryAttempts: 3 })],
  })
}

function validationStatements(scope: Construct): PolicyStatement[] {
  const { partition, region, account } = Stack.of(scope)
  const here = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`
  return [
    new PolicyStatement({
      sid: 'ReadAndJudgeRestores',
      actions: ['backup:DescribeRestoreJob', 'backup:PutRestoreValidationResult'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'LookAtRestoredDatabases',
      actions: ['rds:DescribeDBInstances'],
      resources: [here('rds', 'db:*')],
    }),
    new PolicyStatement({
      sid: 'LookAtRestoredFiles',
      actions: ['elasticfilesystem:DescribeFileSystems'],
      resources: [here('elasticfilesystem', 'file-system/*')],
    }),
  ]
}
