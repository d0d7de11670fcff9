import type { MetricSeries, MetricsQuery, ServiceName } from '../../platform/platform.ts'
import { linesBackwards } from '../logs/lines-backwards.ts'
import type { OpenSeries } from '../logs/newest-entries.ts'
import { timeOfLine } from '../logs/parse-log-line.ts'
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
  readonly milliseconds: number[]
}

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
  return { requests: 0, errors: 0, refused: 0, errorLines: 0, milliseconds: [] }
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
  const duration = /"durationMs":(\d+(?:\.\d+)?)/.exec(line)?.[1]
  const status = /"status":(\d{3})/.exec(line)?.[1]
  if (duration === undefined || status === undefined || line.includes(NOT_COUNTED)) return
  bucket.requests++
  bucket.milliseconds.push(Number(duration))
  if (status.startsWith('5')) bucket.errors++
  if (status.startsWith('4')) bucket.refused++
}

function seriesOf(service: ServiceName, buckets: Buckets<Tally>): MetricSeries[] {
  const points = (value: (tally: Tally) => number) =>
    buckets.all().map(({ time, content }) => ({ time, value: value(content) }))
  const times = buckets
    .all()
    .filter(({ content }) => content.milliseconds.length > 0)
    .map(({ time, content }) => ({ time, sorted: content.milliseconds.toSorted((a, b) => a - b) }))
  const percentile = (percent: number) =>
    times.map(({ time, sorted }) => ({ time, value: nearestRank(sorted, percent) }))
  return [
    { name: 'requests', service, unit: 'count', points: points(({ requests }) => requests) },
    { name: 'errors', service, unit: 'count', points: points(({ errors }) => errors) },
    { name: 'refused', service, unit: 'count', points: points(({ refused }) => refused) },
    { name: 'errorLines', service, unit: 'count', points: points(({ errorLines }) => errorLines) },
    { name: 'responseTimeP50', service, unit: 'milliseconds', points: percentile(50) },
    { name: 'responseTimeP95', service, unit: 'milliseconds', points: percentile(95) },
    { name: 'responseTimeP99', service, unit: 'milliseconds', points: percentile(99) },
  ]
}

/** The smallest value that at least `percent` of all do not exceed; `sorted` holds at least one. */
export function nearestRank(sorted: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}
