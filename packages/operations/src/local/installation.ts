import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDirectoryOf, type Environment, type SecretStore, stateDirectoryOf } from '@semiont/config'
import { PROCESS_SERVICES, type ProcessService, type Progress, type ReplicaState } from '../platform/platform.ts'
import { assertReachable } from './assert-reachable.ts'
import { runBackendCommand } from './backend-commands.ts'
import { type ControlServer, openControlServer } from './control/control-server.ts'
import type { ControlRequest } from './control/protocol.ts'
import { type FrontDoor, openFrontDoor } from './front-door/front-door.ts'
import { logLine } from './logs/log-lines.ts'
import { acquireInstanceLock, type InstanceLock } from './instance-lock.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/embedded-postgres.ts'
import { orAborted } from './processes/or-aborted.ts'
import { waitUntil } from './processes/wait-until.ts'
import { ensurePassword } from './secrets.ts'
import type { BackendSecrets } from './service-environment.ts'
import { logsFolderOf, ServiceLogs } from './service-logs.ts'
import { FailurePager } from './services/failure-pager.ts'
import type { Fleet } from './services/fleet.ts'
import { LaunchPlan, type Programs } from './services/launch-plan.ts'
import { type FleetLimits, type Groups, openFleet } from './services/open-fleet.ts'

export type Step = 'database' | 'migrations' | 'backend' | 'worker' | 'frontend'

export interface StartReport {
  stepDone(step: Step, milliseconds: number, note?: string): void
  serviceChanged(name: string, state: ReplicaState, reason?: string): void
}

export interface InstallationOptions {
  readonly environment: Environment
  readonly secrets: SecretStore
  readonly programs: Programs
  /** Overrides the public port of the environment. */
  readonly port?: number
  /** A PostgreSQL of the operator's own; without it the embedded one is started. */
  readonly databaseUrl?: string
  readonly report: StartReport
  /** Ends a start that is under way. */
  readonly signal: AbortSignal
  readonly limits?: FleetLimits
}

export interface Installation {
  readonly url: string
  /** On the very first start: a link that signs the administrator in once. */
  readonly administratorLink: string | undefined
  /** Resolves when it has stopped and whoever asked for that knows. */
  readonly stopped: Promise<void>
  stop(): Promise<void>
}

/**
 * Starts everything on this machine and returns when all of it is healthy. When that fails, nothing is left running.
 * @throws OperationError saying what to do; an AbortError when it was stopped meanwhile
 */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const run = new Run(options)
  try {
    return await run.start()
  } catch (error) {
    await run.stop()
    throw error
  }
}

/** Milliseconds: PostgreSQL may be making its folder when a start is stopped. */
const STOP_PATIENCE = 60_000

class Run {
  readonly #options: InstallationOptions
  readonly #stateDirectory: string
  readonly #logs: ServiceLogs
  readonly #plan: LaunchPlan
  readonly #fleet: Fleet
  readonly #groups: Groups
  /** Aborted when another command stops the installation while it is starting. */
  readonly #leaving = new AbortController()
  readonly #signal: AbortSignal
  readonly #stopped: Promise<void>
  #tellStopped = () => {}
  #lock: InstanceLock | undefined
  #control: ControlServer | undefined
  #door: FrontDoor | undefined
  #postgres: EmbeddedPostgres | undefined
  #stopping: Promise<void> | undefined

