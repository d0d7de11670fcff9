import type { Environment } from '@semiont/config'
import type {
  BackendTask,
  DatabaseAccess,
  ExecRequest,
  LogEntry,
  LogQuery,
  MetricSeries,
  MetricsQuery,
  OperatorAccess,
  Platform,
  PlatformStatus,
  PointInTime,
  ProcessService,
  Progress,
} from '../platform/platform.ts'
import { AwsConnection } from './account/connection.ts'
import { execInTask } from './exec/index.ts'
import { readAwsLogs, readAwsMetrics } from './observe/index.ts'
import { readAwsStatus, restartServices, scaleService, startServices, stopServices } from './services/index.ts'
import { type AwsSecretStore, openAwsSecretStore, rollServices } from './secrets/index.ts'
import { databaseIsInside, operatorAccess, runBackendTask } from './tasks/index.ts'

export interface AwsPlatformOptions {
  readonly environment: Environment
  /** Ends what is asked of AWS when the person stops the command. */
  readonly signal: AbortSignal
}

/**
 * An installation in an AWS account, as the two stacks of packages/cloud made it.
 * @throws ConfigurationError when the environment does not say where it is
 */
export function openAwsPlatform(options: AwsPlatformOptions): AwsPlatform {
  return new AwsPlatform(options)
}

export class AwsPlatform implements Platform {
  readonly kind = 'aws'
  readonly environment: Environment
  readonly connection: AwsConnection
  readonly secrets: AwsSecretStore
  readonly pointInTime: PointInTime | null = null

  constructor({ environment, signal }: AwsPlatformOptions) {
    this.environment = environment
    this.connection = new AwsConnection(environment, signal)
    this.secrets = openAwsSecretStore(this.connection)
  }

  async status(): Promise<PlatformStatus> {
    return await readAwsStatus(this.connection)
  }

  logs(query: LogQuery): AsyncIterable<LogEntry> {
    return readAwsLogs(this.connection, query)
  }

  async metrics(query: MetricsQuery): Promise<MetricSeries[]> {
    return await readAwsMetrics(this.connection, query)
  }

  async exec(request: ExecRequest): Promise<number> {
    return await execInTask(this.connection, request)
  }

  async start(services: readonly ProcessService[], progress: Progress, signal: AbortSignal): Promise<void> {
    await startServices(this.connection, services, progress, signal)
  }

  async stop(services: readonly ProcessService[] | 'all', progress: Progress, signal: AbortSignal): Promise<void> {
    await stopServices(this.connection, services, progress, signal)
  }

  async restart(services: readonly ProcessService[], progress: Progress, signal: AbortSignal): Promise<void> {
    const place = { environment: this.environment, store: this.secrets, progress, now: () => new Date() }
    await rollServices(place, services, (some) => restartServices(this.connection, some, progress, signal))
  }

  async scale(service: ProcessService, replicas: number, progress: Progress, signal: AbortSignal): Promise<void> {
    await scaleService(this.connection, service, replicas, progress, signal)
  }

  async withDatabase<Result>(_use: (database: DatabaseAccess) => Promise<Result>): Promise<Result> {
    throw databaseIsInside(this.environment)
  }

  async runBackendTask(task: BackendTask): Promise<string> {
    return await runBackendTask(this.connection, task)
  }

  async operatorAccess(signal: AbortSignal): Promise<OperatorAccess> {
    return await operatorAccess(this.connection, (task) => this.runBackendTask(task), signal)
  }
}
