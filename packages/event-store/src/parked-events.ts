import type pg from 'pg'
import type { Event, RecordedEvent } from './event.ts'
import { EVENT_COLUMNS, type EventRow, toRecordedEvent } from './rows.ts'

/** An event that a subscription could not handle; the subscription went on without it. */
export interface ParkedEvent {
  readonly subscription: string
  readonly streamId: string
  readonly version: number
  readonly type: string
  /** The error of the last attempt, with its stack. */
  readonly error: string
  readonly attempts: number
  readonly parkedAt: string
  readonly retryRequested: boolean
}

export type ParkedEventId = Pick<ParkedEvent, 'subscription' | 'streamId' | 'version'>

interface ParkedRow {
  subscription: string
  stream_id: string
  version: number
  type: string
  error: string
  attempts: number
  parked_at: Date
  retry_requested: boolean
}

/** Oldest first; of one subscription or of all. */
export async function listParkedEvents(pool: pg.Pool, subscription?: string): Promise<ParkedEvent[]> {
  const { rows } = await pool.query<ParkedRow>(
    'select * from event_store.parked_events where $1::text is null or subscription = $1 order by parked_at, stream_id, version',
    [subscription ?? null],
  )
  return rows.map((row) => ({
    subscription: row.subscription,
    streamId: row.stream_id,
    version: row.version,
    type: row.type,
    error: row.error,
    attempts: row.attempts,
    parkedAt: row.parked_at.toISOString(),
    retryRequested: row.retry_requested,
  }))
}

const ONE = 'subscription = $1 and stream_id = $2 and version = $3'

/** The running subscription takes it up, wherever it runs. False when the event is not parked (any more). */
export async function requestRetry(
  pool: pg.Pool,
  { subscription, streamId, version }: ParkedEventId,
): Promise<boolean> {
  const text = `update event_store.parked_events set retry_requested = true where ${ONE}`
  return (await pool.query(text, [subscription, streamId, version])).rowCount === 1
}

/** Gives the event up for good. False when it is not parked (any more). */
export async function discardParkedEvent(
  pool: pg.Pool,
  { subscription, streamId, version }: ParkedEventId,
): Promise<boolean> {
  const text = `delete from event_store.parked_events where ${ONE}`
  return (await pool.query(text, [subscription, streamId, version])).rowCount === 1
}

export async function findRetry<E extends Event>(
  tx: pg.PoolClient,
  subscription: string,
): Promise<RecordedEvent<E> | undefined> {
  const { rows } = await tx.query<EventRow>({
    name: 'event_store.find_retry',
    text: `
      select ${EVENT_COLUMNS} from event_store.parked_events p join event_store.events e using (stream_id, version)
      where p.subscription = $1 and p.retry_requested order by e.transaction_id, e.position limit 1`,
    values: [subscription],
  })
  return rows[0] && toRecordedEvent<E>(rows[0])
}

export async function unpark(
  tx: pg.PoolClient,
  subscription: string,
  { streamId, version }: RecordedEvent,
): Promise<void> {
  await tx.query(`delete from event_store.parked_events where ${ONE}`, [subscription, streamId, version])
}

export async function park(
  tx: pg.PoolClient,
  subscription: string,
  { streamId, version, type }: RecordedEvent,
  error: unknown,
  attempts: number,
): Promise<void> {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  await tx.query(
    `insert into event_store.parked_events as parked (subscription, stream_id, version, type, error, attempts)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (subscription, stream_id, version) do update
       set error = $5, attempts = parked.attempts + $6, parked_at = now(), retry_requested = false`,
    [subscription, streamId, version, type, text.replaceAll('\u0000', ''), attempts],
  )
}
