/** Somebody else appended to the stream first: load it again and decide again. */
export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError'
  constructor(
    readonly streamId: string,
    readonly expectedVersion: number,
    readonly currentVersion: number,
    options?: ErrorOptions,
  ) {
    super(
      `Stream ${streamId} is at version ${currentVersion}, not ${expectedVersion}. Load it again and retry.`,
      options,
    )
  }
}

/** The data of an event is not JSON that PostgreSQL can keep. */
export class UnstorableEventError extends Error {
  override readonly name = 'UnstorableEventError'
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`The event cannot be stored: ${reason}. Events hold plain JSON.`, options)
  }
}

export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError'
  constructor(readonly cursor: string) {
    super(`"${cursor.slice(0, 80)}" is not a place in the event log. Start again without a cursor.`)
  }
}

export class InvalidAppendError extends Error {
  override readonly name = 'InvalidAppendError'
}

export class TransactionAbortedError extends Error {
  override readonly name = 'TransactionAbortedError'
  constructor() {
    super(
      'A statement of the transaction had failed and its error was swallowed; nothing was saved. Let the error through.',
    )
  }
}

/** The connection broke inside a transaction. When that happened while it committed, whether it is saved is not known. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
  constructor(options: { cause: unknown }) {
    super(
      'The connection to the database was lost in a transaction. Load the stream again to see whether it was saved.',
      options,
    )
  }
}

export class MigrationEditedError extends Error {
  override readonly name = 'MigrationEditedError'
  constructor(
    readonly packageName: string,
    readonly migration: string,
  ) {
    super(
      `Migration ${migration} of ${packageName} was edited after it had been applied to this database. ` +
        `Restore the file as it was, and put the change into a new migration.`,
    )
  }
}

export class MigrationFailedError extends Error {
  override readonly name = 'MigrationFailedError'
  constructor(
    readonly packageName: string,
    readonly migration: string,
    options: { cause: unknown },
  ) {
    const reason = options.cause instanceof Error ? options.cause.message : String(options.cause)
    super(`Migration ${migration} of ${packageName} failed and changed nothing: ${reason}`, options)
  }
}

export class MigrationFilesError extends Error {
  override readonly name = 'MigrationFilesError'
}
