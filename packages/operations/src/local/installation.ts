import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDirectoryOf, type Environment, type SecretStore, stateDirectoryOf } from '@semiont/config'
import { withConnection } from './postgres/connect.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/embedded-postgres.ts'
import { runBackendCommand } from './backend-commands.ts'
import { OperationError } from '../errors.ts'
import { type FrontDoor, openFrontDoor } from './front-door/front-door.ts'
import { acquireInstanceLock, type InstanceLock } from './instance-lock.ts'
import { openRotatingLog, type RotatingLog } from './logs/rotating-log.ts'
import { findFreePort } from './ports.ts'
import { type ServiceState, type SupervisedProcess, superviseProcess } from './processes/supervised-process.ts'
import { ensureJwtKeys, ensurePassword, readOidcProviders } from './secrets.ts'
import { backendEnvironment, type BackendSecrets, frontendEnvironment } from './service-environment.ts'

/** The built programs that make up Semiont. */
export interface Programs {
  /** Serves, or with `migrate` and `admin-link` as first argument does that and ends. */
  readonly backend: string
  readonly frontend: string
}

export type Step = 'database' | 'migrations' | 'backend' | 'worker' | 'frontend'

export interface StartReport {
  stepDone(step: Step, milliseconds: number, note?: string): void
  serviceChanged(name: string, state: ServiceState, reason?: string): void
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
}

export interface Installation {
  readonly url: string
  /** On the very first start: a link that signs the administrator in once. */
  readonly administratorLink: string | undefined
  stop(): Promise<void>
}

