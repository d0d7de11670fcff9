import type { MetricSeries, MetricsQuery, ServiceName } from '../../platform/platform.ts'
import { linesBackwards } from '../logs/lines-backwards.ts'
import type { OpenSeries } from '../logs/newest-entries.ts'
import { timeOfLine } from '../../logs/parse-log-line.ts'
import { openBuckets, type Buckets } from './time-buckets.ts'

/** What happened to a service in one period, as its log tells; every replica writes one. */
interface Tally {
  requests: number
  /** Answered with 5xx. */
  errors: number
  /** Answered with 4xx. */
  refused: number
  /** Lines of level ERROR. */
  errorLines: number
  /** Statements that took longer than the database is told to log. */
  slowQueries: number
  readonly milliseconds: number[]
}

/** As PostgreSQL writes it for log_min_duration_statement. */
const SLOW_QUERY = /"message":"LOG: +duration: [\d.]+ ms/

/** Asked by machines, every few seconds; an AWS load balancer does not count these either. */
const NOT_COUNTED = '"path":"/api/health"'

/**
 * Requests, errors and response times of each service from the lines that it logs per request: method, path, status, durationMs.
 * Percentiles are exact, by nearest rank, per period.
 */
export async function requestMetrics(
  series: readonly OpenSeries[],
  query: MetricsQuery,
  now: Date,
): Promise<MetricSeries[]> {
  const tallies = new Map<ServiceName, Buckets<Tally>>()
  for (const one of series) {
    const buckets = tallies.get(one.service) ?? openBuckets(query, now, emptyTally)
    tallies.set(one.service, buckets)
    await tally(one, buckets)
  }
  return [...tallies].flatMap(([service, buckets]) => seriesOf(service, buckets))
}

function emptyTally(): Tally {
  return { requests: 0, errors: 0, refused: 0, errorLines: 0, slowQueries: 0, milliseconds: [] }
}

async function tally({ files }: OpenSeries, buckets: Buckets<Tally>): Promise<void> {
  for (const file of files) {
    if (file.modifiedAt.toISOString() < buckets.since) return
    for await (const lines of linesBackwards(file.handle, file.size)) {
      let isOver = false
      for (const line of lines) {
        const time = timeOfLine(line)
        if (time === undefined) continue
        isOver = time < buckets.since
        const bucket = buckets.at(time)
        if (bucket) count(line, bucket)
      }
      // The oldest line of a piece is before all that is asked for, and so is everything before it.
      if (isOver) return
    }
  }
}

function count(line: string, bucket: Tally): void {
  if (line.includes('"level":"ERROR"')) bucket.errorLines++
  if (SLOW_QUERY.test(line)) bucket.slowQueries++
  const duration = /"durationMs":(\d+(?:\.\d+)?)/.exec(line)?.[1]
  const status = /"status":(\d{3})/.exec(line)?.[1]
  if (duration === undefined || status === undefined || line.includes(NOT_COUNTED)) return
  bucket.requests++
  bucket.milliseconds.push(Number(duration))
  if (status.startsWith('5')) bucket.errors++
  if (status.startsWith('4')) bucket.refused++
}

function seriesOf(service: ServiceName, buckets: Buckets<Tally>): MetricSeries[] {
  const all = buckets.all()
  const points = (value: (tally: Tally) => number) => all.map(({ time, content }) => ({ time, value: value(content) }))
  const counted = (name: string, value: (tally: Tally) => number): MetricSeries => ({
    name,
    service,
    unit: 'count',
    points: points(value),
  })
  const errorLines = counted('errorLines', (tally) => tally.errorLines)
  if (service === 'database') return [errorLines, counted('slowQueries', (tally) => tally.slowQueries)]
  const whole = { time: buckets.since, milliseconds: all.flatMap(({ content }) => content.milliseconds) }
  const perPeriod = all.map(({ time, content }) => ({ time, milliseconds: content.milliseconds }))
  return [
    counted('requests', (tally) => tally.requests),
    counted('errors', (tally) => tally.errors),
    counted('refused', (tally) => tally.refused),
    errorLines,
    ...percentiles(service, 'responseTime', perPeriod),
    ...percentiles(service, 'windowResponseTime', [whole]),
  ]
}

/** `<name>P50`, `P95` and `P99`; a period without requests has no point. */
function percentiles(
  service: ServiceName,
  name: string,
  periods: readonly { readonly time: string; readonly milliseconds: readonly number[] }[],
): MetricSeries[] {
  const sorted = periods
    .filter(({ milliseconds }) => milliseconds.length > 0)
    .map(({ time, milliseconds }) => ({ time, values: milliseconds.toSorted((a, b) => a - b) }))
  return [50, 95, 99].map((percent) => ({
    name: `${name}P${percent}`,
    service,
    unit: 'milliseconds' as const,
    points: sorted.map(({ time, values }) => ({ time, value: nearestRank(values, percent) })),
  }))
}

/** The smallest value that at least `percent` of all do not exceed; `sorted` holds at least one. */
export function nearestRank(sorted: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}
