import { Stack } from 'aws-cdk-lib'
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import {
  databaseMetric,
  edgeMetric,
  failuresOf,
  filesMetric,
  firewallMetric,
  healthyOf,
  requestsOf,
  responseTimeOf,
  tasksOf,
  unhealthyOf,
  type Watched,
} from './metrics.ts'
import { countOf, waiting } from './security-metrics.ts'

const THIRD = 8

/** The page of the daily review: what people feel first, then what it is made of. */
export function createDashboard(scope: Construct, watched: Watched & { logGroup: ILogGroup }): Dashboard {
  const dashboard = new Dashboard(scope, 'Dashboard', { dashboardName: NAMES.dashboard })
  const { region } = Stack.of(scope)
  const sections: readonly (readonly [string, readonly IWidget[]])[] = [
    ['What people feel', traffic(watched)],
    ['Services', tasks(watched)],
    ['Database and documents', data(watched)],
    ['Edge and firewall', edge(watched, region)],
    ['Security', security()],
    ['Jobs', jobs()],
    ['Errors', [errors(watched.logGroup)]],
  ]
  for (const [title, widgets] of sections) {
    dashboard.addWidgets(new TextWidget({ markdown: `## ${title}`, width: 24, height: 1 }))
    dashboard.addWidgets(...widgets)
  }
  return dashboard
}

function graph(title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, width: THIRD, height: 6, left: [...left], right: [...right] })
}

function traffic({ routes }: Watched): IWidget[] {
  return Object.entries(routes).flatMap(([name, group]) => [
    graph(`${name}: requests`, [requestsOf(group)], [failuresOf(group)]),
    graph(`${name}: response time`, [responseTimeOf(group, 'p50'), responseTimeOf(group, 'p95')]),
    graph(`${name}: healthy and unhealthy targets`, [healthyOf(group), unhealthyOf(group)]),
  ])
}

function tasks({ services }: Watched): IWidget[] {
  return (['frontend', 'backend', 'worker'] as const).flatMap((name) => {
    const service = services[name]
    return [
      graph(`${name}: running and desired tasks`, [
        tasksOf(service, 'RunningTaskCount'),
        tasksOf(service, 'DesiredTaskCount'),
      ]),
      graph(`${name}: CPU`, [service.metricCpuUtilization()]),
      graph(`${name}: memory`, [service.metricMemoryUtilization()]),
    ]
  })
}

function data({ imports }: Watched): IWidget[] {
  return [
    graph('Database: CPU', [databaseMetric(imports, 'CPUUtilization')]),
    graph('Database: connections', [databaseMetric(imports, 'DatabaseConnections')]),
    graph('Database: free storage', [databaseMetric(imports, 'FreeStorageSpace', 'Minimum')]),
    graph('Database: latency', [databaseMetric(imports, 'ReadLatency'), databaseMetric(imports, 'WriteLatency')]),
    graph('Documents: bytes stored', [filesMetric(imports, 'StorageBytes', 'Average', { StorageClass: 'Total' })]),
    graph(
      'Documents: I/O',
      [filesMetric(imports, 'TotalIOBytes', 'Sum')],
      [filesMetric(imports, 'ClientConnections', 'Sum')],
    ),
  ]
}

function edge({ distribution }: Watched, region: string): IWidget[] {
  return [
    graph('CloudFront: requests', [edgeMetric(distribution, 'Requests', 'Sum')]),
    graph('CloudFront: error rate', [
      edgeMetric(distribution, '5xxErrorRate'),
      edgeMetric(distribution, '4xxErrorRate'),
    ]),
    graph('CloudFront: bytes', [edgeMetric(distribution, 'BytesDownloaded', 'Sum')]),
    graph('Firewall: blocked by rate', [firewallMetric(NAMES.rateMetric, 'BlockedRequests', region)]),
    graph('Firewall: blocked by rules', [
      firewallMetric('CommonRuleSet', 'BlockedRequests', region),
      firewallMetric('KnownBadInputsRuleSet', 'BlockedRequests', region),
      firewallMetric('SQLiRuleSet', 'BlockedRequests', region),
    ]),
    graph('Firewall: all', [
      firewallMetric('ALL', 'AllowedRequests', region),
      firewallMetric('ALL', 'BlockedRequests', region),
    ]),
  ]
}

function security(): IWidget[] {
  return [
    graph('Sign-ins', [countOf('AuthenticationSucceeded'), countOf('AuthenticationFailed')]),
    graph('Sign-ins through a provider', [countOf('OauthCallbackSucceeded'), countOf('OauthCallbackFailed')]),
    graph('Tokens', [countOf('TokenIssued'), countOf('TokenRefreshed'), countOf('TokenExpired')]),
    graph('Refused', [countOf('AccessUnauthenticated'), countOf('AccessDenied'), countOf('AccessRateLimited')]),
    graph('Stolen refresh tokens', [countOf('TokenReuseDetected')]),
    graph('Errors in the log', [countOf('Errors')]),
  ]
}

function jobs(): IWidget[] {
  return [
    graph('Jobs: waiting and failed', [waiting('JobsQueued'), waiting('JobsFailed')]),
    graph('Jobs: the oldest has waited (seconds)', [waiting('JobsOldestSeconds')]),
    graph('Documents to index, events put aside', [waiting('DocumentsToIndex')], [waiting('EventsParked')]),
  ]
}

function errors(logGroup: ILogGroup): LogQueryWidget {
  return new LogQueryWidget({
    title: 'Newest errors',
    width: 24,
    height: 6,
    logGroupNames: [logGroup.logGroupName],
    queryLines: [
      'fields @timestamp, service, message, requestId',
      'filter level = "ERROR"',
      'sort @timestamp desc',
      'limit 50',
    ],
  })
}
