import type { LogEntry, MetricSeries, ServiceName } from '../../platform/platform.ts'

/** As PostgreSQL writes it for log_min_duration_statement. */
const SLOW_QUERY = /^LOG: {2}duration: [\d.]+ ms/

/** How many lines of level ERROR each service wrote and how many statements were slow: one point for all of the window. */
export function countLines(
  entries: readonly LogEntry[],
  services: readonly ServiceName[],
  since: Date,
): MetricSeries[] {
  const time = since.toISOString()
  const count = (name: string, service: ServiceName, matches: (entry: LogEntry) => boolean): MetricSeries => ({
    name,
    service,
    unit: 'count',
    points: [{ time, value: entries.filter((entry) => entry.service === service && matches(entry)).length }],
  })
  return services.flatMap((service) => [
    count('errorLines', service, ({ level }) => level === 'ERROR'),
    ...(service === 'database' ? [count('slowQueries', service, ({ message }) => SLOW_QUERY.test(message))] : []),
  ])
}
