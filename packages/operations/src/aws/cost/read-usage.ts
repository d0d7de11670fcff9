import { NAMES } from '@semiont/config/aws-names'
import type { AwsConnection } from '../account/connection.ts'
import { type MetricPoint, type MetricQuestion, readMetricData } from '../clients/metric-data.ts'
import { findDatabaseInstance } from '../clients/rds.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { PROCESS_SERVICES } from '../../platform/platform.ts'
import { sizeHint, type SizeHint, type UsageSeries } from './right-size.ts'

const WEEKS_MS = 14 * 86_400_000

/** Whether services and database are larger than they need to be, from the CPU and memory of two weeks. */
export async function readSizeHints(connection: AwsConnection, now: Date): Promise<SizeHint[]> {
  const identifier = (await readStackOutputs(connection, 'infra')).get('DatabaseIdentifier')
  const ask = (name: string, service: string): MetricQuestion => ({
    namespace: 'AWS/ECS',
    name,
    statistic: 'Average',
    dimensions: { ClusterName: NAMES.cluster, ServiceName: service },
  })
  const ofServices = PROCESS_SERVICES.flatMap((service) => [
    ask('CPUUtilization', NAMES.services[service]),
    ask('MemoryUtilization', NAMES.services[service]),
  ])
  const ofDatabase: MetricQuestion = {
    namespace: 'AWS/RDS',
    name: 'CPUUtilization',
    statistic: 'Average',
    dimensions: { DBInstanceIdentifier: identifier },
  }
  const span = { since: new Date(now.getTime() - WEEKS_MS), until: now, periodSeconds: 3600 }
  const [series, instance] = await Promise.all([
    readMetricData(connection, [...ofServices, ofDatabase], span),
    findDatabaseInstance(connection, identifier),
  ])
  const services = PROCESS_SERVICES.map((what, index) => {
    const { cpu, memory } = connection.place.services[what]
    const usage = { what, cpu: summarize(series[index * 2]), memory: summarize(series[index * 2 + 1]) }
    return sizeHint(usage, { cpu, memory })
  })
  if (instance === undefined) return services
  return [...services, sizeHint({ what: 'database', cpu: summarize(series.at(-1)), memory: null }, null)]
}

function summarize(points: readonly MetricPoint[] = []): UsageSeries | null {
  if (points.length === 0) return null
  const values = points.map(({ value }) => value).toSorted((left, right) => left - right)
  const average = values.reduce((sum, value) => sum + value, 0) / values.length
  const high = values[Math.max(0, Math.ceil(values.length * 0.99) - 1)] ?? average
  return { average, high, hours: values.length }
}
