export type { AppendOptions, StreamAppend } from './append.ts'
export type { Cursor } from './cursor.ts'
export {
  ConcurrencyError,
  InvalidAppendError,
  InvalidCursorError,
  MigrationEditedError,
  MigrationFailedError,
  MigrationFilesError,
  TransactionAbortedError,
  UnstorableEventError,
} from './errors.ts'
export type { Event, EventMetadata, RecordedEvent } from './event.ts'
export { createEventStore, type EventStore, type EventStoreOptions, type Loaded } from './event-store.ts'
export {
  eventStoreMigrations,
  migrate,
  type Migration,
  type MigrationTarget,
  pendingMigrations,
  rollback,
} from './migrations.ts'
export type { ReadScopeOptions, ReadStreamOptions } from './read.ts'
export type { LogPage, ReadAllOptions } from './read-log.ts'
