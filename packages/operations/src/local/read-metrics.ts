import { join } from 'node:path'
import { type MetricSeries, type MetricsQuery, PROCESS_SERVICES } from '../platform/platform.ts'
import { findRunningInstance } from './instance-lock.ts'
import { databaseMetrics } from './metrics/database-metrics.ts'
import { processMetrics } from './metrics/process-metrics.ts'
import { requestMetrics } from './metrics/request-log.ts'
import { withConnection } from './postgres/connect.ts'
import { openAll } from './read-logs.ts'

export interface MetricsPlace {
  readonly stateDirectory: string
  /** The address of the database. @throws where there is none */
  databaseUrl(): Promise<string>
}

/**
 * What the installation tells about itself: requests, errors and response times from the logs of all replicas, connections and
 * jobs from the database, processor and memory from the system. A database that does not answer leaves its series out; nothing
 * is started to be measured.
 */
export async function readMetrics(query: MetricsQuery, place: MetricsPlace): Promise<MetricSeries[]> {
  const now = new Date()
  const all = await Promise.all([
    fromLogs(query, place, now),
    processMetrics(runningProcesses(place.stateDirectory), now),
    fromDatabase(place, now),
  ])
  return all.flat().filter(({ service }) => query.services.includes(service))
}

async function fromLogs(query: MetricsQuery, { stateDirectory }: MetricsPlace, now: Date): Promise<MetricSeries[]> {
  const series = await openAll(join(stateDirectory, 'logs'), query)
  try {
    return await requestMetrics(series, query, now)
  } finally {
    await Promise.all(series.flatMap(({ files }) => files.map(({ handle }) => handle.close())))
  }
}

async function fromDatabase(place: MetricsPlace, now: Date): Promise<MetricSeries[]> {
  try {
    return await withConnection(await place.databaseUrl(), async (client) => await databaseMetrics(client, now))
  } catch {
    // Whether it is down is what the status says; here it only has nothing to tell.
    return []
  }
}

function runningProcesses(stateDirectory: string) {
  const services = findRunningInstance(stateDirectory)?.services ?? []
  return services.flatMap((identity) => {
    const service = PROCESS_SERVICES.find((name) => name === identity.name)
    return service ? [{ ...identity, service }] : []
  })
}
