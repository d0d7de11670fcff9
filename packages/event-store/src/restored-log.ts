import type pg from 'pg'

/**
 * After the log was restored into another server by copying its rows: that server's transaction ids start low, so its
 * new events would sort before the restored ones. Raises the offset that is added to them. Cursors and checkpoints
 * stay valid, also those given out between the last event and the end of the old server: new events begin 2^32 later. Does nothing when nothing is to be done; call it after `migrate`, before anything is appended.
 */
export async function adoptRestoredLog(pool: pg.Pool): Promise<{ adopted: boolean }> {
  const { rows } = await pool.query<{ restored: boolean; offset: string }>(`
    with log as (select coalesce(max(transaction_id), 0) as newest, event_store.transaction_offset() as added from event_store.events)
    select
      newest - added >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint as restored,
      (newest + 4294967296 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint)::text as offset
    from log`)
  const row = rows[0]
  if (!row?.restored) return { adopted: false }
  await pool.query(`
    create or replace function event_store.transaction_offset() returns bigint language sql immutable parallel safe
      return ${BigInt(row.offset)}::bigint`)
  return { adopted: true }
}

/**
 * After the server itself was taken back in time: its transaction ids went back too, and cursors given out since then would
 * be ahead of new events. Lets new events begin 2^32 later.
 */
export async function adoptRewoundLog(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ offset: string }>(
    'select (event_store.transaction_offset() + 4294967296)::text as offset',
  )
  await pool.query(`
    create or replace function event_store.transaction_offset() returns bigint language sql immutable parallel safe
      return ${BigInt(rows[0]?.offset ?? 0)}::bigint`)
}