/**
 * Starts everything on this machine and returns when all of it is healthy. When that fails, nothing is left running.
 * @throws OperationError saying what to do
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

class Run {
  readonly #options: InstallationOptions
  readonly #stateDirectory: string
  readonly #logs = new Map<string, RotatingLog>()
  readonly #services: SupervisedProcess[] = []
  #lock: InstanceLock | undefined
  #door: FrontDoor | undefined
  #postgres: EmbeddedPostgres | undefined
  #stopped: Promise<void> | undefined

  constructor(options: InstallationOptions) {
    this.#options = options
    this.#stateDirectory = stateDirectoryOf(options.environment)
  }

  async start(): Promise<Installation> {
    const { environment, programs } = this.#options
    const wanted = environment.settings.services
    const publicPort = this.#options.port ?? wanted.frontDoor.port
    this.#lock = await acquireInstanceLock(this.#stateDirectory, this.#publicUrl(publicPort))
    const ports = {
      backend: await findFreePort(wanted.backend.port),
      worker: await findFreePort(wanted.worker.port),
      frontend: await findFreePort(wanted.frontend.port),
    }
    const door = await this.#openDoor(publicPort, ports)
    const publicUrl = this.#publicUrl(door.port)
    this.#lock.update({ url: publicUrl })
    this.#proceed()

    // The frontend needs no database: it starts while that does.
    const frontend = this.#startFrontend(programs.frontend, ports, publicUrl)
    const secrets = await this.#prepareBackend(publicUrl)
    const backend = this.#startBackend('backend', secrets, ports.backend, publicUrl)
    const worker = this.#startBackend('worker', secrets, ports.worker, publicUrl)
    await this.#orAborted(Promise.all([frontend.ready, backend.ready, worker.ready]))
    const administratorLink = await this.#firstAdministratorLink(secrets, publicUrl)
    this.#proceed()
    return { url: publicUrl, administratorLink, stop: () => this.stop() }
  }

  /** In the order in which nothing is lost: no new requests, then those who write, then the database. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopInOrder()
    return this.#stopped
  }

  async #stopInOrder(): Promise<void> {
    await this.#door?.stop()
    await Promise.all(this.#services.map((service) => service.stop()))
    await this.#postgres?.stop()
    await Promise.all([...this.#logs.values()].map((log) => log.close()))
    this.#lock?.release()
  }

  async #openDoor(port: number, ports: { backend: number; frontend: number }): Promise<FrontDoor> {
    const { site, services } = this.#options.environment.settings
    const stateOf = (name: string) => () =>
      this.#services.find((service) => service.name === name)?.state() ?? 'starting'
    this.#door = await openFrontDoor({
      host: services.frontDoor.host,
      port,
      publicProtocol: new URL(site.publicUrl ?? 'http://localhost').protocol.replace(':', ''),
      services: {
        backend: { port: ports.backend, state: stateOf('backend') },
        frontend: { port: ports.frontend, state: stateOf('frontend') },
      },
    })
    return this.#door
  }

  #publicUrl(port: number): string {
    return (this.#options.environment.settings.site.publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, '')
  }

  async #prepareBackend(publicUrl: string): Promise<BackendSecrets> {
    const { environment, secrets } = this.#options
    const prepared = {
      databaseUrl: await this.#timed('database', () => this.#openDatabase()),
      jwtKeys: await ensureJwtKeys(secrets, new Date()),
      oidcProviders: await readOidcProviders(secrets, environment.settings.security.oidc.providers),
    }
    this.#proceed()
    mkdirSync(dataDirectoryOf(environment), { recursive: true, mode: 0o700 })
    await this.#timed('migrations', () => this.#runBackend('migrate', prepared, publicUrl))
    this.#proceed()
    return prepared
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
      log: this.#log('postgres'),
    })
    return this.#postgres.url
  }

  /** Once per folder; later ones are asked for with `semiont admin-link`. */
  async #firstAdministratorLink(secrets: BackendSecrets, publicUrl: string): Promise<string | undefined> {
    const marker = join(this.#stateDirectory, 'administrator-link-made')
    if (existsSync(marker)) return undefined
    const output = await this.#runBackend('admin-link', secrets, publicUrl)
    const link = output.split('\n').find((line) => /^https?:\/\//.test(line))
    writeFileSync(marker, `${new Date().toISOString()}\n`)
    return link
  }

  async #runBackend(name: 'migrate' | 'admin-link', secrets: BackendSecrets, publicUrl: string): Promise<string> {
    const { environment, programs, signal } = this.#options
    return await runBackendCommand({
      environment,
      program: programs.backend,
      secrets,
      publicUrl,
      log: this.#log('backend'),
      task: { args: [name], signal },
      // The link goes to the terminal, never into a file.
      logOutput: name === 'migrate',
    })
  }

  #startBackend(
    name: 'backend' | 'worker',
    secrets: BackendSecrets,
    port: number,
    publicUrl: string,
  ): SupervisedProcess {
    const role = name === 'backend' ? 'api' : 'worker'
    const env = backendEnvironment(this.#options.environment, secrets, { role, port, publicUrl })
    return this.#supervise(name, this.#options.programs.backend, port, env)
  }

  #startFrontend(program: string, ports: { backend: number; frontend: number }, publicUrl: string): SupervisedProcess {
    const env = frontendEnvironment({ port: ports.frontend, backendPort: ports.backend, publicUrl })
    return this.#supervise('frontend', program, ports.frontend, env)
  }

  #supervise(
    name: 'backend' | 'worker' | 'frontend',
    program: string,
    port: number,
    env: NodeJS.ProcessEnv,
  ): SupervisedProcess {
    const startedAt = performance.now()
    const service = superviseProcess(
      {
        name,
        program,
        cwd: this.#options.environment.directory,
        env,
        healthUrl: `http://127.0.0.1:${port}/api/health`,
      },
      {
        log: this.#log(name),
        onState: (changed, state, reason) => {
          this.#recordServices()
          this.#options.report.serviceChanged(changed, state, reason)
        },
      },
    )
    this.#services.push(service)
    this.#recordServices()
    service.ready.then(
      () => this.#options.signal.aborted || this.#options.report.stepDone(name, performance.now() - startedAt),
      () => {},
    )
    return service
  }

  /** So that the next start can end what this process, if it is killed, leaves behind. */
  #recordServices(): void {
    if (this.#stopped) return
    this.#lock?.update({
      services: this.#services.flatMap((service) => {
        const identity = service.identity()
        return identity ? [{ name: service.name, ...identity }] : []
      }),
    })
  }

  #log(name: string): RotatingLog {
    const existing = this.#logs.get(name)
    if (existing) return existing
    const { rotateBytes, keep } = this.#options.environment.settings.logs
    const log = openRotatingLog(join(this.#stateDirectory, 'logs', `${name}.log`), { rotateBytes, keep })
    this.#logs.set(name, log)
    return log
  }

  async #timed<Result>(step: Step, act: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now()
    const result = await act()
    this.#options.report.stepDone(step, performance.now() - startedAt)
    return result
  }

  #proceed(): void {
    this.#options.signal.throwIfAborted()
  }

  async #orAborted<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this.#options
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      work.then(resolve, reject)
      if (signal.aborted) reject(signal.reason as Error)
    })
  }
}

async function assertReachable(databaseUrl: string): Promise<void> {
  await withConnection(databaseUrl, async (client) => await client.query('select 1')).catch((cause: unknown) => {
    const code =
      cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown reason'
    const reason = cause instanceof Error && cause.message ? cause.message : code
    throw new OperationError(
      `The database of DATABASE_URL cannot be reached: ${reason}`,
      'Check address, user and password, or unset DATABASE_URL to use the embedded PostgreSQL.',
      { cause },
    )
  })
}
