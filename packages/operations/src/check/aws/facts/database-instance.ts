import { type DatabaseInstance, findDatabaseInstance } from '../../../aws/clients/rds.ts'
import { type MetricPoint, type MetricQuestion, readMetricData } from '../../../aws/clients/metric-data.ts'
import type { Account } from '../account.ts'

export interface DatabaseInstanceFact {
  readonly identifier: string
  /** Null when there is none. */
  readonly instance: DatabaseInstance | null
  /** Of the last quarter of an hour; null where CloudWatch has no data. */
  readonly freeBytes: number | null
  readonly connections: number | null
  readonly cpuPercent: number | null
}

const WINDOW_MS = 15 * 60_000

export async function gatherDatabaseInstance({ connection, stack, now }: Account): Promise<DatabaseInstanceFact> {
  const identifier = (await stack('infra')).get('DatabaseIdentifier')
  const ask = (name: string, statistic: MetricQuestion['statistic']): MetricQuestion => ({
    namespace: 'AWS/RDS',
    name,
    statistic,
    dimensions: { DBInstanceIdentifier: identifier },
  })
  const questions = [
    ask('FreeStorageSpace', 'Minimum'),
    ask('DatabaseConnections', 'Maximum'),
    ask('CPUUtilization', 'Average'),
  ]
  const [instance, series] = await Promise.all([
    findDatabaseInstance(connection, identifier),
    readMetricData(connection, questions, {
      since: new Date(now.getTime() - WINDOW_MS),
      until: now,
      periodSeconds: WINDOW_MS / 1000,
    }),
  ])
  const [free = [], connections = [], cpu = []] = series
  return {
    identifier,
    instance: instance ?? null,
    freeBytes: newest(free),
    connections: newest(connections),
    cpuPercent: newest(cpu),
  }
}

function newest(points: readonly MetricPoint[]): number | null {
  return points.at(-1)?.value ?? null
}
