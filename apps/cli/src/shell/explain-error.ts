import { EXIT, type ExitCode } from './exit-codes.ts'
import { explainSystemError } from './explain-system-error.ts'
import { withoutPasswords } from './without-passwords.ts'

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
    return { exitCode: EXIT.failed, name: 'Error', message: withoutPasswords(String(error)), action: undefined }
  const { name } = error
  const exitCode = expectedCode(error)
  if (exitCode === undefined) {
    const explained = explainSystemError(error) ?? { message: withoutPasswords(withCauses(error)), action: undefined }
    return { exitCode: EXIT.failed, name, ...explained }
  }
  const action = 'action' in error && typeof error.action === 'string' ? error.action : undefined
  return { exitCode, name, message: withoutPasswords(error.message), action }
}

/** Whether it is one of the errors written for the person, not a bug whose stack is wanted. */
export function isExpected(error: unknown): boolean {
  return error instanceof Error && (expectedCode(error) !== undefined || explainSystemError(error) !== undefined)
}

function expectedCode(error: Error): ExitCode | undefined {
  const carried = 'exitCode' in error ? CODES.find((code) => code === error.exitCode) : undefined
  return (carried as ExitCode | undefined) ?? BY_NAME[error.name]
}

/** `fetch failed: connect ECONNREFUSED 127.0.0.1:4000`: what is thrown often says less than what it was thrown for. */
function withCauses(error: Error): string {
  const { cause } = error
  const message = error.message || error.name
  if (!(cause instanceof Error) || message.includes(cause.message)) return message
  return `${message}: ${withCauses(cause)}`
}
