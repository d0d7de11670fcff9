import type { Readable, Writable } from 'node:stream'
import type { Environment, SecretStore } from '@semiont/config'

export const SERVICES = ['frontend', 'backend', 'worker', 'database', 'storage'] as const
export type ServiceName = (typeof SERVICES)[number]

/** Services that are processes of ours: they can be restarted, stopped, scaled, looked into. */
export const PROCESS_SERVICES = ['frontend', 'backend', 'worker'] as const
export type ProcessService = (typeof PROCESS_SERVICES)[number]

/** `failing`: started again too often; it is tried again seldom. */
export type ReplicaState = 'starting' | 'healthy' | 'unhealthy' | 'restarting' | 'failing' | 'stopped'

export interface ReplicaStatus {
  /** `backend-1` here, the id of a task in AWS. */
  readonly id: string
  readonly state: ReplicaState
  readonly startedAt: string | null
  /** How often it was started again since its service was started. */
  readonly restarts: number
  /** Why it is as it is, when that is not plain. */
  readonly detail: string | null
}

/** `unknown` is what could not be learned; it is never shown as fine. */
export type ServiceState = 'healthy' | 'degraded' | 'starting' | 'stopped' | 'failing' | 'unknown'

export interface ServiceStatus {
  readonly service: ServiceName
  readonly state: ServiceState
  readonly running: number
  readonly desired: number
  readonly replicas: readonly ReplicaStatus[]
  readonly detail: string | null
}

export interface PlatformStatus {
  /** Whether the installation is up at all: locally, whether its supervisor runs. */
  readonly running: boolean
  readonly url: string | null
  readonly startedAt: string | null
  /** All of SERVICES, in that order. */
  readonly services: readonly ServiceStatus[]
}

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

export interface LogEntry {
  /** ISO 8601, UTC. */
  readonly time: string
  readonly level: LogLevel
  readonly service: string
  readonly message: string
  readonly requestId: string | null
  /** Everything else that the line said. */
  readonly fields: Readonly<Record<string, unknown>>
}

export interface LogQuery {
  readonly services: readonly ServiceName[]
  readonly since?: Date
  readonly until?: Date
  readonly minimumLevel?: LogLevel
  /** Case-insensitive words that the line must contain. */
  readonly contains?: string
  readonly requestId?: string
  /** The newest so many, oldest first. Default 1,000. */
  readonly limit?: number
  /** Go on with what is written from now on, until the signal. */
  readonly follow?: boolean
  readonly signal?: AbortSignal
}

export interface MetricSeries {
  /**
   * `requests`, `errors` (5xx), `refused` (4xx), `errorLines`, `slowQueries` per period; `responseTimeP50`, `P95`, `P99` per
   * period and `windowResponseTimeP50` … over all of it; now: `cpu` (100 percent is one processor), `memory`, `connections`,
   * `connectionsPercent`, `size`, `jobsQueued`, `jobsFailed`, `jobOldest`, `documentsToIndex`, `eventsParked`. AWS also tells
   * of the database `cpuOfInstance`, `freeMemory`, `freeStorage`, `readLatency`, `writeLatency`, of the storage `size`,
   * `bytesMoved`, `connections`.
   */
  readonly name: string
  readonly service: ServiceName
  readonly unit: 'count' | 'milliseconds' | 'percent' | 'bytes'
  readonly points: readonly { readonly time: string; readonly value: number }[]
}

export interface MetricsQuery {
  readonly services: readonly ServiceName[]
  readonly since: Date
  /** Width of one point. */
  readonly periodSeconds: number
}

export interface ExecRequest {
  readonly service: ProcessService
  /** One of several: `backend-2`. */
  readonly replica?: string
  /** Handed to `/bin/sh -c` on the service's side, so that variables expand there. */
  readonly command: string
  readonly input: Readable | null
  readonly output: Writable
  readonly error: Writable
  readonly signal: AbortSignal
}

export interface Progress {
  /** One short sentence about what has just happened. */
  step(text: string): void
}

