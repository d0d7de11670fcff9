import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'

export interface Keys {
  /** Database, files, secrets, backups. */
  readonly data: Key
  /** Logs, the audit trail, notices. */
  readonly logs: Key
}

export function createKeys(scope: Construct): Keys {
  const data = new Key(scope, 'DataKey', {
    alias: 'alias/semiont-data',
    description: 'Semiont: database, files, secrets and backups',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const logs = new Key(scope, 'LogsKey', {
    alias: 'alias/semiont-logs',
    description: 'Semiont: logs, audit trail and notices',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const { region, account, partition } = Stack.of(scope)
  logs.addToResourcePolicy(
    new PolicyStatement({
      sid: 'LogGroupsOfThisAccount',
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
      },
    }),
  )
  logs.addToResourcePolicy(
    new PolicyStatement({
      sid: 'NoticesAndTrail',
      principals: ['cloudwatch', 'events', 'budgets', 'cloudtrail', 'delivery.logs'].map(
        (service) => new ServicePrincipal(`${service}.amazonaws.com`),
      ),
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  )
  return { data, logs }
}
