import { join } from 'node:path'
import { type Environment, type SecretStore, stateDirectoryOf } from '@semiont/config'
import { NotRunningError, OperationError } from '../errors.ts'
import { readOperatorToken } from '../platform/operator-token.ts'
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
import { runBackendCommand } from './backend-commands.ts'
import { requestOperation } from './control/control-client.ts'
import type { ControlAddress } from './control/protocol.ts'
import { stopSupervisor } from './control/stop-supervisor.ts'
import { execInService } from './exec-in-service.ts'
import type { Programs } from './services/launch-plan.ts'
import { findRunningInstance, type RunningInstance } from './instance-lock.ts'
import { LocalDatabase } from './local-database.ts'
import { readLocalStatus } from './local-status.ts'
import { openRotatingLog } from './logs/rotating-log.ts'
import { openLocalPointInTime } from './point-in-time/local-point-in-time.ts'
import { configuredUrl } from './public-url.ts'
import { readLogs } from './read-logs.ts'
import { readMetrics } from './read-metrics.ts'
import { logsFolderOf } from './service-logs.ts'
import { ensureJwtKeys, readOidcProviders } from './secrets.ts'

export interface LocalPlatformOptions {
  readonly environment: Environment
  readonly secrets: SecretStore
  readonly programs: Programs
  /** A PostgreSQL of the operator's own instead of the embedded one. */
  readonly databaseUrl: string | undefined
}

/** An installation of processes on this machine. */
export function openLocalPlatform(options: LocalPlatformOptions): Platform {
  return new LocalPlatform(options)
}

class LocalPlatform implements Platform {
  readonly kind = 'local'
  readonly environment: Environment
  readonly secrets: SecretStore
  readonly pointInTime: PointInTime | null
  readonly #programs: Programs
  readonly #database: LocalDatabase
  readonly #stateDirectory: string

  constructor({ environment, secrets, programs, databaseUrl }: LocalPlatformOptions) {
    this.environment = environment
    this.secrets = secrets
    this.#programs = programs
    this.#database = new LocalDatabase({ environment, secrets, databaseUrl })
    this.#stateDirectory = stateDirectoryOf(environment)
    const isKept = environment.settings.database.walArchiving && databaseUrl === undefined
    this.pointInTime = isKept ? openLocalPointInTime({ environment, secrets, platform: this }) : null
  }

  async status(): Promise<PlatformStatus> {
    return await readLocalStatus({
      environment: this.environment,
      instance: findRunningInstance(this.#stateDirectory),
      database: this.#database,
    })
  }

  logs(query: LogQuery): AsyncIterable<LogEntry> {
    return readLogs(this.#stateDirectory, query)
  }

  async metrics(query: MetricsQuery): Promise<MetricSeries[]> {
    return await readMetrics(query, { stateDirectory: this.#stateDirectory, databaseUrl: () => this.#databaseUrl() })
  }

  async exec(request: ExecRequest): Promise<number> {
    const { environment, secrets } = this
    const place = { environment, secrets, stateDirectory: this.#stateDirectory }
    return await execInService(request, { ...place, databaseUrl: () => this.#databaseUrl() })
  }

  async start(services: readonly ProcessService[], progress: Progress, signal: AbortSignal): Promise<void> {
    await requestOperation(this.#control(), { action: 'start', services }, progress, signal)
  }

  async stop(services: readonly ProcessService[] | 'all', progress: Progress, signal: AbortSignal): Promise<void> {
    if (services === 'all') await stopSupervisor(this.#stateDirectory, this.#running(), progress, signal)
    else await requestOperation(this.#control(), { action: 'stop', services }, progress, signal)
  }

  async restart(services: readonly ProcessService[], progress: Progress, signal: AbortSignal): Promise<void> {
    await requestOperation(this.#control(), { action: 'restart', services }, progress, signal)
  }

  async scale(service: ProcessService, replicas: number, progress: Progress, signal: AbortSignal): Promise<void> {
    await requestOperation(this.#control(), { action: 'scale', service, replicas }, progress, signal)
  }

  async withDatabase<Result>(
    use: (database: DatabaseAccess) => Promise<Result>,
    signal: AbortSignal,
    { createIfMissing = false }: { createIfMissing?: boolean } = {},
  ): Promise<Result> {
    return await this.#database.use(use, signal, createIfMissing)
  }

  async runBackendTask(task: BackendTask): Promise<string> {
    const { databaseUrl } = task
    if (databaseUrl !== undefined) return await this.#runTask(task, databaseUrl)
    return await this.#database.use(({ url }) => this.#runTask(task, url), task.signal, false)
  }

  async #runTask(task: BackendTask, databaseUrl: string): Promise<string> {
    const log = openRotatingLog(join(this.#stateDirectory, 'logs', 'tasks.log'), this.environment.settings.logs)
    try {
      return await runBackendCommand({
        environment: this.environment,
        program: this.#programs.backend,
        secrets: {
          databaseUrl,
          jwtKeys: await ensureJwtKeys(this.secrets, new Date()),
          oidcProviders: await readOidcProviders(this.secrets, this.environment.settings.security.oidc.providers),
        },
        publicUrl: findRunningInstance(this.#stateDirectory)?.url ?? configuredUrl(this.environment),
        log,
        logFile: join(logsFolderOf(this.environment), 'tasks.log'),
        task,
      })
    } finally {
      await log.close()
    }
  }

  async operatorAccess(signal: AbortSignal): Promise<OperatorAccess> {
    const instance = this.#running()
    return {
      baseUrl: instance.url,
      ...readOperatorToken(await this.runBackendTask({ args: ['operator-token'], signal })),
    }
  }

  async #databaseUrl(): Promise<string> {
    return (await this.#database.access()).url
  }

  #running(): RunningInstance {
    const instance = findRunningInstance(this.#stateDirectory)
    if (instance) return instance
    throw new NotRunningError(this.environment.name)
  }

  #control(): ControlAddress {
    const { control, pid } = this.#running()
    if (control) return control
    throw new OperationError(
      `The running Semiont (process ${pid}) was started by a version that cannot be talked to.`,
      'Stop it with semiont stop, then start it again with: semiont start',
    )
  }
}
