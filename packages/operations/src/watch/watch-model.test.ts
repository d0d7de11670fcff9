import { describe, expect, it } from 'vitest'
import { type LogEntry, type MetricSeries, type PlatformStatus, SERVICES } from '../platform/platform.ts'
import { emptyWatch, KEPT_ENTRIES, reduceWatch, type WatchEvent } from './watch-model.ts'
import { replicasText, watchText } from './watch-text.ts'

const at = '2026-11-23T12:00:00.000Z'
const replica = { id: 'worker-1', state: 'healthy' as const, startedAt: at, restarts: 4, detail: null }
const status: PlatformStatus = {
  running: true,
  url: 'http://localhost:4000',
  startedAt: at,
  services: SERVICES.map((service) => ({
    service,
    state: service === 'worker' ? 'degraded' : 'healthy',
    running: service === 'worker' ? 1 : 2,
    desired: 2,
    replicas: service === 'worker' ? [replica] : [],
    detail: service === 'worker' ? 'worker-2 ended' : null,
  })),
}
const points = (...values: number[]) => values.map((value) => ({ time: at, value }))
const series: MetricSeries[] = [
  { name: 'requests', service: 'backend', unit: 'count', points: points(100, 0, 500) },
  { name: 'errors', service: 'backend', unit: 'count', points: points(1, 0, 2) },
  { name: 'errorLines', service: 'backend', unit: 'count', points: points(0, 0, 4) },
  { name: 'windowResponseTimeP50', service: 'backend', unit: 'milliseconds', points: points(12.34) },
  { name: 'windowResponseTimeP95', service: 'backend', unit: 'milliseconds', points: points(240) },
  { name: 'cpu', service: 'backend', unit: 'percent', points: points(7) },
  { name: 'memory', service: 'backend', unit: 'bytes', points: points(150_000_000) },
  { name: 'jobsQueued', service: 'worker', unit: 'count', points: points(3) },
  { name: 'jobOldest', service: 'worker', unit: 'milliseconds', points: points(90_000) },
  { name: 'connections', service: 'database', unit: 'count', points: points(10) },
]
const entry = (message: string): LogEntry => ({
  time: at,
  level: 'INFO',
  service: 'backend',
  message,
  requestId: null,
  fields: {},
})

const after = (...events: WatchEvent[]) => events.reduce(reduceWatch, emptyWatch('local', 60))

describe('the model of what one watches', () => {
  it('knows nothing at first, and says so', () => {
    const model = after()
    expect(model.services.map(({ state, running }) => [state, running])).toEqual(SERVICES.map(() => ['unknown', null]))
    expect(watchText(model)).toContain('It is not known whether Semiont (environment local) runs.')
  })

  it('brings status and metrics of a service together', () => {
    const model = after({ type: 'status', at, status }, { type: 'metrics', at, series })
    expect(model.services.find(({ service }) => service === 'backend')).toEqual({
      service: 'backend',
      state: 'healthy',
      running: 2,
      desired: 2,
      replicas: [],
      requestsPerSecond: 10,
      errors: 3,
      errorLines: 4,
      responseTimeP50: 12.34,
      responseTimeP95: 240,
      cpuPercent: 7,
      memoryBytes: 150_000_000,
      detail: null,
      history: [100, 0, 500],
    })
    expect(model.jobs).toMatchObject({ queued: 3, oldestMilliseconds: 90_000, failed: null })
    expect(watchText(model).split('\n')).toEqual([
      'Semiont runs at http://localhost:4000, but worker is degraded. See why with: semiont check',
      '',
      'SERVICE   STATE     RUNNING  CPU  MEMORY  DETAIL',
      'frontend  healthy   2/2      ?    ?',
      'backend   healthy   2/2      7 %  150 MB',
      'worker    degraded  1/2      ?    ?       worker-2 ended',
      'database  healthy   2/2      -    -',
      'storage   healthy   2/2      -    -',
      '',
      'LAST 60 S  REQUESTS  ERRORS  P50      P95     ERROR LINES',
      'frontend   ?         ?       -        -       ?',
      'backend    10/s      3       12.3 ms  240 ms  4',
      'worker     ?         ?       -        -       ?',
      'database   -         -       -        -       ?',
      '',
      'database  10 connections (? of what it takes), ? large, ? slow queries',
      'jobs      3 waiting (oldest 90 s), ? failed, ? documents to index, ? events parked',
    ])
  })

  it('names each replica', () => {
    expect(replicasText(after({ type: 'status', at, status }))).toEqual([
      'REPLICA   STATE    SINCE                 RESTARTS  DETAIL',
      'worker-1  healthy  2026-11-23T12:00:00Z  4',
    ])
    expect(replicasText(after())).toEqual([])
  })

  it('never shows old numbers as new: what fails becomes unknown, with the reason', () => {
    const before = after({ type: 'status', at, status }, { type: 'metrics', at, series })
    const failedStatus = reduceWatch(before, { type: 'failed', at, part: 'status', message: 'no answer' })
    expect(failedStatus.running).toBeNull()
    expect(failedStatus.services.every(({ state, running }) => state === 'unknown' && running === null)).toBe(true)
    expect(failedStatus.services[1]?.requestsPerSecond).toBe(10)
    const failedMetrics = reduceWatch(failedStatus, { type: 'failed', at, part: 'metrics', message: 'gone' })
    expect(failedMetrics.services[1]?.requestsPerSecond).toBeNull()
    expect(failedMetrics.jobs.queued).toBeNull()
    expect(failedMetrics.problems).toEqual({ status: 'no answer', metrics: 'gone' })
    expect(watchText(failedMetrics)).toContain('The status could not be learned: no answer')
    expect(reduceWatch(failedMetrics, { type: 'status', at, status }).problems).toEqual({ metrics: 'gone' })
  })

  it('keeps the newest log entries and no more', () => {
    const many = Array.from({ length: KEPT_ENTRIES }, (_, number) => entry(`first ${number}`))
    const model = after({ type: 'entries', at, entries: many }, { type: 'entries', at, entries: [entry('last')] })
    expect(model.entries).toHaveLength(KEPT_ENTRIES)
    expect(model.entries[0]?.message).toBe('first 1')
    expect(model.entries.at(-1)?.message).toBe('last')
    expect(watchText({ ...model, entries: [entry('last')] })).toMatch(/INFO {2}backend {2}last$/)
  })

  it('says how to start what does not run', () => {
    const stopped = { ...status, running: false, url: null }
    expect(watchText(after({ type: 'status', at, status: stopped }))).toMatch(
      /^Semiont \(environment local\) does not run. Start it with: semiont start\n/,
    )
    const production = reduceWatch(emptyWatch('production', 60), { type: 'status', at, status: stopped })
    expect(watchText(production)).toContain('Start it with: semiont start --environment production\n')
  })
})
