import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Environment, type SecretStore, stateDirectoryOf } from '@semiont/config'
import { NotRunningError, OperationError } from '../errors.ts'
import type { BackendTask, DatabaseAccess, OperatorAccess, Platform } from '../platform/platform.ts'
import { readOperatorToken } from '../platform/operator-token.ts'
import { runBackendCommand } from './backend-commands.ts'
import type { Programs } from './installation.ts'
import { findRunningInstance } from './instance-lock.ts'
import { openRotatingLog } from './logs/rotating-log.ts'
import { APPLICATION_NAME } from './postgres/application-database.ts'
import { databaseUrl } from './postgres/connect.ts'
import { SUPERUSER } from './postgres/initialise.ts'
import { ensureJwtKeys, ensurePassword, readOidcProviders } from './secrets.ts'

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
  readonly #programs: Programs
  readonly #databaseUrl: string | undefined
  readonly #stateDirectory: string

  constructor({ environment, secrets, programs, databaseUrl }: LocalPlatformOptions) {
    this.environment = environment
    this.secrets = secrets
    this.#programs = programs
    this.#databaseUrl = databaseUrl
    this.#stateDirectory = stateDirectoryOf(environment)
  }

  async withDatabase<Result>(use: (database: DatabaseAccess) => Promise<Result>): Promise<Result> {
    return await use(await this.#databaseAccess())
  }

  async runBackendTask(task: BackendTask): Promise<string> {
    const log = openRotatingLog(join(this.#stateDirectory, 'logs', 'tasks.log'), this.environment.settings.logs)
    try {
      return await runBackendCommand({
        environment: this.environment,
        program: this.#programs.backend,
        secrets: {
          databaseUrl: task.databaseUrl ?? (await this.#databaseAccess()).url,
          jwtKeys: await ensureJwtKeys(this.secrets, new Date()),
          oidcProviders: await readOidcProviders(this.secrets, this.environment.settings.security.oidc.providers),
        },
        publicUrl: findRunningInstance(this.#stateDirectory)?.url ?? 'http://localhost:4000',
        log,
        task,
      })
    } finally {
      await log.close()
    }
  }

  async operatorAccess(signal: AbortSignal): Promise<OperatorAccess> {
    const instance = findRunningInstance(this.#stateDirectory)
    if (!instance) throw new NotRunningError(this.environment.name)
    return {
      baseUrl: instance.url,
      ...readOperatorToken(await this.runBackendTask({ args: ['operator-token'], signal })),
    }
  }

  async #databaseAccess(): Promise<DatabaseAccess> {
    if (this.#databaseUrl !== undefined) return { url: this.#databaseUrl, administratorUrl: null }
    const port = Number(await readFile(join(this.#stateDirectory, 'postgres.port'), 'utf8').catch(() => ''))
    if (!(port > 0)) throw new OperationError('There is no database here yet.', 'Make one with: semiont start')
    const [password, superuserPassword] = await Promise.all([
      ensurePassword(this.secrets, 'postgres/semiont'),
      ensurePassword(this.secrets, 'postgres/superuser'),
    ])
    return {
      url: databaseUrl({ port, user: APPLICATION_NAME, password, database: APPLICATION_NAME }),
      administratorUrl: databaseUrl({ port, user: SUPERUSER, password: superuserPassword, database: 'postgres' }),
    }
  }
}
