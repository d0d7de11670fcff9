import type { Environment } from '@semiont/config'
import { OperationError } from '../errors.ts'
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
import { type AwsSecretStore, openAwsSecretStore } from './secrets/index.ts'

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
    return missing('status')
  }

  logs(_query: LogQuery): AsyncIterable<LogEntry> {
    return missing('logs')
  }

  async metrics(_query: MetricsQuery): Promise<MetricSeries[]> {
    return missing('metrics')
  }

  async exec(_request: ExecRequest): Promise<number> {
    return missing('exec')
  }

  async start(_services: readonly ProcessService[], _progress: Progress, _signal: AbortSignal): Promise<void> {
    missing('start')
  }

  async stop(_services: readonly ProcessService[] | 'all', _progress: Progress, _signal: AbortSignal): Promise<void> {
    missing('stop')
  }

  async restart(_services: readonly ProcessService[], _progress: Progress, _signal: AbortSignal): Promise<void> {
    missing('restart')
  }

  async scale(_service: ProcessService, _replicas: number, _progress: Progress, _signal: AbortSignal): Promise<void> {
    missing('scale')
  }

  async withDatabase<Result>(_use: (database: DatabaseAccess) => Promise<Result>): Promise<Result> {
    return missing('withDatabase')
  }

  async runBackendTask(_task: BackendTask): Promise<string> {
    return missing('runBackendTask')
  }

  async operatorAccess(_signal: AbortSignal): Promise<OperatorAccess> {
    return missing('operatorAccess')
  }
}

function missing(what: string): never {
  throw new OperationError(`${what} is not there on AWS.`, 'Use the AWS console.')
}