export interface DatabaseAccess {
  /** A connection string with all rights on the application's database. */
  readonly url: string
  /** Connects as a superuser to the maintenance database; null where there is none (RDS, an operator's own server). */
  readonly administratorUrl: string | null
}

export interface BackendTask {
  /** Arguments of the backend program: `['migrate']`, `['verify-log', '--json']`. */
  readonly args: readonly string[]
  /** What it reads on standard input. */
  readonly input?: string | Readable
  /** Another database than that of the environment: a scratch one, for a rehearsal. */
  readonly databaseUrl?: string
  /** Another folder for blobs than that of the environment. */
  readonly dataDirectory?: string
  readonly signal: AbortSignal
}

export interface OperatorAccess {
  readonly baseUrl: string
  readonly token: string
  /** When the token ends by itself, within minutes: ask again for longer work, as `withOperatorClient` does. */
  readonly expiresAt: Date
}

export interface RestoreMoment {
  /** Keep the database so far. */
  readonly keepOld?: boolean
  /** Digests of documents that a database refers to and that are not there. */
  findMissingBlobs(databaseUrl: string): Promise<readonly string[]>
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
}

export interface MomentReport {
  readonly events: number
  /** The first event of the log that is not as it was written. */
  readonly damage: { readonly streamId: string; readonly version: number; readonly reason: string } | null
  readonly missingBlobs: readonly string[]
  /** Where the database so far is, when it was kept. */
  readonly keptFiles: string | null
}

/** Takes a database back to any moment since its log is kept. */
export interface PointInTime {
  /** Takes a base from which the moments after it are restored, and removes those that are too old. */
  takeBase(now: Date, signal: AbortSignal): Promise<void>
  /** The first moment that can be restored, and when the newest base was taken; null while there is none. */
  bases(): Promise<{ readonly earliest: Date; readonly newest: Date } | null>
  /**
   * The database as of the last transaction before the moment, all or nothing; documents are not taken back.
   * @throws UnusableInputError when the log does not reach that moment, RefusedError while the installation runs
   */
  restoreTo(moment: Date, given: RestoreMoment): Promise<MomentReport>
}

/** Where an installation runs, and how one gets at its parts. One implementation per kind of place. */
export interface Platform {
  readonly kind: 'local' | 'aws'
  readonly environment: Environment
  readonly secrets: SecretStore
  /** null where the log of the database is not kept. */
  readonly pointInTime: PointInTime | null

  status(): Promise<PlatformStatus>
  logs(query: LogQuery): AsyncIterable<LogEntry>
  metrics(query: MetricsQuery): Promise<MetricSeries[]>
  /** Runs a command in the surroundings of the service and returns its exit code. */
  exec(request: ExecRequest): Promise<number>

  /** Starts services that were stopped, of an installation that runs. */
  start(services: readonly ProcessService[], progress: Progress, signal: AbortSignal): Promise<void>
  /** Stops the services named, or with none the whole installation. */
  stop(services: readonly ProcessService[] | 'all', progress: Progress, signal: AbortSignal): Promise<void>
  /** One replica after the other, each new one healthy before an old one goes: no request fails. Never the database. */
  restart(services: readonly ProcessService[], progress: Progress, signal: AbortSignal): Promise<void>
  scale(service: ProcessService, replicas: number, progress: Progress, signal: AbortSignal): Promise<void>

  /**
   * Calls `use` with a database that answers. Locally a stopped embedded server is started for that long, and no start can
   * come in between; with `createIfMissing` also where there is no database yet (an empty one is made).
   * @throws OperationError when there is none, or it cannot be reached
   */
  withDatabase<Result>(
    use: (database: DatabaseAccess) => Promise<Result>,
    signal: AbortSignal,
    options?: { readonly createIfMissing?: boolean },
  ): Promise<Result>
  /** Runs the backend program once with the configuration of its service; returns what it wrote to standard output. */
  runBackendTask(task: BackendTask): Promise<string>
  /** Address and short-lived token of an administrator, for the SDK. @throws OperationError when the backend does not run */
  operatorAccess(signal: AbortSignal): Promise<OperatorAccess>
}
