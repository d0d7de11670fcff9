import type { Programs } from '@semiont/operations'
import type { Printer } from './printer.ts'
import type { SecretInput } from './read-secret.ts'

/** What a command needs of the world around it. */
export interface Surroundings {
  /** The project folder. */
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  readonly programs: Programs
  readonly printer: Printer
  /** Aborted when the person asks to stop. */
  readonly signal: AbortSignal
  readonly input: SecretInput
}

/** The command was not written as it must be. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
