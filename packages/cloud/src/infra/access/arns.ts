import type { AwsSettings } from '@semiont/config'
import { Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { NAMES, operationsBucketOf, roleNameOf, rolePathOf } from '@semiont/config/aws-names'

/** ARNs of everything both stacks hold, by the names they have before they are there. */
export type Arns = ReturnType<typeof arnsOf>

export function arnsOf(scope: Construct, aws: AwsSettings) {
  const { partition, region, account } = Stack.of(scope)
  const here = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`
  const everywhere = (service: string, resource: string) => `arn:${partition}:${service}::${account}:${resource}`
  const bucket = (name: string) => `arn:${partition}:s3:::${name}`
  const stack = (name: string) => here('cloudformation', `stack/${name}/*`)
  return {
    stacks: { infra: stack(aws.stacks.infra), app: stack(aws.stacks.app) },
    cluster: here('ecs', `cluster/${NAMES.cluster}`),
    services: here('ecs', `service/${NAMES.cluster}/*`),
    serviceDeployments: here('ecs', `service-deployment/${NAMES.cluster}/*`),
    tasks: here('ecs', `task/${NAMES.cluster}/*`),
    taskDefinitions: here('ecs', 'task-definition/semiont-*:*'),
    scalableTargets: here('application-autoscaling', 'scalable-target/*'),
    repositories: here('ecr', 'repository/semiont/*'),
    logGroups: LOG_GROUPS.map((name) => here('logs', `log-group:${name}`)),
    alarms: here('cloudwatch', 'alarm:*'),
    dashboard: everywhere('cloudwatch', `dashboard/${NAMES.dashboard}`),
    topic: here('sns', 'semiont-*'),
    rules: here('events', 'rule/semiont-*'),
    webAcl: [here('wafv2', 'regional/webacl/semiont/*'), here('wafv2', 'regional/managedruleset/*')],
    balancer: here('elasticloadbalancing', 'loadbalancer/app/semiont/*'),
    loadBalancing: [
      'loadbalancer/app/semiont/*',
      'targetgroup/semiont-*/*',
      'listener/app/semiont/*',
      'listener-rule/app/semiont/*',
    ].map((resource) => here('elasticloadbalancing', resource)),
    distributions: everywhere('cloudfront', 'distribution/*'),
    edgeFunctions: everywhere('cloudfront', 'function/semiont-*'),
    vpcOrigins: everywhere('cloudfront', 'vpcorigin/*'),
    budget: everywhere('budgets', 'budget/semiont-*'),
    parameters: {
      all: here('ssm', 'parameter/semiont/*'),
      written: ['app', 'operations'].map((folder) => here('ssm', `parameter/semiont/${folder}/*`)),
    },
    database: here('rds', 'db:semiont-*'),
    /** What `semiont restore` and `verify` make beside what runs. */
    databaseCopies: ['restored', 'verify'].map((purpose) => here('rds', `db:semiont-${purpose}-*`)),
    databaseParts: ['snapshot:*', 'auto-backup:*', 'pg:*', 'og:*', 'subgrp:*'].map((part) => here('rds', part)),
    fileSystems: here('elasticfilesystem', 'file-system/*'),
    recoveryPoints: [here('backup', 'recovery-point:*'), here('rds', 'snapshot:awsbackup:*')],
    secrets: here('secretsmanager', 'secret:semiont/*'),
    rotationFunction: here('lambda', 'function:semiont-database-rotation'),
    applicationLogGroups: APPLICATION_LOG_GROUPS.map((name) => here('logs', `log-group:${name}`)),
    applicationLogs: here('logs', `log-group:${NAMES.logGroup}`),
    functions: here('lambda', 'function:semiont-*'),
    schedules: [here('scheduler', 'schedule/*/semiont-*'), here('scheduler', 'schedule-group/semiont*')],
    queues: here('sqs', 'semiont-*'),
    accessLogs: bucket(`semiont-access-logs-${account}-${region}`),
    logArchive: bucket(aws.logArchiveBucket ?? `semiont-log-archive-${account}-${region}`),
    operations: bucket(operationsBucketOf({ account, region })),
    cdkAssets: bucket(`cdk-hnb659fds-assets-${account}-${region}`),
    cdkVersion: here('ssm', 'parameter/cdk-bootstrap/hnb659fds/version'),
    cdkRoles: ['file-publishing', 'image-publishing', 'lookup'].map((role) =>
      everywhere('iam', `role/cdk-hnb659fds-${role}-role-${account}-${region}`),
    ),
    appRoles: everywhere('iam', `role${rolePathOf(region)}*`),
    appPolicies: everywhere('iam', `policy${rolePathOf(region)}*`),
    deploymentRole: everywhere('iam', `role/${roleNameOf('deployment', region)}`),
    serviceLinkedRoles: everywhere('iam', 'role/aws-service-role/*'),
    securityGroups: here('ec2', 'security-group/*'),
    securityGroupRules: here('ec2', 'security-group-rule/*'),
  }
}

/** Those of the application stack: neither the record of calls nor that of the network is among them. */
const APPLICATION_LOG_GROUPS = [
  NAMES.logGroup,
  'SemiontExecAudit',
  'SemiontAlertHistory',
  'SemiontFunctions',
  'aws-waf-logs-semiont',
  '/aws/lambda/semiont-*',
]

/** With and without the streams in them: calls differ in which of both they ask for. */
const LOG_GROUPS = [
  'Semiont*',
  'aws-waf-logs-semiont*',
  '/aws/rds/instance/semiont-*',
  '/aws/ecs/containerinsights/Semiont*',
  '/aws/lambda/semiont-*',
]
