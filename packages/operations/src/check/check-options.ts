import type { Environment, SecretStore } from '@semiont/config'
import type { Platform, ServiceName } from '../platform/platform.ts'

export interface CheckOptions {
  readonly environment: Environment
  /** What is wrong with the environment's files; `environment` then holds defaults. */
  readonly configurationProblem?: { readonly message: string; readonly details: readonly string[] }
  readonly platform: Platform
  readonly secrets: SecretStore
  /** A PostgreSQL of the operator's own instead of the embedded one. */
  readonly databaseUrl: string | undefined
  /** Look at these services only; empty for all. */
  readonly services: readonly ServiceName[]
  /** Verify every event and every stored byte, however long it takes. */
  readonly full: boolean
  /** Start a stopped embedded database for that long, to look into it. */
  readonly deep: boolean
  readonly now: () => Date
  readonly signal: AbortSignal
}
