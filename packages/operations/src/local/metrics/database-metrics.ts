import type pg from 'pg'
import type { MetricSeries, ServiceName } from '../../platform/platform.ts'

interface Row {
  readonly connections: string
  readonly active: string
  readonly maximum: string
  readonly size: string
}

/** Connections and size of the application's database, and its jobs, now. What is not there yet is left out. */
export async function databaseMetrics(client: pg.Client, now: Date): Promise<MetricSeries[]> {
  const series: MetricSeries[] = []
  const add = (service: ServiceName, name: string, value: unknown, unit: MetricSeries['unit'] = 'count') =>
    series.push({ name, service, unit, points: [{ time: now.toISOString(), value: Number(value) }] })
  const { rows } = await client.query<Row>(CONNECTIONS)
  const [row] = rows
  if (row) {
    add('database', 'connections', row.connections)
    add('database', 'connectionsActive', row.active)
    add('database', 'connectionsPercent', (Number(row.connections) / Number(row.maximum)) * 100, 'percent')
    add('database', 'size', row.size, 'bytes')
  }
  if (await exists(client, 'graphile_worker.jobs')) {
    const jobs = await client.query<{ queued: string; failed: string; oldest: string }>(JOBS)
    add('worker', 'jobsQueued', jobs.rows[0]?.queued)
    add('worker', 'jobsFailed', jobs.rows[0]?.failed)
    add('worker', 'jobOldest', jobs.rows[0]?.oldest, 'milliseconds')
  }
  if (await exists(client, 'search_queue')) {
    const waiting = await client.query<{ waiting: string }>('select count(*) as waiting from search_queue')
    add('worker', 'documentsToIndex', waiting.rows[0]?.waiting)
  }
  if (await exists(client, 'event_store.parked_events')) {
    const parked = await client.query<{ parked: string }>('select count(*) as parked from event_store.parked_events')
    add('worker', 'eventsParked', parked.rows[0]?.parked)
  }
  return series
}

const CONNECTIONS = `
  select count(*) as connections,
         count(*) filter (where state = 'active') as active,
         current_setting('max_connections') as maximum,
         pg_database_size(current_database()) as size
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`

/** Queued: due and not begun. Failed: tried as often as allowed. */
const JOBS = `
  select count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now()) as queued,
         count(*) filter (where attempts >= max_attempts) as failed,
         coalesce(extract(epoch from now() - min(run_at)
           filter (where locked_at is null and attempts < max_attempts and run_at <= now())), 0) * 1000 as oldest
  from graphile_worker.jobs`

async function exists(client: pg.Client, relation: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [relation])
  return rows[0]?.found === true
}
