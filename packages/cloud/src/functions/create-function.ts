import type { AwsSettings } from '@semiont/config'
import { type Duration, Stack } from 'aws-cdk-lib'
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, type FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import { bundleFunction } from './bundle-function.ts'

export interface FunctionOptions {
  readonly name: string
  readonly description: string
  /** File in packages/operations/src/aws/scheduled, without `.ts`. */
  readonly source: string
  readonly environmentName: string
  readonly aws: AwsSettings
  readonly logGroup: ILogGroup
  /** Key of the notices. */
  readonly logsKey: string
  readonly timeout: Duration
  readonly variables?: Readonly<Record<string, string>>
  /** What it may do beside writing its log and telling people. */
  readonly statements: readonly PolicyStatement[]
  /** Where calls go that failed each time. */
  readonly failures: Pick<FunctionProps, 'deadLetterQueue' | 'deadLetterTopic'>
}

/**
 * A function of packages/operations with a role of its own. It runs outside of the network: all it asks are AWS's own
 * services. It keeps no traces: it runs once a day at most, and its log has all there is.
 */
export function createFunction(scope: Construct, id: string, options: FunctionOptions): LambdaFunction {
  const { name, description, aws, logGroup, timeout, variables = {}, failures } = options
  const { account, region } = Stack.of(scope)
  const topicArn = topicArnOf(scope)
  const { stacks } = aws
  const environment = {
    name: options.environmentName,
    settings: { platform: 'aws', aws: { account, region, stacks } },
  }
  return new LambdaFunction(scope, id, {
    functionName: name,
    description,
    code: Code.fromAsset(bundleFunction(options.source)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 256,
    timeout,
    role: createRole(scope, id, options, topicArn),
    logGroup,
    environment: { SEMIONT_ENVIRONMENT: JSON.stringify(environment), SEMIONT_TOPIC_ARN: topicArn, ...variables },
    ...failures,
    ...(aws.scheduled.reserveConcurrency ? { reservedConcurrentExecutions: 1 } : {}),
  })
}

/** By its name: the function may be there before the topic is. */
function topicArnOf(scope: Construct): string {
  return Stack.of(scope).formatArn({ service: 'sns', resource: NAMES.topic })
}

function createRole(scope: Construct, id: string, options: FunctionOptions, topicArn: string) {
  const { name, logGroup, logsKey, statements, failures } = options
  const policy = new ManagedPolicy(scope, `${id}Policy`, {
    description: `What ${name} may do`,
    statements: [
      new PolicyStatement({
        sid: 'OwnLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
      new PolicyStatement({ sid: 'Tell', actions: ['sns:Publish'], resources: [topicArn] }),
      new PolicyStatement({
        sid: 'KeyOfNotices',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [logsKey],
        conditions: { StringEquals: { 'kms:ViaService': `sns.${Stack.of(scope).region}.amazonaws.com` } },
      }),
      ...(failures.deadLetterQueue
        ? [
            new PolicyStatement({
              sid: 'KeepFailedCalls',
              actions: ['sqs:SendMessage'],
              resources: [failures.deadLetterQueue.queueArn],
            }),
          ]
        : []),
      ...statements,
    ],
  })
  return new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `The function ${name}`,
    managedPolicies: [policy],
  }).withoutPolicyUpdates()
}
