import type pg from 'pg'
import { type AppendOptions, appendStreams, type StreamAppend } from './append.ts'
import { type Cursor, formatCursor } from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'
import { readScope, type ReadScopeOptions, readStream, type ReadStreamOptions } from './read.ts'
import { type LogPage, readAll, type ReadAllOptions, readEnd } from './read-log.ts'

export interface EventStoreOptions {
  readonly pool: pg.Pool
  readonly now?: (() => Date) | undefined
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
}

export function createEventStore<E extends Event = Event>({
  pool,
  now = () => new Date(),
}: EventStoreOptions): EventStore<E> {
  const write = { pool, now }
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
  }
}
