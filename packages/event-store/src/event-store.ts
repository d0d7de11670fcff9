import type pg from 'pg'
import { type AppendOptions, appendStreams } from './append.ts'
import { type Cursor, formatCursor } from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'
import type { Incident } from './incident.ts'
import type { StreamAppend } from './insert-events.ts'
import { readScope, type ReadScopeOptions, readStream, type ReadStreamOptions } from './read.ts'
import { type LogPage, readAll, type ReadAllOptions, readEnd } from './read-log.ts'
import { subscribe, type SubscribeOptions, type Subscription } from './subscription.ts'
import { type TailOptions, Tails } from './tail.ts'
import { WakeUp } from './wake-up.ts'

export interface EventStoreOptions {
  readonly pool: pg.Pool
  readonly now?: (() => Date) | undefined
  /** Hears what goes wrong in the background: a parked event, a lost connection. */
  readonly onIncident?: ((incident: Incident) => void) | undefined
}

export interface Loaded<State> {
  readonly state: State
  /** 0 when the stream does not exist. */
  readonly version: number
}

/** An append-only log of streams on PostgreSQL. `E` is the union of all events that the log holds. */
export interface EventStore<E extends Event = Event> {
  /** Folds a stream. `F` are the events of this stream. */
  load<State, F extends E = E>(
    streamId: string,
    evolve: (state: State, event: RecordedEvent<F>) => State,
    initial: State,
    options?: ReadStreamOptions,
  ): Promise<Loaded<State>>

  /** Throws ConcurrencyError when the stream is not at `expectedVersion`, UnstorableEventError when data is not plain JSON. */
  append<F extends E = E>(
    streamId: string,
    events: readonly F[],
    options: AppendOptions<F> & { readonly expectedVersion: number; readonly scopeId: string },
  ): Promise<{ version: number; events: RecordedEvent<F>[] }>

  /** Many streams, all or none. Events are in the log in the order given here. */
  appendAll<F extends E = E>(
    streams: readonly StreamAppend<F>[],
    options: AppendOptions<F>,
  ): Promise<{ events: RecordedEvent<F>[] }>

  readStream<F extends E = E>(streamId: string, options?: ReadStreamOptions): Promise<RecordedEvent<F>[]>
  readScope<F extends E = E>(scopeId: string, options?: ReadScopeOptions): Promise<RecordedEvent<F>[]>
  /** One page of the whole log; see read-log.ts for what keeps it from missing an event. */
  readAll<F extends E = E>(options?: ReadAllOptions): Promise<LogPage<F>>
  /** The end of the log now: read a view, then follow the log from here, and nothing is missed. Take it before the view. */
  end(): Promise<Cursor>

  /**
   * Follows the log from a durable checkpoint. Each event is handled once, in order: handler's writes and checkpoint
   * commit together, and only one instance of a name works at a time. An event whose handling fails is parked.
   */
  subscribe<F extends E = E>(options: SubscribeOptions<F>): Subscription
  /** Follows the log live, without a checkpoint: every event after `after` exactly once, in order. For SSE readers. */
  tail<F extends E = E>(options: TailOptions): AsyncIterable<RecordedEvent<F>>
}

/** Readers of one process share a LISTEN connection and the reading of new events: make one store per process. */
export function createEventStore<E extends Event = Event>({
  pool,
  now = () => new Date(),
  onIncident = () => undefined,
}: EventStoreOptions): EventStore<E> {
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', (error) => onIncident({ kind: 'database-trouble', part: 'pool', error }))
  const wakeUp = new WakeUp(pool, onIncident)
  const write = { pool, now, wakeUp }
  const follow = { pool, wakeUp, report: onIncident }
  const tails = new Tails(follow)
  return {
    async load<State, F extends E>(
      streamId: string,
      evolve: (state: State, event: RecordedEvent<F>) => State,
      initial: State,
      options: ReadStreamOptions = {},
    ) {
      const events = await readStream<F>(pool, streamId, options)
      let state = initial
      for (const event of events) state = evolve(state, event)
      return { state, version: events.at(-1)?.version ?? 0 }
    },
    async append(streamId, events, { expectedVersion, scopeId, ...options }) {
      const recorded = await appendStreams(write, [{ streamId, scopeId, expectedVersion, events }], options)
      return { version: expectedVersion + events.length, events: recorded }
    },
    appendAll: async (streams, options) => ({ events: await appendStreams(write, streams, options) }),
    readStream: (streamId, options = {}) => readStream(pool, streamId, options),
    readScope: (scopeId, options = {}) => readScope(pool, scopeId, options),
    readAll: (options = {}) => readAll(pool, options),
    end: async () => formatCursor(await readEnd(pool)),
    subscribe: (options) => subscribe(follow, options),
    tail: (options) => tails.tail(options),
  }
}
