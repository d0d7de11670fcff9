import type pg from 'pg'

/** What the worker has before it, of the whole installation. */
export interface WaitingWork {
  /** Due and not begun. */
  readonly queued: number
  /** Tried as often as allowed. */
  readonly failed: number
  /** How long the oldest of those that are due has been waiting. */
  readonly oldestSeconds: number
  readonly documentsToIndex: number
  /** Events of the log that a follower could not handle and put aside. */
  readonly eventsParked: number
}

/** Once the worker has made its tables. */
export async function readWaitingWork(pool: pg.Pool): Promise<WaitingWork> {
  const { rows } = await pool.query<WaitingWork>(WAITING)
  const [row] = rows
  if (row === undefined) throw new Error('A select without a table has no row.')
  return row
}

const DUE = 'locked_at is null and attempts < max_attempts and run_at <= now()'
const WAITING = {
  name: 'waiting-work',
  text: `
    select jobs.*,
      (select count(*)::int from search_queue) as "documentsToIndex",
      (select count(*)::int from event_store.parked_events) as "eventsParked"
    from (
      select count(*) filter (where ${DUE})::int as queued,
        count(*) filter (where attempts >= max_attempts)::int as failed,
        coalesce(extract(epoch from now() - min(run_at) filter (where ${DUE})), 0)::int as "oldestSeconds"
      from graphile_worker.jobs
    ) jobs`,
}
