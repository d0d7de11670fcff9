import type pg from 'pg'
import type { Event } from './event.ts'
import { GENESIS_HASH, hashRecorded } from './hash-chain.ts'
import { EVENT_COLUMNS, type EventRow, toRecordedEvent } from './rows.ts'
import { type Damage, verify } from './verify.ts'

/** What of the log is known to be whole; kept elsewhere, it spares the next review all that is untouched since. */
export interface VerifiedLog {
  /** Which table that was, and which file of it: another one means a log that was restored or made anew. */
  readonly log: string
  /** The server's transaction id before which every event was verified. */
  readonly before: string
  /** How many events those are. */
  readonly events: number
}

export interface LogReview {
  readonly intact: boolean
  /** The first bad event. */
  readonly damage: { readonly streamId: string; readonly version: number; readonly reason: Damage } | null
  /**
   * Events of the earlier review that have been removed or written again although every chain holds: the newest of a
   * stream, or all from one on with new hashes.
   */
  readonly rewritten: number
  /** Events in the log. */
  readonly events: number
  /** Of these, looked at now. */
  readonly verified: number
  /** Every event was verified, now or earlier and not written since. Otherwise only the newest were. */
  readonly complete: boolean
  /** Whether the database refuses changes of events. */
  readonly protected: boolean
  /** For the next review; null when the log is damaged or was not verified completely. */
  readonly verifiedLog: VerifiedLog | null
}

export interface ReviewOptions {
  /** Of an earlier review. Without it every event is verified. */
  readonly since?: VerifiedLog | undefined
  /** Verify only the newest so many events when nothing is known about a log that is larger. */
  readonly atMost?: number
}

/** After so many transactions the server's 32-bit ages lose their meaning (they wrap at 2^31). */
const OLDEST_AGE = 1_000_000_000
const PAGE = 1_000

interface State {
  readonly log: string
  readonly before: string
  readonly settled: number
  readonly untouched: number | null
  readonly events: number
  readonly protected: boolean
}

/**
 * Verifies what was not verified before. Rows carry the id of the transaction that wrote them last (`xmin`), so an event
 * that was edited or removed since the earlier review shows in the number of those still untouched, and then the whole log
 * is verified to name it.
 */
export async function reviewLog(pool: pg.Pool, options: ReviewOptions = {}): Promise<LogReview> {
  const { since, atMost = Number.POSITIVE_INFINITY } = options
  const state = await readState(pool, since)
  if (since?.log === state.log && state.untouched === since.events) return await reviewTail(pool, state, since)
  const isKnown = since?.log === state.log
  if (!isKnown && state.events > atMost) return await reviewNewest(pool, state, atMost)
  const lost = isKnown && since && state.untouched !== null ? since.events - state.untouched : 0
  return await reviewAll(pool, state, Math.max(0, lost))
}

async function reviewAll(pool: pg.Pool, state: State, lost: number): Promise<LogReview> {
  const verification = await verify(pool)
  if (!verification.intact) {
    const { streamId, version, reason } = verification
    return damaged(state, state.events, { streamId, version, reason })
  }
  if (lost > 0) return damaged(state, verification.events, null, lost)
  return intact(state, verification.events, true)
}

async function reviewTail(pool: pg.Pool, state: State, since: VerifiedLog): Promise<LogReview> {
  return await reviewRows(
    pool,
    state,
    `where e.transaction_id >= $1::bigint + event_store.transaction_offset()`,
    since.before,
    true,
  )
}

async function reviewNewest(pool: pg.Pool, state: State, count: number): Promise<LogReview> {
  const newest = `where (e.transaction_id, e.position) >= (
    select n.transaction_id, n.position from event_store.events n
    order by n.transaction_id desc, n.position desc offset $1::bigint - 1 limit 1)`
  return await reviewRows(pool, state, newest, String(count), false)
}

type ReviewedRow = EventRow & { predecessor: Buffer | null }

async function reviewRows(
  pool: pg.Pool,
  state: State,
  condition: string,
  parameter: string,
  complete: boolean,
): Promise<LogReview> {
  let verified = 0
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = await pool.query<ReviewedRow>(
      `select ${EVENT_COLUMNS}, p.hash as predecessor from event_store.events e
       left join event_store.events p on p.stream_id = e.stream_id and p.version = e.version - 1
       ${condition} order by e.transaction_id, e.position offset $2 limit $3`,
      [parameter, offset, PAGE],
    )
    for (const row of rows) {
      verified += 1
      if (!isSound(row)) return damaged(state, verified, await nameDamage(pool, row))
    }
    if (rows.length < PAGE) return intact(state, verified, complete)
  }
}

function isSound(row: ReviewedRow): boolean {
  const event = toRecordedEvent<Event>(row)
  const predecessor = row.version === 1 ? GENESIS_HASH : row.predecessor?.toString('hex')
  return event.previousHash === predecessor && hashRecorded(event.previousHash, event) === event.hash
}

async function nameDamage(pool: pg.Pool, row: EventRow): Promise<NonNullable<LogReview['damage']>> {
  const verification = await verify(pool, { streamId: row.stream_id })
  if (verification.intact) return { streamId: row.stream_id, version: row.version, reason: 'hash' }
  const { streamId, version, reason } = verification
  return { streamId, version, reason }
}

async function readState(pool: pg.Pool, since: VerifiedLog | undefined): Promise<State> {
  const { rows } = await pool.query<{
    log: string
    before: string
    settled: string
    untouched: string | null
    events: string
    protected: boolean
  }>(
    `with now as materialized (
       select pg_snapshot_xmin(pg_current_snapshot()) as before,
         case when $1::xid8 is not null and age($1::xid8::xid) between 0 and ${OLDEST_AGE} then age($1::xid8::xid) end as age)
     select concat_ws('/', 'event_store.events'::regclass::oid, pg_relation_filenode('event_store.events'),
         event_store.transaction_offset()) as log, now.before::text as before,
       count(e.xmin) filter (where age(e.xmin) > age(now.before::xid)) as settled,
       case when now.age is not null then count(e.xmin) filter (where age(e.xmin) > now.age) end as untouched,
       count(e.xmin) as events,
       (select bool_or(tgenabled <> 'D') from pg_trigger
        where tgrelid = 'event_store.events'::regclass and tgname = 'events_are_append_only') is true as protected
     from now left join event_store.events e on true group by now.before, now.age`,
    [since?.before ?? null],
  )
  const [row] = rows
  if (!row) throw new Error('a query for counts gave no row')
  return {
    log: row.log,
    before: row.before,
    settled: Number(row.settled),
    untouched: row.untouched === null ? null : Number(row.untouched),
    events: Number(row.events),
    protected: row.protected,
  }
}

function intact(state: State, verified: number, complete: boolean): LogReview {
  const { log, before, settled, events } = state
  const verifiedLog = complete ? { log, before, events: settled } : null
  return {
    intact: true,
    damage: null,
    rewritten: 0,
    events,
    verified,
    complete,
    protected: state.protected,
    verifiedLog,
  }
}

function damaged(state: State, verified: number, damage: LogReview['damage'], rewritten = 0): LogReview {
  const { events } = state
  const complete = verified === events
  return {
    intact: false,
    damage,
    rewritten,
    events,
    verified,
    complete,
    protected: state.protected,
    verifiedLog: null,
  }
}
