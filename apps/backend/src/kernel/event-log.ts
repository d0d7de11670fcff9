import { createEventStore, type Event, type EventStore, type Incident, type RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Projections } from './feature.ts'
import type { Logger } from './logger.ts'

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
export interface EventLog
  extends Pick<EventStore, 'load' | 'readScope' | 'readStream' | 'readAll' | 'end' | 'subscribe' | 'tail'> {
  append(append: StreamAppend, context: AppendContext): Promise<{ version: number; events: RecordedEvent[] }>
  appendAll(appends: readonly StreamAppend[], context: AppendContext): Promise<{ events: RecordedEvent[] }>
}

export interface EventLogOptions {
  pool: pg.Pool
  now: () => Date
  projections: () => Projections
  logger: Logger
}

export function createEventLog(options: EventLogOptions): EventLog {
  const store = createEventStore({ pool: options.pool, now: options.now, onIncident: logIncident(options.logger) })
  const project = (context: AppendContext) => async (tx: pg.PoolClient, events: RecordedEvent[]) => {
    const projections = options.projections()
    for (const run of runsOfOneType(events)) await projectRun(projections, tx, run)
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
    subscribe: store.subscribe.bind(store),
    tail: store.tail.bind(store),
    append: ({ streamId, scopeId, expectedVersion, events }, context) =>
      store.append(streamId, events, { scopeId, expectedVersion, ...metadata(context) }),
    appendAll: async (appends, context) => ({ events: (await store.appendAll(appends, metadata(context))).events }),
  }
}

function logIncident(logger: Logger): (incident: Incident) => void {
  return (incident) => {
    if (incident.kind === 'event-parked')
      logger.error(incident, `${incident.subscription} parked an event it cannot handle`)
    else logger.warn(incident, `The database is in trouble: ${incident.part}`)
  }
}

/** Neighbours of the same type; the order of the events stays. */
function runsOfOneType(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const runs: RecordedEvent[][] = []
  for (const event of events) {
    const last = runs.at(-1)
    if (last?.[0]?.type === event.type) last.push(event)
    else runs.push([event])
  }
  return runs
}

async function projectRun(projections: Projections, tx: pg.PoolClient, run: readonly RecordedEvent[]): Promise<void> {
  const projection = projections[run[0]?.type ?? '']
  if (!projection) return
  if (projection.together && run.length > 1) await projection.together(tx, run)
  else for (const event of run) await projection(tx, event)
}
