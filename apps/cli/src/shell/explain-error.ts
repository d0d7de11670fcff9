import { EXIT, type ExitCode } from './exit-codes.ts'

export interface ExplainedError {
  readonly exitCode: ExitCode
  readonly name: string
  readonly message: string
  readonly action: string | undefined
}

const CODES: readonly number[] = Object.values(EXIT)
const BY_NAME: Readonly<Record<string, ExitCode>> = {
  UsageError: EXIT.usage,
  ConfigurationError: EXIT.usage,
  EnvironmentNotFoundError: EXIT.usage,
  SecretError: EXIT.usage,
}

/**
 * What an error says to the person, and the exit code. Errors of ours carry both, whichever package they come from; they are
 * told by what they carry, so that explaining one loads none of these packages. Anything else is our fault.
 */
export function explainError(error: unknown): ExplainedError {
  if (!(error instanceof Error))
    return { exitCode: EXIT.failed, name: 'Error', message: String(error), action: undefined }
  const { name, message } = error
  const action = 'action' in error && typeof error.action === 'string' ? error.action : undefined
  return { exitCode: carriedCode(error) ?? BY_NAME[name] ?? EXIT.failed, name, message, action }
}

/** Whether it is one of the errors written for the person, not a bug whose stack is wanted. */
export function isExpected(error: unknown): boolean {
  return error instanceof Error && (carriedCode(error) !== undefined || error.name in BY_NAME)
}

function carriedCode(error: Error): ExitCode | undefined {
  if (!('exitCode' in error) || typeof error.exitCode !== 'number') return undefined
  return CODES.includes(error.exitCode) ? (error.exitCode as ExitCode) : undefined
}
