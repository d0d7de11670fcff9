import { createEventStore, type Event, type EventStore, type RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Projections } from './feature.ts'

export interface AppendContext {
  /** Participant id, or SYSTEM_ACTOR_ID. */
  actor: string
  correlationId?: string
  /** Runs in the same transaction, after the main views are written. */
  alsoInTransaction?(tx: pg.PoolClient, events: RecordedEvent[]): Promise<void>
  /** Joins this transaction instead of opening one. */
  tx?: pg.PoolClient
}

export interface StreamAppend {
  streamId: string
  scopeId: string
  expectedVersion: number
  events: readonly Event[]
}

/** The event store with the main views of all features written inline: an event is never without its view. */
export interface EventLog extends Pick<EventStore, 'load' | 'readScope' | 'readStream' | 'readAll' | 'end'> {
  append(append: StreamAppend, context: AppendContext): Promise<{ version: number; events: RecordedEvent[] }>
  appendAll(appends: readonly StreamAppend[], context: AppendContext): Promise<{ events: RecordedEvent[] }>
}

export function createEventLog(options: { pool: pg.Pool; now: () => Date; projections: () => Projections }): EventLog {
  const store = createEventStore({ pool: options.pool, now: options.now })
  const project = (context: AppendContext) => async (tx: pg.PoolClient, events: RecordedEvent[]) => {
    const projections = options.projections()
    for (const event of events) await projections[event.type]?.(tx, event)
    await context.alsoInTransaction?.(tx, events)
  }
  const metadata = (context: AppendContext) => ({
    actor: context.actor,
    ...(context.correlationId === undefined ? {} : { correlationId: context.correlationId }),
    ...(context.tx === undefined ? {} : { tx: context.tx }),
    inTransaction: project(context),
  })
  return {
    load: store.load.bind(store),
    readScope: store.readScope.bind(store),
    readStream: store.readStream.bind(store),
    readAll: store.readAll.bind(store),
    end: store.end.bind(store),
    append: ({ streamId, scopeId, expectedVersion, events }, context) =>
      store.append(streamId, events, { scopeId, expectedVersion, ...metadata(context) }),
    appendAll: async (appends, context) => ({ events: (await store.appendAll(appends, metadata(context))).events }),
  }
}
