import type pg from 'pg'
import { LOG_START, type LogPosition } from './cursor.ts'

interface PlaceRow {
  transaction_id: string
  position: string
}

const LOCK_KEY = `hashtextextended('event_store.subscription ' || $1, 0)`

/**
 * One transaction at a time works for a subscription, in whatever process; the lock ends with the transaction. A lock,
 * not a locked row: looking whether there is work must not draw a transaction id.
 */
export async function lockSubscription(tx: pg.PoolClient, name: string): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>({
    name: 'event_store.try_lock',
    text: `select pg_try_advisory_xact_lock(${LOCK_KEY}) as locked`,
    values: [name],
  })
  return rows[0]?.locked ?? false
}

/** Waits for the running transaction of the subscription to end. */
export async function awaitSubscriptionLock(tx: pg.PoolClient, name: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${LOCK_KEY})`, [name])
}

/** Does nothing when the name is known already. */
export async function register(pool: pg.Pool, name: string, from: LogPosition): Promise<void> {
  await pool.query(
    `insert into event_store.subscriptions (name, transaction_id, position) values ($1, $2, $3) on conflict (name) do nothing`,
    [name, from.transactionId.toString(), from.position.toString()],
  )
}

export async function readCheckpoint(db: pg.Pool | pg.PoolClient, name: string): Promise<LogPosition> {
  const { rows } = await db.query<PlaceRow>({
    name: 'event_store.checkpoint',
    text: 'select transaction_id::text, position::text from event_store.subscriptions where name = $1',
    values: [name],
  })
  return toPlace(rows[0])
}

export async function saveCheckpoint(tx: pg.PoolClient, name: string, place: LogPosition): Promise<void> {
  await tx.query({
    name: 'event_store.save_checkpoint',
    text: `
      insert into event_store.subscriptions (name, transaction_id, position) values ($1, $2, $3)
      on conflict (name) do update set transaction_id = $2, position = $3, updated_at = now()`,
    values: [name, place.transactionId.toString(), place.position.toString()],
  })
}

/** The last event of the log that is committed now, whether its readers may see it yet or not. */
export async function newestCommitted(pool: pg.Pool): Promise<LogPosition> {
  const { rows } = await pool.query<PlaceRow>(
    `select transaction_id::text, position::text from event_store.events order by events.transaction_id desc, events.position desc limit 1`,
  )
  return toPlace(rows[0])
}

function toPlace(row: PlaceRow | undefined): LogPosition {
  return row ? { transactionId: BigInt(row.transaction_id), position: BigInt(row.position) } : LOG_START
}
