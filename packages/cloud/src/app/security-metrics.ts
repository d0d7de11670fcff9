import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

export const METRIC_NAMESPACE = 'Semiont'

/** The types of the backend's security events, and the metrics they are counted under. */
export const SECURITY_METRICS = {
  AuthenticationFailed: 'auth.failed',
  AuthenticationSucceeded: 'auth.succeeded',
  TokenIssued: 'token.issued',
  TokenRefreshed: 'token.refreshed',
  TokenExpired: 'token.expired',
  TokenReuseDetected: 'token.reuse_detected',
  OauthCallbackSucceeded: 'oauth.callback.succeeded',
  OauthCallbackFailed: 'oauth.callback.failed',
  AccessUnauthenticated: 'access.unauthenticated',
  AccessDenied: 'access.denied',
  AccessRateLimited: 'access.rate_limited',
} as const

/** What waits for the worker, which the backend logs once a minute; the metrics and their fields in that line. */
export const WORK_METRICS = {
  JobsQueued: 'queued',
  JobsFailed: 'failed',
  JobsOldestSeconds: 'oldestSeconds',
  DocumentsToIndex: 'documentsToIndex',
  EventsParked: 'eventsParked',
} as const

export type WorkMetric = keyof typeof WORK_METRICS
export type SecurityMetric = keyof typeof SECURITY_METRICS

/** Counts each kind of security event from the log and the lines that say ERROR, and reads off how much work waits. */
export function createMetricFilters(scope: Construct, logGroup: ILogGroup): void {
  const count = (metricName: string, filterPattern: ReturnType<typeof FilterPattern.stringValue>) =>
    new MetricFilter(scope, `Filter${metricName}`, {
      logGroup,
      filterName: `semiont-${metricName}`,
      filterPattern,
      metricNamespace: METRIC_NAMESPACE,
      metricName,
      metricValue: '1',
      defaultValue: 0,
    })
  for (const [name, type] of Object.entries(SECURITY_METRICS)) {
    count(name, FilterPattern.stringValue('$.securityEvent.type', '=', type))
  }
  for (const [metricName, field] of Object.entries(WORK_METRICS))
    new MetricFilter(scope, `Filter${metricName}`, {
      logGroup,
      filterName: `semiont-${metricName}`,
      filterPattern: FilterPattern.exists(`$.jobs.${field}`),
      metricNamespace: METRIC_NAMESPACE,
      metricName,
      metricValue: `$.jobs.${field}`,
    })
  count('Errors', FilterPattern.stringValue('$.level', '=', 'ERROR'))
}

export function countOf(metricName: SecurityMetric | 'Errors', period = Duration.minutes(5)): Metric {
  return new Metric({ namespace: METRIC_NAMESPACE, metricName, statistic: 'Sum', period })
}

/** Work that waits: the most of it within a period. */
export function waiting(metricName: WorkMetric, period = Duration.minutes(5)): Metric {
  return new Metric({ namespace: METRIC_NAMESPACE, metricName, statistic: 'Maximum', period })
}
