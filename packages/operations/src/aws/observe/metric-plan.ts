import { NAMES } from '@semiont/config/aws-names'
import { PROCESS_SERVICES, type ProcessService, type ServiceName } from '../../platform/platform.ts'
import type { MetricQuestion } from '../clients/metric-data.ts'

/** What the metrics of an installation are named by. */
export interface Measured {
  /** `app/semiont/0123456789abcdef` */
  readonly loadBalancer: string
  /** `targetgroup/semiont-backend/0123456789abcdef`; the worker has none. */
  readonly targetGroups: Readonly<Partial<Record<ProcessService, string>>>
  readonly database: string
  readonly fileSystem: string
}

/** Questions to CloudWatch by `<service> <what>`. */
export type Questions = Readonly<Record<string, MetricQuestion>>

type Statistic = MetricQuestion['statistic']

/** What is asked in each period. */
export function periodQuestions(services: readonly ServiceName[], measured: Measured): Questions {
  const asked: Record<string, MetricQuestion> = {}
  for (const service of services) {
    if (service === 'database') Object.assign(asked, databaseQuestions(measured.database))
    else if (service === 'storage') Object.assign(asked, fileQuestions(measured.fileSystem))
    else Object.assign(asked, taskQuestions(service), requestQuestions(service, measured))
  }
  return asked
}

/** What is asked over all of the window: the median of medians is no median. */
export function windowQuestions(services: readonly ServiceName[], measured: Measured): Questions {
  const balanced = PROCESS_SERVICES.filter((service) => services.includes(service))
  return Object.assign({}, ...balanced.map((service) => responseTimes(service, measured)))
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html */
function taskQuestions(service: ProcessService): Questions {
  const ask = (name: string): MetricQuestion => ({
    namespace: 'ECS/ContainerInsights',
    name,
    dimensions: { ClusterName: NAMES.cluster, ServiceName: NAMES.services[service] },
    statistic: 'Average',
  })
  return {
    [`${service} cpu`]: ask('CpuUtilized'),
    [`${service} memory`]: ask('MemoryUtilized'),
    [`${service} tasks`]: ask('RunningTaskCount'),
  }
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function requestQuestions(service: ProcessService, measured: Measured): Questions {
  const ask = balancerQuestion(service, measured)
  if (ask === undefined) return {}
  return {
    [`${service} requests`]: ask('RequestCount', 'Sum'),
    [`${service} errors`]: ask('HTTPCode_Target_5XX_Count', 'Sum'),
    [`${service} refused`]: ask('HTTPCode_Target_4XX_Count', 'Sum'),
    [`${service} targets`]: ask('HealthyHostCount', 'Maximum'),
    ...responseTimes(service, measured),
  }
}

function responseTimes(service: ProcessService, measured: Measured): Questions {
  const ask = balancerQuestion(service, measured)
  if (ask === undefined) return {}
  return Object.fromEntries(
    (['p50', 'p95', 'p99'] as const).map((statistic) => [
      `${service} ${statistic}`,
      ask('TargetResponseTime', statistic),
    ]),
  )
}

function balancerQuestion(service: ProcessService, { loadBalancer, targetGroups }: Measured) {
  const TargetGroup = targetGroups[service]
  if (TargetGroup === undefined) return undefined
  const dimensions = { LoadBalancer: loadBalancer, TargetGroup }
  return (name: string, statistic: Statistic): MetricQuestion => ({
    namespace: 'AWS/ApplicationELB',
    name,
    dimensions,
    statistic,
  })
}

function databaseQuestions(identifier: string): Questions {
  const ask = (name: string, statistic: Statistic = 'Average'): MetricQuestion => ({
    namespace: 'AWS/RDS',
    name,
    dimensions: { DBInstanceIdentifier: identifier },
    statistic,
  })
  return {
    'database connections': ask('DatabaseConnections', 'Maximum'),
    'database cpuOfInstance': ask('CPUUtilization'),
    'database freeMemory': ask('FreeableMemory', 'Minimum'),
    'database freeStorage': ask('FreeStorageSpace', 'Minimum'),
    'database readLatency': ask('ReadLatency'),
    'database writeLatency': ask('WriteLatency'),
  }
}

function fileQuestions(FileSystemId: string): Questions {
  const ask = (name: string, statistic: Statistic, more = {}): MetricQuestion => ({
    namespace: 'AWS/EFS',
    name,
    dimensions: { FileSystemId, ...more },
    statistic,
  })
  return {
    // Told once an hour; as a rule none falls into a short window.
    'storage size': ask('StorageBytes', 'Average', { StorageClass: 'Total' }),
    'storage bytesMoved': ask('TotalIOBytes', 'Sum'),
    'storage connections': ask('ClientConnections', 'Sum'),
  }
}

/** The part of an ARN by which CloudWatch names a load balancer or target group. */
export function balancerName(arn: string): string {
  const resource = arn.split(':').at(-1) ?? ''
  return resource.replace(/^loadbalancer\//, '')
}
