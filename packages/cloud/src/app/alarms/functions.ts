import { Duration } from 'aws-cdk-lib'
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { NAMES } from '@semiont/config/aws-names'
import type { Alarms } from './alarm.ts'

const FAILURES = {
  costWatch: 'Nobody looks at the costs: the function that does it every day has failed.',
  archiveLogs: 'Old logs are not archived: the function that does it every week has failed.',
  validateRestore: 'A restore test was not judged: the function that does it has failed.',
} as const

/** By name: one of them belongs to the other stack. */
export function addFunctionAlarms(alarms: Alarms): void {
  for (const [key, name] of Object.entries(NAMES.functions))
    alarms.add(`${name.replace('semiont-', '')}-fails`, {
      means: FAILURES[key as keyof typeof FAILURES],
      runbook: 'function',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensionsMap: { FunctionName: name },
        statistic: Stats.SUM,
        period: Duration.hours(1),
      }),
      threshold: 1,
      periods: 1,
    })
  alarms.add('calls-given-up', {
    means: 'Events of restore tests could not be handed over, or were given up after several attempts.',
    runbook: 'function',
    metric: new Metric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensionsMap: { QueueName: NAMES.failedCalls },
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(5),
    }),
    threshold: 1,
    periods: 1,
  })
}
