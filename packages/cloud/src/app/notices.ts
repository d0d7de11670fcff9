import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { CfnRule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { CfnResourcePolicy, LogGroup } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import { retentionOf } from '../retention.ts'

/** The topic of all notices: alarms, budget, maintenance. Every configured contact with an address is asked to subscribe. */
export function createTopic(scope: Construct, settings: EnvironmentSettings, logsKey: IKey): Topic {
  const topic = new Topic(scope, 'Notices', {
    topicName: NAMES.topic,
    displayName: settings.site.name,
    masterKey: logsKey,
    enforceSSL: true,
  })
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsEventsAndBudgets',
      principals: ['cloudwatch', 'events', 'budgets'].map(
        (service) => new ServicePrincipal(`${service}.amazonaws.com`),
      ),
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  const { adminEmail, contacts } = settings.site
  const addresses = [adminEmail, ...Object.values(contacts).map((contact) => contact?.email)]
  for (const address of new Set(addresses.filter((email) => email !== undefined))) {
    topic.addSubscription(new EmailSubscription(address))
  }
  return topic
}

/** SNS forgets what it has sent; every change of an alarm and every scaling is kept here. */
export function keepAlertHistory(scope: Construct, { aws, logsKey }: { aws: AwsSettings; logsKey: IKey }): LogGroup {
  const history = new LogGroup(scope, 'AlertHistory', {
    logGroupName: 'SemiontAlertHistory',
    retention: retentionOf(aws.keep.logsDays),
    encryptionKey: logsKey,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const target = { id: 'history', arn: history.logGroupArn }
  const arn = Stack.of(scope).formatArn({ service: 'events', resource: 'rule', resourceName: 'semiont-keep-*' })
  new CfnResourcePolicy(scope, 'EventsMayWriteHistory', {
    policyName: 'semiont-alert-history',
    policyDocument: Stack.of(scope).toJsonString({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${history.logGroupArn}:*`,
          Condition: { ArnLike: { 'aws:SourceArn': arn } },
        },
      ],
    }),
  })
  for (const [id, [source, detailTypes]] of Object.entries(KEPT_EVENTS)) {
    new CfnRule(scope, `Keep${id}`, {
      name: `semiont-keep-${id.toLowerCase()}`,
      eventPattern: { source: [source], 'detail-type': detailTypes },
      targets: [target],
    })
  }
  return history
}

const KEPT_EVENTS = {
  Alarms: ['aws.cloudwatch', ['CloudWatch Alarm State Change']],
  Scaling: ['aws.application-autoscaling', ['Application Auto Scaling Scaling Activity State Change']],
  Deployments: ['aws.ecs', ['ECS Deployment State Change']],
  Backups: ['aws.backup', ['Backup Job State Change', 'Restore Job State Change']],
} as const

export function createBudget(scope: Construct, { aws, topic }: { aws: AwsSettings; topic: Topic }): CfnBudget {
  const { monthlyUsd, alertPercents } = aws.budget
  const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
  })
  return new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: 'semiont-monthly',
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyUsd, unit: 'USD' },
    },
    notificationsWithSubscribers: [
      ...alertPercents.map((percent) => notify('ACTUAL', percent)),
      notify('FORECASTED', 100),
    ],
  })
}
