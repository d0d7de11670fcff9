/** Something the person at the terminal can act on: the message says what happened, the action what to do. */
export class OperationError extends Error {
  override readonly name: string = 'OperationError'
  readonly action: string
  /** The exit code of the command that ends with this. See docs/commands/exit-codes.md. */
  readonly exitCode: number = 1

  constructor(message: string, action: string, options?: ErrorOptions) {
    super(message, options)
    this.action = action
  }
}

/** The person may not do this, has not confirmed it, or not now. */
export class RefusedError extends OperationError {
  override readonly name: string = 'RefusedError'
  override readonly exitCode = 5
}

/** What was asked cannot be learned or done completely; the message says what is missing. */
export class IncompleteError extends OperationError {
  override readonly name: string = 'IncompleteError'
  override readonly exitCode = 4
}

/** What was given cannot be used: an archive, a file, a value. Nothing was changed. */
export class UnusableInputError extends OperationError {
  override readonly name: string = 'UnusableInputError'
  override readonly exitCode = 2
}

/** Another command works on the same thing. */
export class LockedError extends OperationError {
  override readonly name: string = 'LockedError'
  override readonly exitCode = 6
}

/** The change failed and everything is again as it was. */
export class RolledBackError extends OperationError {
  override readonly name: string = 'RolledBackError'
  override readonly exitCode = 7
}

/** Nothing of the installation runs here, and the command needs it. */
export class NotRunningError extends OperationError {
  override readonly name: string = 'NotRunningError'
  override readonly exitCode = 4

  constructor(environment: string) {
    super(`Semiont (environment ${environment}) does not run here.`, startCommand(environment))
  }
}

function startCommand(environment: string): string {
  return `Start it with: semiont start${environment === 'local' ? '' : ` --environment ${environment}`}`
}

export class PortBusyError extends OperationError {
  override readonly name = 'PortBusyError'
}

export class AlreadyRunningError extends OperationError {
  override readonly name = 'AlreadyRunningError'
  override readonly exitCode = 0
  readonly url: string

  constructor(url: string, pid: number) {
    super(`Semiont already runs at ${url} (process ${pid}).`, `Open ${url}, or stop it with: semiont stop`)
    this.url = url
  }
}

export class PostgresError extends OperationError {
  override readonly name = 'PostgresError'
}

export class ServiceFailedError extends OperationError {
  override readonly name = 'ServiceFailedError'
}
