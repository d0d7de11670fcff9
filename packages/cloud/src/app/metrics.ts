import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import type { FargateService } from 'aws-cdk-lib/aws-ecs'
import {
  HttpCodeTarget,
  type ApplicationLoadBalancer,
  type ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { NAMES } from '@semiont/config/aws-names'
import type { Imports } from './imports.ts'
import type { Routes } from './load-balancer.ts'
import type { Services } from './services.ts'

export interface Watched {
  readonly imports: Imports
  readonly services: Services
  readonly balancer: ApplicationLoadBalancer
  readonly routes: Routes
  readonly distribution: Distribution
}

const FIVE_MINUTES = Duration.minutes(5)
const MINUTE = Duration.minutes(1)

/** Running tasks, and how many there should be; from Container Insights. */
export function tasksOf(service: FargateService, which: 'RunningTaskCount' | 'DesiredTaskCount'): Metric {
  return new Metric({
    namespace: 'ECS/ContainerInsights',
    metricName: which,
    dimensionsMap: { ClusterName: NAMES.cluster, ServiceName: service.serviceName },
    statistic: 'Minimum',
    period: MINUTE,
  })
}

/** Tasks that should run and do not. */
export function missingTasksOf(service: FargateService): MathExpression {
  return new MathExpression({
    expression: 'desired - running',
    usingMetrics: { desired: tasksOf(service, 'DesiredTaskCount'), running: tasksOf(service, 'RunningTaskCount') },
    label: 'Missing tasks',
    period: MINUTE,
  })
}

export function requestsOf(group: ApplicationTargetGroup): IMetric {
  return group.metrics.requestCount({ statistic: 'Sum', period: FIVE_MINUTES })
}

export function responseTimeOf(group: ApplicationTargetGroup, statistic = 'p95'): IMetric {
  return group.metrics.targetResponseTime({ statistic, period: FIVE_MINUTES })
}

export function failuresOf(group: ApplicationTargetGroup): IMetric {
  return group.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { statistic: 'Sum', period: FIVE_MINUTES })
}

export function unhealthyOf(group: ApplicationTargetGroup): IMetric {
  return group.metrics.unhealthyHostCount({ statistic: 'Maximum', period: MINUTE })
}

export function healthyOf(group: ApplicationTargetGroup): IMetric {
  return group.metrics.healthyHostCount({ statistic: 'Minimum', period: MINUTE })
}

/** Share of failed answers over a window, in percent: what the burn rate of the error budget is made of. */
export function failureShare(groups: readonly ApplicationTargetGroup[], period: Duration): MathExpression {
  const metrics: Record<string, IMetric> = {}
  groups.forEach((group, index) => {
    metrics[`r${index}`] = group.metrics.requestCount({ statistic: 'Sum', period })
    metrics[`f${index}`] = group.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { statistic: 'Sum', period })
  })
  const sum = (letter: string) => `(${groups.map((_, index) => `FILL(${letter}${index}, 0)`).join(' + ')})`
  return new MathExpression({
    expression: `IF(${sum('r')} > 0, 100 * ${sum('f')} / ${sum('r')}, 0)`,
    usingMetrics: metrics,
    label: 'Failed answers (%)',
    period,
  })
}

export function databaseMetric(imports: Imports, metricName: string, statistic = 'Average'): Metric {
  return new Metric({
    namespace: 'AWS/RDS',
    metricName,
    dimensionsMap: { DBInstanceIdentifier: imports.databaseIdentifier },
    statistic,
    period: FIVE_MINUTES,
  })
}

export function filesMetric(imports: Imports, metricName: string, statistic = 'Average', extra = {}): Metric {
  return new Metric({
    namespace: 'AWS/EFS',
    metricName,
    dimensionsMap: { FileSystemId: imports.fileSystemId, ...extra },
    statistic,
    period: FIVE_MINUTES,
  })
}

export function firewallMetric(rule: string, which: 'BlockedRequests' | 'AllowedRequests', region: string): Metric {
  return new Metric({
    namespace: 'AWS/WAFV2',
    metricName: which,
    dimensionsMap: { WebACL: 'semiont', Rule: rule, Region: region },
    statistic: 'Sum',
    period: FIVE_MINUTES,
  })
}

/** CloudFront reports to us-east-1, whatever the region of the stack. */
export function edgeMetric(distribution: Distribution, metricName: string, statistic = 'Average'): Metric {
  return new Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
    region: 'us-east-1',
    statistic,
    period: FIVE_MINUTES,
  })
}
