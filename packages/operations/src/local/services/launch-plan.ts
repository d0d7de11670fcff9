import { type Environment, loadEnvironment, type SecretStore } from '@semiont/config'
import type { ProcessService } from '../../platform/platform.ts'
import type { ServiceDefinition } from '../processes/supervised-process.ts'
import { configuredUrl } from '../public-url.ts'
import { finishJwtKeyRoll, prepareJwtKeysForRoll, prepareJwtKeysForStart, readOidcProviders } from '../secrets.ts'
import { backendEnvironment, type BackendSecrets, frontendEnvironment } from '../service-environment.ts'

/** The built programs that make up Semiont. */
export interface Programs {
  /** Serves, or with `migrate` and `admin-link` as first argument does that and ends. */
  readonly backend: string
  readonly frontend: string
}

/** With what configuration the next process of each service is started. */
export class LaunchPlan {
  readonly #programs: Programs
  readonly #secretStore: SecretStore
  #environment: Environment
  #publicPort: number
  #backendSecrets: BackendSecrets | undefined

  constructor(options: { environment: Environment; programs: Programs; secrets: SecretStore; publicPort: number }) {
    this.#environment = options.environment
    this.#programs = options.programs
    this.#secretStore = options.secrets
    this.#publicPort = options.publicPort
  }

  get environment(): Environment {
    return this.#environment
  }

  get backendSecrets(): BackendSecrets {
    if (this.#backendSecrets) return this.#backendSecrets
    throw new Error('the backend is needed before there is a database')
  }

  get publicUrl(): string {
    return configuredUrl(this.#environment, this.#publicPort)
  }

  /** Once the door is open: port 0 has become a real one. */
  publicPortIs(port: number): void {
    this.#publicPort = port
  }

  /** What only the backend may see. It comes with the database; before that no backend can be started. */
  async readSecrets(databaseUrl: string): Promise<BackendSecrets> {
    return await this.#readSecrets(databaseUrl, prepareJwtKeysForStart)
  }

  async #readSecrets(databaseUrl: string, prepareJwtKeys: typeof prepareJwtKeysForStart): Promise<BackendSecrets> {
    const { settings } = this.#environment
    this.#backendSecrets = {
      databaseUrl,
      jwtKeys: await prepareJwtKeys(this.#secretStore, new Date()),
      oidcProviders: await readOidcProviders(this.#secretStore, settings.security.oidc.providers),
    }
    return this.#backendSecrets
  }

  /**
   * To be called when every replica of the backend has been started since the last reload. True when a new jwt-secret is now
   * verified by all of them, so that those started after one more reload may sign with it.
   */
  async backendsRenewed(): Promise<boolean> {
    if (!this.#backendSecrets) return false
    return await finishJwtKeyRoll(this.#secretStore, this.#backendSecrets.jwtKeys, new Date())
  }

  /**
   * Reads environment files and secrets anew. Nothing changes when they are not valid.
   * @throws ConfigurationError
   */
  async reload(): Promise<void> {
    const before = this.#environment
    this.#environment = await loadEnvironment(before.directory, before.name)
    try {
      if (this.#backendSecrets) await this.#readSecrets(this.#backendSecrets.databaseUrl, prepareJwtKeysForRoll)
    } catch (error) {
      this.#environment = before
      throw error
    }
  }

  define(name: ProcessService, port: number): ServiceDefinition {
    return {
      name,
      program: this.#programs[name === 'frontend' ? 'frontend' : 'backend'],
      cwd: this.#environment.directory,
      env: name === 'frontend' ? this.#frontendVariables(port) : this.#backendVariables(name, port),
      healthUrl: `http://127.0.0.1:${port}/api/health`,
    }
  }

  #frontendVariables(port: number): NodeJS.ProcessEnv {
    return frontendEnvironment(this.#environment, { port, publicUrl: this.publicUrl })
  }

  #backendVariables(name: 'backend' | 'worker', port: number): NodeJS.ProcessEnv {
    const role = name === 'backend' ? 'api' : 'worker'
    return backendEnvironment(this.#environment, this.backendSecrets, { role, port, publicUrl: this.publicUrl })
  }
}
