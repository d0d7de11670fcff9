import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import { Duration, Stack } from 'aws-cdk-lib'
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import {
  databaseMetric,
  edgeMetric,
  failureShare,
  filesMetric,
  firewallMetric,
  healthyOf,
  missingTasksOf,
  responseTimeOf,
  unhealthyOf,
  type Watched,
} from './metrics.ts'
import { countOf } from './security-metrics.ts'

export interface AlarmContext extends Watched {
  readonly topic: ITopic
  readonly aws: AwsSettings
  readonly settings: EnvironmentSettings
}

interface AlarmOptions {
  /** What is wrong when it rings, and for whom. */
  readonly means: string
  /** Page of docs/runbooks.md that says what to do. */
  readonly runbook: string
  readonly metric: IMetric
  readonly threshold: number
  readonly periods?: number
  readonly below?: boolean
  /** What it means that there is no data; nothing wrong unless said. */
  readonly missing?: TreatMissingData
}

/** Each alarm tells a person what is wrong and where it is written what to do; nothing rings without an action. */
export class Alarms {
  readonly #scope: Construct
  readonly #action: SnsAction

  constructor(scope: Construct, topic: ITopic) {
    this.#scope = scope
    this.#action = new SnsAction(topic)
  }

  add(name: string, options: AlarmOptions): Alarm {
    const { means, runbook, metric, threshold, periods = 3, below = false } = options
    const alarm = new Alarm(this.#scope, `Alarm-${name}`, {
      alarmName: `semiont-${name}`,
      alarmDescription: describe(means, runbook),
      metric,
      threshold,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: options.missing ?? TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
    return alarm
  }

  compose(name: string, means: string, runbook: string, alarmRule: ReturnType<typeof AlarmRule.anyOf>): CompositeAlarm {
    const alarm = new CompositeAlarm(this.#scope, `Alarm-${name}`, {
      compositeAlarmName: `semiont-${name}`,
      alarmDescription: describe(means, runbook),
      alarmRule,
    })
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
    return alarm
  }
}

function describe(means: string, runbook: string): string {
  return `${means} What to do: docs/runbooks.md#${runbook}`
}

export function createAlarms(scope: Construct, context: AlarmContext): void {
  const alarms = new Alarms(scope, context.topic)
  addServiceAlarms(alarms, context)
  addRouteAlarms(alarms, context)
  addDataAlarms(alarms, context)
  addEdgeAlarms(alarms, context, Stack.of(scope).region)
  addSecurityAlarms(alarms)
  addServiceLevelAlarms(alarms, context)
}

function addServiceAlarms(alarms: Alarms, { services }: AlarmContext): void {
  for (const name of ['frontend', 'backend', 'worker'] as const) {
    const service = services[name]
    const runbook = 'service'
    alarms.add(`${name}-tasks-missing`, {
      means: `Fewer tasks of ${NAMES.services[name]} run than should, for ten minutes.`,
      runbook,
      metric: missingTasksOf(service),
      threshold: 1,
      periods: 10,
    })
    alarms.add(`${name}-cpu`, {
      means: `${NAMES.services[name]} is busy although it may have grown to its maximum.`,
      runbook,
      metric: service.metricCpuUtilization({ period: Duration.minutes(5) }),
      threshold: 90,
    })
    alarms.add(`${name}-memory`, {
      means: `${NAMES.services[name]} runs out of memory.`,
      runbook,
      metric: service.metricMemoryUtilization({ period: Duration.minutes(5) }),
      threshold: 90,
    })
  }
}

function addRouteAlarms(alarms: Alarms, { routes, settings }: AlarmContext): void {
  for (const [name, group] of Object.entries(routes)) {
    alarms.add(`${name}-unhealthy`, {
      means: `A task of the ${name} does not answer its health check.`,
      runbook: 'service',
      metric: unhealthyOf(group),
      threshold: 1,
      periods: 5,
    })
    alarms.add(`${name}-slow`, {
      means: `One in twenty answers of the ${name} takes too long.`,
      runbook: 'slow',
      metric: responseTimeOf(group),
      threshold: settings.monitoring.thresholds.responseTimeMs / 1000,
    })
  }
}

function addDataAlarms(alarms: Alarms, { imports, aws, settings }: AlarmContext): void {
  const { thresholds } = settings.monitoring
  const GIB = 1024 ** 3
  alarms.add('database-cpu', {
    means: 'The database is busy.',
    runbook: 'database',
    metric: databaseMetric(imports, 'CPUUtilization'),
    threshold: 85,
  })
  alarms.add('database-connections', {
    means: 'The database has nearly as many connections as the services may open.',
    runbook: 'database',
    metric: databaseMetric(imports, 'DatabaseConnections', 'Maximum'),
    threshold: Math.round((connectionsOf(aws, settings) * thresholds.databaseConnectionsPercent) / 100),
  })
  alarms.add('database-storage', {
    means: 'The database has little room left, although its storage grows by itself.',
    runbook: 'database',
    metric: databaseMetric(imports, 'FreeStorageSpace', 'Minimum'),
    threshold: (aws.database.storageGb * GIB * thresholds.diskFreePercent) / 100,
    below: true,
  })
  alarms.add('database-memory', {
    means: 'The database has little memory left.',
    runbook: 'database',
    metric: databaseMetric(imports, 'FreeableMemory', 'Minimum'),
    threshold: GIB / 8,
    below: true,
  })
  alarms.add('documents-io', {
    means: 'The file system works at its limit.',
    runbook: 'documents',
    metric: filesMetric(imports, 'PercentIOLimit', 'Maximum'),
    threshold: 95,
  })
}

