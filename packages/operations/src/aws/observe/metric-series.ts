import type { MetricSeries, ServiceName } from '../../platform/platform.ts'
import type { MetricPoint } from '../clients/metric-data.ts'

/** What CloudWatch has answered, by `<service> <what>`; the points oldest first. */
export type Answers = ReadonlyMap<string, readonly MetricPoint[]>

type Unit = MetricSeries['unit']

/** ECS counts processor in units of a thousandth and a bit. */
const UNITS_OF_PROCESSOR = 1024
const MEBIBYTE = 1024 * 1024

/** Units and factors of what is taken as CloudWatch tells it. */
const PLAIN: Readonly<Record<string, readonly [Unit, number]>> = {
  connections: ['count', 1],
  cpuOfInstance: ['percent', 1],
  freeMemory: ['bytes', 1],
  freeStorage: ['bytes', 1],
  readLatency: ['milliseconds', 1000],
  writeLatency: ['milliseconds', 1000],
  size: ['bytes', 1],
  bytesMoved: ['bytes', 1],
}

/** The series of one service. What CloudWatch has no data of is left out: that is unknown, not nothing. */
export function seriesOf(service: ServiceName, answers: Answers, window: Answers): MetricSeries[] {
  const pointsOf = (what: string) => answers.get(`${service} ${what}`) ?? []
  const series = (name: string, unit: Unit, points: readonly MetricPoint[], factor = 1): MetricSeries[] =>
    points.length === 0 ? [] : [{ name, service, unit, points: points.map((point) => toPoint(point, factor)) }]
  const targets = pointsOf('targets')
  const tasks = pointsOf('tasks')
  return [
    ...['requests', 'errors', 'refused'].flatMap((what) => series(what, 'count', counted(pointsOf(what), targets))),
    ...['p50', 'p95', 'p99'].flatMap((what) => [
      ...series(`responseTime${what.toUpperCase()}`, 'milliseconds', pointsOf(what), 1000),
      ...series(
        `windowResponseTime${what.toUpperCase()}`,
        'milliseconds',
        slowest(window.get(`${service} ${what}`)),
        1000,
      ),
    ]),
    ...series('cpu', 'percent', multiplied(pointsOf('cpu'), tasks), 100 / UNITS_OF_PROCESSOR),
    ...series('memory', 'bytes', multiplied(pointsOf('memory'), tasks), MEBIBYTE),
    ...Object.entries(PLAIN).flatMap(([what, [unit, factor]]) => series(what, unit, pointsOf(what), factor)),
  ]
}

/**
 * A load balancer tells no counts of periods in which there was nothing to count, and always how many targets it has: where it
 * tells that and no count, the count is zero.
 */
function counted(counts: readonly MetricPoint[], targets: readonly MetricPoint[]): MetricPoint[] {
  const byTime = new Map(targets.map(({ at }): [number, MetricPoint] => [at.getTime(), { at, value: 0 }]))
  for (const point of counts) byTime.set(point.at.getTime(), point)
  return [...byTime.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

/** What all tasks use together, where one is told the average of one of them and their number. */
function multiplied(averages: readonly MetricPoint[], tasks: readonly MetricPoint[]): MetricPoint[] {
  const numbers = new Map(tasks.map(({ at, value }) => [at.getTime(), value]))
  return averages.flatMap(({ at, value }) => {
    const number = numbers.get(at.getTime())
    return number === undefined ? [] : [{ at, value: value * number }]
  })
}

/** CloudWatch may cut a window at the hour; of two parts the slower one is told. */
function slowest(points: readonly MetricPoint[] = []): MetricPoint[] {
  return points.toSorted((a, b) => b.value - a.value).slice(0, 1)
}

function toPoint({ at, value }: MetricPoint, factor: number): MetricSeries['points'][number] {
  return { time: at.toISOString(), value: Math.round(value * factor * 1000) / 1000 }
}