  constructor(options: InstallationOptions) {
    const { environment, programs, secrets, limits } = options
    this.#options = options
    this.#stopped = new Promise((resolve) => {
      this.#tellStopped = resolve
    })
    this.#stateDirectory = stateDirectoryOf(environment)
    this.#signal = AbortSignal.any([options.signal, this.#leaving.signal])
    this.#logs = new ServiceLogs(environment)
    const publicPort = options.port ?? environment.settings.services.frontDoor.port
    this.#plan = new LaunchPlan({ environment, programs, secrets, publicPort })
    const pager = new FailurePager({
      environment: () => this.#plan.environment,
      secrets,
      log: (name, text) => this.#logs.of(name).write(logLine(name, 'ERROR', text)),
      now: () => new Date(),
    })
    const { groups, fleet } = openFleet({
      plan: this.#plan,
      logs: this.#logs,
      migrate: async () => void (await this.#runBackend('migrate', this.#plan.backendSecrets)),
      onChange: () => this.#recordServices(),
      onState: (name, state, reason) => {
        options.report.serviceChanged(name, state, reason)
        pager.stateEntered(name, state, reason)
      },
      ...(limits === undefined ? {} : { limits }),
    })
    this.#groups = groups
    this.#fleet = fleet
  }

  async start(): Promise<Installation> {
    this.#lock = await acquireInstanceLock(this.#stateDirectory, this.#plan.publicUrl)
    this.#control = await openControlServer({
      status: () => ({ ready: this.#fleet.isReady, services: this.#fleet.status() }),
      databaseUrl: () => this.#options.databaseUrl,
      perform: (request, progress, signal) => this.#perform(request, progress, signal),
    })
    const external = this.#options.databaseUrl === undefined ? {} : { externalDatabase: true as const }
    this.#lock.update({ control: this.#control.address, ...external })
    this.#door = await this.#openDoor()
    this.#plan.publicPortIs(this.#door.port)
    const url = this.#plan.publicUrl
    this.#lock.update({ url })
    this.#proceed()

    // The frontend needs no database: it starts while that does.
    const frontend = this.#startService('frontend')
    frontend.catch(() => {})
    const secrets = await this.#prepareBackend()
    const all = [frontend, this.#startService('backend'), this.#startService('worker')]
    await orAborted(Promise.all(all), this.#signal)
    const administratorLink = await this.#firstAdministratorLink(secrets)
    this.#proceed()
    this.#fleet.becameReady()
    return { url, administratorLink, stopped: this.#stopped, stop: () => this.stop() }
  }

  /** In the order in which nothing is lost: no new requests, then those who write, then the database. */
  stop(progress?: Progress): Promise<void> {
    this.#stopping ??= this.#stopInOrder(progress)
    return this.#stopping
  }

  async #stopInOrder(progress?: Progress): Promise<void> {
    this.#leaving.abort()
    await this.#door?.stop()
    await Promise.all([this.#fleet.interrupt(), ...PROCESS_SERVICES.map((name) => this.#groups[name].end())])
    progress?.step('frontend, backend and worker have ended')
    await this.#postgres?.stop()
    if (this.#postgres) progress?.step('the database has written everything and ended')
    await this.#logs.close()
    this.#lock?.release()
    // Whoever asked for this stop hears on that connection that it is done, before this process ends.
    void (this.#control?.close() ?? Promise.resolve()).then(this.#tellStopped)
  }

  async #perform(request: ControlRequest, progress: Progress, signal: AbortSignal): Promise<void> {
    if (request.action !== 'stop' || request.services !== 'all')
      return await this.#fleet.perform(request, progress, signal)
    if (this.#fleet.isReady) return await this.stop(progress)
    // Whoever starts it notices, and stops what there is by then.
    this.#leaving.abort()
    await waitUntil(() => this.#stopping !== undefined, { timeout: STOP_PATIENCE })
    await this.#stopping
  }

  async #openDoor(): Promise<FrontDoor> {
    const { environment, port } = this.#options
    const { services } = environment.settings
    const plan = this.#plan
    const start = environment.name === 'local' ? 'semiont start' : `semiont start --environment ${environment.name}`
    return await openFrontDoor({
      host: services.frontDoor.host,
      port: port ?? services.frontDoor.port,
      // Asked with every request: a restart of the services may have brought another address.
      get publicProtocol() {
        return new URL(plan.publicUrl).protocol.replace(':', '')
      },
      services: this.#groups,
      logsFolder: logsFolderOf(environment),
      logRequest: (service, line) => this.#logs.of(service).write(line),
      startOn: (another) => `${start} --port ${another}`,
    })
  }

  async #prepareBackend(): Promise<BackendSecrets> {
    const databaseUrl = await this.#timed('database', () => this.#openDatabase())
    const secrets = await this.#plan.readSecrets(databaseUrl)
    this.#proceed()
    mkdirSync(dataDirectoryOf(this.#options.environment), { recursive: true, mode: 0o700 })
    await this.#timed('migrations', () => this.#runBackend('migrate', secrets))
    this.#proceed()
    return secrets
  }

  async #openDatabase(): Promise<string> {
    const { databaseUrl, environment, secrets } = this.#options
    if (databaseUrl !== undefined) {
      await assertReachable(databaseUrl)
      return databaseUrl
    }
    const { port } = environment.settings.database
    this.#postgres = await startEmbeddedPostgres({
      directory: join(this.#stateDirectory, 'postgres'),
      ...(port === undefined ? {} : { port }),
      superuserPassword: await ensurePassword(secrets, 'postgres/superuser'),
      password: await ensurePassword(secrets, 'postgres/semiont'),
      log: this.#logs.of('postgres'),
      slowQueryMs: environment.settings.monitoring.thresholds.slowQueryMs,
      walArchiving: environment.settings.database.walArchiving,
    })
    return this.#postgres.url
  }

  /** Once per folder; later ones are asked for with `semiont admin-link`. */
  async #firstAdministratorLink(secrets: BackendSecrets): Promise<string | undefined> {
    const marker = join(this.#stateDirectory, 'administrator-link-made')
    if (existsSync(marker)) return undefined
    const output = await this.#runBackend('admin-link', secrets)
    const link = output.split('\n').find((line) => /^https?:\/\//.test(line))
    writeFileSync(marker, `${new Date().toISOString()}\n`)
    return link
  }

  async #runBackend(name: 'migrate' | 'admin-link', secrets: BackendSecrets): Promise<string> {
    const { environment, programs } = this.#options
    return await runBackendCommand({
      environment,
      program: programs.backend,
      secrets,
      publicUrl: this.#plan.publicUrl,
      log: this.#logs.of('backend'),
      logFile: this.#logs.nameOf('backend'),
      task: { args: [name], signal: this.#signal },
      // The link goes to the terminal, never into a file.
      logOutput: name === 'migrate',
    })
  }

  async #startService(name: ProcessService): Promise<void> {
    const startedAt = performance.now()
    const { replicas } = this.#options.environment.settings.services[name]
    await this.#groups[name].start(replicas)
    if (!this.#signal.aborted) this.#options.report.stepDone(name, performance.now() - startedAt)
  }

  /** So that the next start can end what this process, if it is killed, leaves behind, and everyone finds it. */
  #recordServices(): void {
    if (this.#stopping) return
    const replicas = PROCESS_SERVICES.flatMap((name) => this.#groups[name].replicas)
    this.#lock?.update({
      url: this.#plan.publicUrl,
      services: replicas.flatMap(({ id, port, process }) => {
        const identity = process.identity()
        return identity ? [{ name: process.name, replica: id, port, ...identity }] : []
      }),
    })
  }

  async #timed<Result>(step: Step, act: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now()
    const result = await act()
    this.#options.report.stepDone(step, performance.now() - startedAt)
    return result
  }

  #proceed(): void {
    this.#signal.throwIfAborted()
  }
}
