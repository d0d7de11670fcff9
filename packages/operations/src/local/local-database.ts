import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Environment, type SecretStore, stateDirectoryOf } from '@semiont/config'
import { AlreadyRunningError, LockedError, OperationError } from '../errors.ts'
import type { DatabaseAccess } from '../platform/platform.ts'
import { askDatabaseUrl } from './control/control-client.ts'
import { acquireInstanceLock, findRunningInstance, type InstanceLock, type RunningInstance } from './instance-lock.ts'
import { openRotatingLog } from './logs/rotating-log.ts'
import { APPLICATION_NAME } from './postgres/application-database.ts'
import { databaseUrl, withConnection } from './postgres/connect.ts'
import { startEmbeddedPostgres } from './postgres/embedded-postgres.ts'
import { SUPERUSER } from './postgres/initialise.ts'
import { ensurePassword } from './secrets.ts'

interface Opened {
  readonly access: DatabaseAccess
  close(): Promise<void>
}

export interface LocalDatabaseOptions {
  readonly environment: Environment
  readonly secrets: SecretStore
  /** A PostgreSQL of the operator's own instead of the embedded one; one that runs knows better. */
  readonly databaseUrl: string | undefined
}

/** A start that is under way has its database within this time; another command on it is expected to end as soon. */
const PATIENCE = 30_000

/** The database of an installation on this machine, whether that runs or not. */
export class LocalDatabase {
  readonly #options: LocalDatabaseOptions
  readonly #stateDirectory: string
  #opened: Promise<Opened> | undefined
  #users = 0

  constructor(options: LocalDatabaseOptions) {
    this.#options = options
    this.#stateDirectory = stateDirectoryOf(options.environment)
  }

  /**
   * Calls `use` while the database answers. A stopped embedded server is started for that long, under the installation's own
   * lock, so that no start can come in between; uses within a use share it.
   * @throws OperationError when there is none, or it does not answer
   */
  async use<Result>(
    use: (database: DatabaseAccess) => Promise<Result>,
    signal: AbortSignal,
    createIfMissing: boolean,
  ): Promise<Result> {
    this.#users += 1
    this.#opened ??= this.#open(signal, createIfMissing)
    const opened = this.#opened
    try {
      return await use((await opened).access)
    } finally {
      this.#users -= 1
      if (this.#users === 0) {
        this.#opened = undefined
        await opened.then(
          (server) => server.close(),
          () => {},
        )
      }
    }
  }

  /** What is wrong with it while the installation runs; undefined when it answers. */
  async findFault(): Promise<string | undefined> {
    const { url } = await this.access()
    return await withConnection(url, async (client) => await client.query('select 1')).then(
      () => undefined,
      (error: unknown) => (error instanceof Error && error.message ? error.message : codeOf(error)),
    )
  }

  async #open(signal: AbortSignal, createIfMissing: boolean): Promise<Opened> {
    const direct = async () => ({ access: await this.access(), close: async () => {} })
    const isExternal = this.#options.databaseUrl !== undefined
    const deadline = performance.now() + PATIENCE
    for (;;) {
      signal.throwIfAborted()
      const instance = findRunningInstance(this.#stateDirectory)
      if (instance ? instance.externalDatabase || (await this.#answers(instance, deadline)) : isExternal)
        return await direct()
      if (!instance) {
        this.#assertExists(createIfMissing)
        const opened = await this.#startServer().catch((error: unknown) => {
          if (error instanceof AlreadyRunningError) return
          if (error instanceof LockedError && performance.now() < deadline) return
          throw error
        })
        if (opened) return opened
      }
      await sleep(200, undefined, { signal })
    }
  }

  /** False while it may still come; what else is wrong with it, whoever connects finds out better. */
  async #answers(instance: RunningInstance, deadline: number): Promise<boolean> {
    const code = await this.access().then(({ url }) =>
      withConnection(url, async () => 'fine').catch((error: unknown) => codeOf(error)),
    )
    // 57P03: cannot_connect_now, while it starts up.
    if (code !== 'ECONNREFUSED' && code !== '57P03') return true
    const startedLately = Date.now() - Date.parse(instance.startedAt) < PATIENCE
    if (startedLately && performance.now() < deadline) return false
    throw new OperationError(
      'The database of the running installation does not answer.',
      'See why with: semiont logs --service database',
    )
  }

  #assertExists(createIfMissing: boolean): void {
    if (createIfMissing || existsSync(join(this.#stateDirectory, 'postgres', 'data'))) return
    throw new OperationError('There is no database here yet.', 'Make one with: semiont start')
  }

  async #startServer(): Promise<Opened> {
    const { environment, secrets } = this.#options
    const lock = await acquireInstanceLock(this.#stateDirectory, '', 'database')
    try {
      return await this.#startLocked(lock, environment, secrets)
    } catch (error) {
      lock.release()
      throw error
    }
  }

  async #startLocked(lock: InstanceLock, { settings }: Environment, secrets: SecretStore): Promise<Opened> {
    const log = openRotatingLog(join(this.#stateDirectory, 'logs', 'postgres.log'), settings.logs)
    const { port } = settings.database
    try {
      const server = await startEmbeddedPostgres({
        directory: join(this.#stateDirectory, 'postgres'),
        ...(port === undefined ? {} : { port }),
        superuserPassword: await ensurePassword(secrets, 'postgres/superuser'),
        password: await ensurePassword(secrets, 'postgres/semiont'),
        log,
        slowQueryMs: settings.monitoring.thresholds.slowQueryMs,
        walArchiving: settings.database.walArchiving,
      })
      const close = async () => {
        await server.stop()
        await log.close()
        lock.release()
      }
      return { access: await this.access(), close }
    } catch (error) {
      await log.close()
      throw error
    }
  }

  /** Its address, whether anything answers there or not. */
  async access(): Promise<DatabaseAccess> {
    const url = await this.#externalUrl()
    if (url !== undefined) return { url, administratorUrl: null }
    const { secrets } = this.#options
    const port = Number(await readFile(join(this.#stateDirectory, 'postgres.port'), 'utf8').catch(() => '1'))
    // Looking must not make a password: it would not be that of the database.
    const password = async (name: string) => (await secrets.find(`postgres/${name}`)) ?? ''
    return {
      url: databaseUrl({
        port,
        user: APPLICATION_NAME,
        password: await password('semiont'),
        database: APPLICATION_NAME,
      }),
      administratorUrl: databaseUrl({
        port,
        user: SUPERUSER,
        password: await password('superuser'),
        database: 'postgres',
      }),
    }
  }

  /** What a running installation uses counts, whatever DATABASE_URL this shell has. */
  async #externalUrl(): Promise<string | undefined> {
    const instance = findRunningInstance(this.#stateDirectory)
    if (!instance) return this.#options.databaseUrl
    return instance.externalDatabase && instance.control ? await askDatabaseUrl(instance.control) : undefined
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason'
}
