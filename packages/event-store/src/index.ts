export type { AppendOptions } from './append.ts'
export type { Cursor } from './cursor.ts'
export {
  ConcurrencyError,
  ConnectionLostError,
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
export type { Incident } from './incident.ts'
export {
  type AppliedMigration,
  compareMigrations,
  eventStoreMigrations,
  migrate,
  migrateLike,
  type Migration,
  type MigrationState,
  type MigrationTarget,
  pendingMigrations,
  rollback,
} from './migrations.ts'
export {
  discardParkedEvent,
  listParkedEvents,
  type ParkedEvent,
  type ParkedEventId,
  requestRetry,
} from './parked-events.ts'
export type { ReadScopeOptions, ReadStreamOptions } from './read.ts'
export type { LogPage, ReadAllOptions } from './read-log.ts'
export { rebuildView, type RebuildOptions, restartSubscription } from './rebuild.ts'
export { adoptRestoredLog, adoptRewoundLog } from './restored-log.ts'
export { type LogReview, reviewLog, type ReviewOptions, type VerifiedLog } from './review-log.ts'
export type { SubscribeOptions, Subscription } from './subscription.ts'
export type { TailOptions } from './tail.ts'
export type { StreamAppend } from './insert-events.ts'
export { inTransaction } from './transaction.ts'
export { type Checkpoint, checkpoint, type Damage, type Verification, verify } from './verify.ts'
