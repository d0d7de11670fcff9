import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Route } from './route.ts'

/** Writes the main view in the transaction that appends the event. */
export interface Projection {
  (tx: pg.PoolClient, event: RecordedEvent): Promise<void>
  /** The same for several events of this type that follow each other in one append, in fewer statements. */
  together?(tx: pg.PoolClient, events: readonly RecordedEvent[]): Promise<void>
}
export type Projections = Readonly<Record<string, Projection>>

/** Follows the log from its own checkpoint, in the worker. */
export interface Follower {
  name: string
  types?: readonly string[]
  handle(tx: pg.PoolClient, event: RecordedEvent): Promise<void>
}

/** What the worker runs at its time. `schedule` is a crontab line's first five fields, in UTC. */
export interface ScheduledTask {
  name: string
  schedule: string
  run(): Promise<void>
}

/** One folder of the backend, as the application sees it. */
export interface Feature {
  routes?: readonly Route[]
  projections?: Projections
  followers?: readonly Follower[]
  scheduled?: readonly ScheduledTask[]
  /** Runs once after the migrations, before the first request; must be repeatable. */
  prepare?(): Promise<void>
  /** The process is about to stop: end what would go on for ever, such as live streams. */
  stopping?(): void
  close?(): Promise<void>
}
