import type pg from 'pg'
import { awaitSubscriptionLock, saveCheckpoint } from './checkpoints.ts'
import { isAfter, LOG_START, type LogPosition, parseCursor } from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'
import { EVENT_COLUMNS, type EventRow, toRecordedEvent } from './rows.ts'
import { inTransaction } from './transaction.ts'

export interface RebuildOptions<E extends Event> {
  /** Empties the view. */
  clear(tx: pg.PoolClient): Promise<void>
  /** Applies one event to the view: what `inTransaction` does when it is appended. */
  apply(tx: pg.PoolClient, event: RecordedEvent<E>): Promise<void> | void
  readonly types?: readonly E['type'][] | undefined
}

const PAGE = 1_000

/**
 * Rebuilds a main view (one that is written while events are appended) from the log, in one transaction. Appends wait
 * until it has ended; readers see the old view until then. Returns the number of events applied.
 */
export async function rebuildView<E extends Event>(pool: pg.Pool, options: RebuildOptions<E>): Promise<number> {
  return await inTransaction(pool, async (tx) => {
    await tx.query('lock table event_store.events in share mode')
    await options.clear(tx)
    let applied = 0
    for await (const event of wholeLog<E>(tx, options.types)) {
      await options.apply(tx, event)
      applied += 1
    }
    return applied
  })
}

/** With appends locked out, everything committed is all there is: no snapshot limits the reading. */
async function* wholeLog<E extends Event>(
  tx: pg.PoolClient,
  types: readonly string[] | undefined,
): AsyncGenerator<RecordedEvent<E>> {
  let after: LogPosition = LOG_START
  for (;;) {
    const { rows } = await tx.query<EventRow>(
      `select ${EVENT_COLUMNS} from event_store.events e
       where (e.transaction_id, e.position) > ($1::bigint, $2::bigint) and ($3::text[] is null or e.type = any($3))
       order by e.transaction_id, e.position limit $4`,
      [after.transactionId.toString(), after.position.toString(), types ?? null, PAGE],
    )
    for (const row of rows) {
      const event = toRecordedEvent<E>(row)
      const place = parseCursor(event.cursor)
      if (isAfter(place, after)) after = place
      yield event
    }
    if (rows.length < PAGE) return
  }
}

/**
 * Sends a subscription back to the start of the log: `clear` empties what it built, in the same transaction, and its
 * parked events are forgotten. Whichever process runs the subscription then builds anew.
 */
export async function restartSubscription(
  pool: pg.Pool,
  name: string,
  clear: (tx: pg.PoolClient) => Promise<void>,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await awaitSubscriptionLock(tx, name)
    await clear(tx)
    await tx.query('delete from event_store.parked_events where subscription = $1', [name])
    await saveCheckpoint(tx, name, LOG_START)
  })
}