/** What the services may open together when all of them have grown to their maximum. */
function connectionsOf(aws: AwsSettings, settings: EnvironmentSettings): number {
  return (aws.services.backend.maximum + aws.services.worker.maximum) * settings.database.poolSize
}

function addEdgeAlarms(alarms: Alarms, { aws, distribution, settings }: AlarmContext, region: string): void {
  alarms.add('firewall-blocks', {
    means: 'The firewall turns away many requests of single visitors: an attack, or a limit that is too low.',
    runbook: 'firewall',
    metric: firewallMetric(NAMES.rateMetric, 'BlockedRequests', region),
    threshold: aws.requestsPerFiveMinutes,
  })
  for (const [name, certificateArn] of Object.entries({ certificate: aws.certificateArn })) {
    if (certificateArn === undefined) continue
    alarms.add(`${name}-expires`, {
      means: 'The certificate of the load balancer expires soon and was not renewed by itself.',
      runbook: 'certificate',
      metric: new Metric({
        namespace: 'AWS/CertificateManager',
        metricName: 'DaysToExpiry',
        dimensionsMap: { CertificateArn: certificateArn },
        statistic: 'Minimum',
        period: Duration.days(1),
      }),
      threshold: settings.monitoring.thresholds.certificateDays,
      periods: 1,
      below: true,
    })
  }
  // An alarm sees only metrics of its own region, and CloudFront reports to us-east-1.
  if (region !== 'us-east-1') return
  alarms.add('edge-failures', {
    means: 'CloudFront answers with failures.',
    runbook: 'down',
    metric: edgeMetric(distribution, '5xxErrorRate'),
    threshold: 5,
  })
}

function addSecurityAlarms(alarms: Alarms): void {
  alarms.add('sign-ins-failing', {
    means: 'Many sign-ins fail: someone guesses passwords, or a provider is misconfigured.',
    runbook: 'sign-in',
    metric: countOf('AuthenticationFailed'),
    threshold: 50,
    periods: 2,
  })
  alarms.add('provider-sign-ins-failing', {
    means: 'Sign-ins through a provider fail more often than they succeed.',
    runbook: 'sign-in',
    metric: new MathExpression({
      expression: 'IF(good + bad >= 5, 100 * bad / (good + bad), 0)',
      usingMetrics: { good: countOf('OauthCallbackSucceeded'), bad: countOf('OauthCallbackFailed') },
      period: Duration.minutes(5),
    }),
    threshold: 50,
  })
  alarms.add('refresh-token-stolen', {
    means: 'A refresh token was used twice: its session was ended, because one of the two users stole it.',
    runbook: 'stolen-token',
    metric: countOf('TokenReuseDetected'),
    threshold: 1,
    periods: 1,
  })
  alarms.add('access-refused', {
    means: 'Many requests are refused for lack of rights.',
    runbook: 'sign-in',
    metric: new MathExpression({
      expression: 'denied + unauthenticated',
      usingMetrics: { denied: countOf('AccessDenied'), unauthenticated: countOf('AccessUnauthenticated') },
      period: Duration.minutes(5),
    }),
    threshold: 500,
  })
}

/** Of all answers, so many may fail in a month. */
const AVAILABILITY_OBJECTIVE_PERCENT = 99.5

/**
 * Two speeds at which the month's error budget is used up, each over a long window and a short one, so that it rings early
 * and stops soon. @see Beyer et al., The Site Reliability Workbook (2018), chapter 5
 */
const BURN_RATES = [
  { name: 'fast', rate: 14.4, long: Duration.hours(1), short: Duration.minutes(5) },
  { name: 'slow', rate: 6, long: Duration.hours(6), short: Duration.minutes(30) },
] as const

function addServiceLevelAlarms(alarms: Alarms, { routes, services }: AlarmContext): void {
  const groups = Object.values(routes)
  const burning = BURN_RATES.map(({ name, rate, long, short }) => {
    const threshold = rate * (100 - AVAILABILITY_OBJECTIVE_PERCENT)
    const windows = Object.entries({ long, short }).map(([window, period]) =>
      alarms.add(`budget-burns-${name}-${window}`, {
        means: `Over ${period.toHumanString()}, so many answers fail that the error budget of the month burns ${rate} times too fast.`,
        runbook: 'failures',
        metric: failureShare(groups, period),
        threshold,
        periods: 1,
      }),
    )
    return alarms.compose(
      `budget-burns-${name}`,
      `Too many answers fail (objective: ${AVAILABILITY_OBJECTIVE_PERCENT} % succeed).`,
      'failures',
      AlarmRule.allOf(...windows.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    )
  })
  const gone = Object.entries(routes).map(([name, group]) =>
    alarms.add(`${name}-gone`, {
      means: `No task of the ${name} answers.`,
      runbook: 'down',
      metric: healthyOf(group),
      threshold: 1,
      periods: 2,
      below: true,
      missing: TreatMissingData.BREACHING,
    }),
  )
  alarms.compose(
    'down',
    `${services.cluster.clusterName}: people cannot use the site.`,
    'down',
    AlarmRule.anyOf(...[...gone, ...burning.slice(0, 1)].map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
  )
}
