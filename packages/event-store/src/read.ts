import type pg from 'pg'
import { type Cursor, LOG_START, parseCursor } from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'
import { EVENT_COLUMNS, type EventRow, toRecordedEvent } from './rows.ts'

export interface ReadStreamOptions {
  /** Events with a version above this. */
  readonly after?: number | undefined
  /** Events up to and including this version. */
  readonly atVersion?: number | undefined
  /** Events up to and including this place in the log. */
  readonly atCursor?: Cursor | undefined
  /** Inside this transaction, so that its own appends are seen. */
  readonly tx?: pg.PoolClient | undefined
}

const STREAM = `
  select ${EVENT_COLUMNS} from event_store.events e
  where stream_id = $1 and version > $2 and version <= $3 order by version`

const STREAM_AT = `
  select ${EVENT_COLUMNS} from event_store.events e
  where stream_id = $1 and version > $2 and version <= $3 and (transaction_id, position) <= ($4::bigint, $5::bigint)
  order by version`

/** The events of one stream, oldest first. A stream that does not exist has none. */
export async function readStream<E extends Event>(
  pool: pg.Pool,
  streamId: string,
  { after = 0, atVersion = 2 ** 31 - 1, atCursor, tx }: ReadStreamOptions,
): Promise<RecordedEvent<E>[]> {
  const values: unknown[] = [streamId, after, atVersion]
  let query = { name: 'event_store.stream', text: STREAM }
  if (atCursor !== undefined) {
    const { transactionId, position } = parseCursor(atCursor)
    values.push(transactionId.toString(), position.toString())
    query = { name: 'event_store.stream_at', text: STREAM_AT }
  }
  const { rows } = await (tx ?? pool).query<EventRow>({ ...query, values })
  return rows.map((row) => toRecordedEvent<E>(row))
}

export interface ReadScopeOptions {
  /** Continues after this event: the `cursor` of the last event of the page before. */
  readonly after?: Cursor | undefined
  /** At most this many events; 200 unless told. */
  readonly limit?: number | undefined
  readonly types?: readonly string[] | undefined
  /** `backward` begins with the newest event. */
  readonly direction?: 'forward' | 'backward' | undefined
  readonly tx?: pg.PoolClient | undefined
}

/**
 * The history of a scope in the order in which its events were written. Sees what is committed now, so a writer reads
 * its own writes; who must not miss an event that commits late follows the log with `readAll`, `tail` or `subscribe`.
 */
export async function readScope<E extends Event>(
  pool: pg.Pool,
  scopeId: string,
  { after, limit = 200, types, direction = 'forward', tx }: ReadScopeOptions,
): Promise<RecordedEvent<E>[]> {
  const forward = direction === 'forward'
  const start = forward ? LOG_START.position : 2n ** 63n - 1n
  const { rows } = await (tx ?? pool).query<EventRow>({
    name: `event_store.scope_${direction}`,
    text: `
      select ${EVENT_COLUMNS} from event_store.events e
      where scope_id = $1 and position ${forward ? '>' : '<'} $2 and ($3::text[] is null or type = any($3))
      order by position ${forward ? 'asc' : 'desc'} limit $4`,
    values: [scopeId, (after === undefined ? start : parseCursor(after).position).toString(), types ?? null, limit],
  })
  return rows.map((row) => toRecordedEvent<E>(row))
}
