/** Something the person at the terminal can act on: the message says what happened, the action what to do. */
export class OperationError extends Error {
  override readonly name: string = 'OperationError'
  readonly action: string

  constructor(message: string, action: string, options?: ErrorOptions) {
    super(message, options)
    this.action = action
  }
}

export class PortBusyError extends OperationError {
  override readonly name = 'PortBusyError'
}

export class AlreadyRunningError extends OperationError {
  override readonly name = 'AlreadyRunningError'
  readonly url: string

  constructor(url: string, pid: number) {
    super(
      `Semiont already runs at ${url} (process ${pid}).`,
      `Open ${url}, or stop it with Ctrl-C in its terminal or: kill ${pid}`,
    )
    this.url = url
  }
}

export class PostgresError extends OperationError {
  override readonly name = 'PostgresError'
}

export class ServiceFailedError extends OperationError {
  override readonly name = 'ServiceFailedError'
}
