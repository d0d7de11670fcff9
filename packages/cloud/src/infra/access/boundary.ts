import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'

/** Services that tasks and functions of the application stack may have to do with at all. */
const REGIONAL = [
  'application-autoscaling',
  'backup',
  'cloudwatch',
  'ecr',
  'ecs',
  'elasticfilesystem',
  'elasticloadbalancing',
  'events',
  'kms',
  'lambda',
  'logs',
  'rds',
  's3',
  'scheduler',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'wafv2',
]
const GLOBAL = ['budgets', 'ce', 'cloudfront', 'health']

/**
 * The most any role of the application stack can do. It grants nothing: each role still has only its own policies. Out of reach
 * stay rights themselves, the record of what was done, what is kept, the network, and other regions.
 */
export function boundaryStatements(region: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'WhatTheOwnPoliciesAllowInThisRegion',
      actions: REGIONAL.map((service) => `${service}:*`),
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': region } },
    }),
    new PolicyStatement({
      sid: 'WhatTheOwnPoliciesAllow',
      actions: GLOBAL.map((service) => `${service}:*`),
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'NothingThatIsKept',
      effect: Effect.DENY,
      actions: [
        'backup:DeleteBackupPlan',
        'backup:DeleteBackupVault*',
        'backup:DeleteRecoveryPoint',
        'backup:PutBackupVaultAccessPolicy',
        'elasticfilesystem:Delete*',
        'kms:CreateKey',
        'kms:DisableKey*',
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'logs:DeleteLogGroup',
        'logs:DeleteRetentionPolicy',
        'rds:DeleteDB*',
        's3:DeleteBucket*',
        's3:PutBucketPolicy',
        'secretsmanager:DeleteSecret',
      ],
      resources: ['*'],
    }),
  ]
}
