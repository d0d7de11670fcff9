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

export interface LogFilter {
  readonly types?: readonly string[] | undefined
  readonly scopeIds?: readonly string[] | undefined
}

export interface ReadAllOptions extends LogFilter {
  readonly after?: Cursor | undefined
  /** At most this many events; 500 unless told. */
  readonly limit?: number | undefined
}

export interface LogRead<E extends Event> {
  readonly events: RecordedEvent<E>[]
  readonly next: LogPosition
  readonly atEnd: boolean
  /** Some event is committed, or about to be, but held back by an older transaction that has not ended. */
  readonly pending: boolean
}

const XMIN = `pg_snapshot_xmin(pg_current_snapshot())::text::bigint + event_store.transaction_offset()`

/** A text of its own for each filter: a plan for "any scope" would walk the whole log for one scope. */
function readQuery({ types, scopeIds }: LogFilter): { name: string; text: string } {
  const conditions = [
    types ? 'and e.type = any($4::text[])' : 'and $4::text[] is null',
    scopeIds ? 'and e.scope_id = any($5::text[])' : 'and $5::text[] is null',
  ]
  return {
    name: `event_store.log${types ? '_types' : ''}${scopeIds ? '_scopes' : ''}`,
    text: `
      with horizon as materialized (select ${XMIN} as xmin)
      select h.xmin::text as xmin,
        exists (select 1 from event_store.events where transaction_id >= h.xmin) as pending, page.*
      from horizon h left join lateral (
        select ${EVENT_COLUMNS}, row_number() over (order by e.transaction_id, e.position) as n
        from event_store.events e
        where (e.transaction_id, e.position) > ($1::bigint, $2::bigint) and e.transaction_id < h.xmin
          ${conditions.join(' ')}
        order by e.transaction_id, e.position limit $3
      ) page on true
      order by n`,
  }
}

type ReadRow = { xmin: string; pending: boolean } & (EventRow | { transaction_id: null })

export async function readLog<E extends Event>(
  db: pg.Pool | pg.PoolClient,
  after: LogPosition,
  { limit = 500, ...filter }: LogFilter & { readonly limit?: number | undefined },
): Promise<LogRead<E>> {
  const { rows } = await db.query<ReadRow>({
    ...readQuery(filter),
    values: [
      after.transactionId.toString(),
      after.position.toString(),
      limit,
      filter.types ?? null,
      filter.scopeIds ?? null,
    ],
  })
  const found = rows.filter((row) => row.transaction_id !== null)
  const horizon = beforeTransaction(BigInt(rows[0]?.xmin ?? 0))
  const last = found.at(-1)
  const atEnd = found.length < limit
  const reached = atEnd || !last ? horizon : placeOf(last)
  return {
    events: found.map((row) => toRecordedEvent<E>(row)),
    next: isAfter(reached, after) ? reached : after,
    atEnd,
    pending: rows[0]?.pending ?? false,
  }
}

function placeOf(row: { transaction_id: string; position: string }): LogPosition {
  return { transactionId: BigInt(row.transaction_id), position: BigInt(row.position) }
}

/** One page of the log. */
export async function readAll<E extends Event>(
  pool: pg.Pool,
  { after, ...options }: ReadAllOptions,
): Promise<LogPage<E>> {
  const { events, next, atEnd } = await readLog<E>(pool, after === undefined ? LOG_START : parseCursor(after), options)
  return { events, next: formatCursor(next), atEnd }
}

/** The end of the log as its readers may see it now; whatever is appended later comes after it. */
export async function readEnd(db: pg.Pool | pg.PoolClient): Promise<LogPosition> {
  const { rows } = await db.query<{ xmin: string }>({
    name: 'event_store.end',
    text: `select (${XMIN})::text as xmin`,
  })
  return beforeTransaction(BigInt(rows[0]?.xmin ?? 1))
}
