import {
  type LogEntry,
  type MetricSeries,
  type PlatformStatus,
  type ReplicaStatus,
  type ServiceName,
  SERVICES,
  type ServiceState,
} from '../platform/platform.ts'

/** A service as one looks at it: its replicas, and what it did within the window. `null` is what is not known. */
export interface WatchedService {
  readonly service: ServiceName
  readonly state: ServiceState
  readonly running: number | null
  readonly desired: number | null
  readonly replicas: readonly ReplicaStatus[]
  readonly requestsPerSecond: number | null
  /** Requests answered with 5xx within the window. */
  readonly errors: number | null
  /** Lines of level ERROR within the window. */
  readonly errorLines: number | null
  /** Milliseconds. */
  readonly responseTimeP50: number | null
  readonly responseTimeP95: number | null
  readonly cpuPercent: number | null
  readonly memoryBytes: number | null
  readonly detail: string | null
  /** Requests per period, the oldest first. */
  readonly history: readonly number[]
}

export interface WatchedJobs {
  readonly queued: number | null
  readonly failed: number | null
  readonly oldestMilliseconds: number | null
  readonly documentsToIndex: number | null
  readonly eventsParked: number | null
}

export interface WatchedDatabase {
  readonly connections: number | null
  readonly connectionsPercent: number | null
  readonly sizeBytes: number | null
  readonly slowQueries: number | null
}

/** What one looks at while Semiont runs. One model for the terminal, for text and for JSON. */
export interface WatchModel {
  readonly environment: string
  /** ISO 8601 of the newest thing learned; null before the first. */
  readonly at: string | null
  readonly running: boolean | null
  readonly url: string | null
  readonly startedAt: string | null
  /** What the numbers of the services are over. */
  readonly windowSeconds: number
  readonly services: readonly WatchedService[]
  readonly jobs: WatchedJobs
  readonly database: WatchedDatabase
  /** The newest log entries, the oldest first. */
  readonly entries: readonly LogEntry[]
  /** What could not be learned at the last look, by part. */
  readonly problems: Readonly<Partial<Record<WatchPart, string>>>
}

export type WatchPart = 'status' | 'metrics' | 'logs'

export type WatchEvent =
  | { readonly type: 'status'; readonly at: string; readonly status: PlatformStatus }
  | { readonly type: 'metrics'; readonly at: string; readonly series: readonly MetricSeries[] }
  | { readonly type: 'entries'; readonly at: string; readonly entries: readonly LogEntry[] }
  | { readonly type: 'failed'; readonly at: string; readonly part: WatchPart; readonly message: string }

/** So many entries are kept for looking back. */
export const KEPT_ENTRIES = 2000

export function emptyWatch(environment: string, windowSeconds: number): WatchModel {
  return {
    environment,
    at: null,
    running: null,
    url: null,
    startedAt: null,
    windowSeconds,
    services: SERVICES.map(unknownService),
    jobs: { queued: null, failed: null, oldestMilliseconds: null, documentsToIndex: null, eventsParked: null },
    database: { connections: null, connectionsPercent: null, sizeBytes: null, slowQueries: null },
    entries: [],
    problems: {},
  }
}

/** The model after something was learned. Pure. What cannot be learned becomes unknown: old numbers are never shown as new. */
export function reduceWatch(model: WatchModel, event: WatchEvent): WatchModel {
  switch (event.type) {
    case 'status':
      return { ...withStatus(model, event.status), at: event.at, problems: without(model.problems, 'status') }
    case 'metrics':
      return { ...withMetrics(model, event.series), at: event.at, problems: without(model.problems, 'metrics') }
    case 'entries':
      return {
        ...model,
        at: event.at,
        entries: [...model.entries, ...event.entries].slice(-KEPT_ENTRIES),
        problems: without(model.problems, 'logs'),
      }
    case 'failed':
      return withFailure(model, event)
  }
}

function withStatus(model: WatchModel, status: PlatformStatus): WatchModel {
  const { running, url, startedAt } = status
  const services = model.services.map((watched) => {
    const found = status.services.find(({ service }) => service === watched.service)
    if (!found)
      return { ...watched, state: 'unknown' as const, running: null, desired: null, replicas: [], detail: null }
    const { state, running, desired, replicas, detail } = found
    return { ...watched, state, running, desired, replicas, detail }
  })
  return { ...model, running, url, startedAt, services }
}

function withMetrics(model: WatchModel, series: readonly MetricSeries[]): WatchModel {
  const of = (service: ServiceName, name: string) =>
    series.find((one) => one.service === service && one.name === name)?.points
  const last = (service: ServiceName, name: string) => of(service, name)?.at(-1)?.value ?? null
  const sum = (service: ServiceName, name: string) => {
    const points = of(service, name)
    return points ? points.reduce((total, { value }) => total + value, 0) : null
  }
  const services = model.services.map(({ service, ...watched }) => {
    const requests = sum(service, 'requests')
    return {
      ...watched,
      service,
      requestsPerSecond: requests === null ? null : requests / model.windowSeconds,
      errors: sum(service, 'errors'),
      errorLines: sum(service, 'errorLines'),
      responseTimeP50: last(service, 'windowResponseTimeP50'),
      responseTimeP95: last(service, 'windowResponseTimeP95'),
      cpuPercent: last(service, 'cpu'),
      memoryBytes: last(service, 'memory'),
      history: of(service, 'requests')?.map(({ value }) => value) ?? [],
    }
  })
  return {
    ...model,
    services,
    jobs: {
      queued: last('worker', 'jobsQueued'),
      failed: last('worker', 'jobsFailed'),
      oldestMilliseconds: last('worker', 'jobOldest'),
      documentsToIndex: last('worker', 'documentsToIndex'),
      eventsParked: last('worker', 'eventsParked'),
    },
    database: {
      connections: last('database', 'connections'),
      connectionsPercent: last('database', 'connectionsPercent'),
      sizeBytes: last('database', 'size'),
      slowQueries: sum('database', 'slowQueries'),
    },
  }
}

function withFailure(model: WatchModel, { at, part, message }: WatchEvent & { type: 'failed' }): WatchModel {
  const fresh = emptyWatch(model.environment, model.windowSeconds)
  const emptied =
    part === 'status'
      ? withStatus(model, { running: false, url: null, startedAt: null, services: [] })
      : part === 'metrics'
        ? withMetrics(model, [])
        : model
  const running = part === 'status' ? fresh.running : model.running
  return { ...emptied, running, at, problems: { ...model.problems, [part]: message } }
}

function unknownService(service: ServiceName): WatchedService {
  return {
    service,
    state: 'unknown',
    running: null,
    desired: null,
    replicas: [],
    requestsPerSecond: null,
    errors: null,
    errorLines: null,
    responseTimeP50: null,
    responseTimeP95: null,
    cpuPercent: null,
    memoryBytes: null,
    detail: null,
    history: [],
  }
}

function without(problems: WatchModel['problems'], part: WatchPart): WatchModel['problems'] {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => name !== part))
}
