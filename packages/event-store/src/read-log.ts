import type pg from 'pg'
import {
  beforeTransaction,
  type Cursor,
  formatCursor,
  isAfter,
  LOG_START,
  type LogPosition,
  parseCursor,
} from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'
import { EVENT_COLUMNS, type EventRow, toRecordedEvent } from './rows.ts'

/**
 * How the whole log is read without missing an event.
 *
 * Positions are drawn before a transaction commits: position 7 may become visible after position 8, and a reader that
 * remembers "8" would never see 7. So the log is ordered by (transaction_id, position), and only transactions below
 * pg_snapshot_xmin are read: all of those have ended, and every transaction that is still to come has a higher id.
 * What has been read can no longer change, nor can anything appear before it. A reader's checkpoint is the pair.
 *
 * The price: one long transaction that writes anywhere on the server holds back the readers of the log (not the
 * writers, and not `load`, `readStream`, `readScope`) until it ends.
 */
export interface LogPage<E extends Event = Event> {
  readonly events: RecordedEvent<E>[]
  /** Where to continue, also when `events` is empty. */
  readonly next: Cursor
  /** Nothing more can be read now. */
  readonly atEnd: boolean
}

export interface ReadAllOptions {
  readonly after?: Cursor | undefined
  /** At most this many events; 500 unless told. */
  readonly limit?: number | undefined
  readonly types?: readonly string[] | undefined
  readonly scopeIds?: readonly string[] | undefined
}

export interface LogRead<E extends Event> {
  readonly events: RecordedEvent<E>[]
  readonly next: LogPosition
  readonly atEnd: boolean
  /** Committed or about to be, but held back by an older transaction that has not ended. */
  readonly pending: boolean
}

const READ = `
  with horizon as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xmin)
  select h.xmin::text as xmin,
    exists (select 1 from event_store.events where transaction_id >= h.xmin) as pending, e.*
  from horizon h left join lateral (
    select ${EVENT_COLUMNS} from event_store.events e
    where (e.transaction_id, e.position) > ($1::xid8, $2::bigint) and e.transaction_id < h.xmin
      and ($3::text[] is null or e.type = any($3)) and ($4::text[] is null or e.scope_id = any($4))
    order by e.transaction_id, e.position limit $5
  ) e on true
  order by e.transaction_id::xid8, e.position::bigint`

export async function readLog<E extends Event>(
  db: pg.Pool | pg.PoolClient,
  after: LogPosition,
  options: Omit<ReadAllOptions, 'after'>,
): Promise<LogRead<E>> {
  const limit = options.limit ?? 500
  const { rows } = await db.query<EventRow & { xmin: string; pending: boolean; transaction_id: string | null }>({
    name: 'event_store.log',
    text: READ,
    values: [
      after.transactionId.toString(),
      after.position.toString(),
      options.types ?? null,
      options.scopeIds ?? null,
      limit,
    ],
  })
  const found = rows.filter((row) => row.transaction_id !== null)
  const first = rows[0]
  const last = found.at(-1)
  const atEnd = found.length < limit
  let next = after
  if (atEnd && first) {
    const horizon = beforeTransaction(BigInt(first.xmin))
    if (isAfter(horizon, after)) next = horizon
  } else if (last) {
    next = { transactionId: BigInt(last.transaction_id), position: BigInt(last.position) }
  }
  return { events: found.map((row) => toRecordedEvent<E>(row)), next, atEnd, pending: first?.pending ?? false }
}

/** One page of the log. */
export async function readAll<E extends Event>(
  pool: pg.Pool,
  { after, ...options }: ReadAllOptions,
): Promise<LogPage<E>> {
  const { events, next, atEnd } = await readLog<E>(pool, after === undefined ? LOG_START : parseCursor(after), options)
  return { events, next: formatCursor(next), atEnd }
}

/** The end of the log as readers may see it now; an event appended later is after it. */
export async function readEnd(db: pg.Pool | pg.PoolClient): Promise<LogPosition> {
  const { rows } = await db.query<{ xmin: string }>({
    name: 'event_store.end',
    text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
  })
  return beforeTransaction(BigInt(rows[0]?.xmin ?? 1))
}
