import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type Cursor, formatCursor, isAfter, type LogPosition, parseCursor } from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'
import { GENESIS_HASH, hashRecorded } from './hash-chain.ts'
import { readEnd } from './read-log.ts'
import { EVENT_COLUMNS, type EventRow, toRecordedEvent } from './rows.ts'

/**
 * `edited`: the event's own hash does not fit what it says. `missing`: the event that should be here is not.
 * `reordered`: it stands in another place than the one it was written for. `hash`: it is whole, but does not link to
 * the event before it, which somebody replaced together with its hash.
 */
export type Damage = 'edited' | 'missing' | 'reordered' | 'hash'

export type Verification =
  | { readonly intact: true; readonly streams: number; readonly events: number }
  | { readonly intact: false; readonly streamId: string; readonly version: number; readonly reason: Damage }

interface Link {
  readonly streamId: string
  readonly version: number
  readonly hash: string
  readonly place: LogPosition
}

const PAGE = 1_000

/**
 * Walks the hash chains, of one stream or of all in the order of their names, and stops at the first bad event.
 * The removal of a stream's newest events shows only against an earlier `checkpoint`.
 */
export async function verify(
  pool: pg.Pool,
  { streamId }: { streamId?: string | undefined } = {},
): Promise<Verification> {
  let streams = 0
  let events = 0
  let previous: Link | undefined
  for await (const event of chains(pool, streamId)) {
    if (previous?.streamId !== event.streamId) {
      streams += 1
      previous = undefined
    }
    const reason = findDamage(event, previous)
    if (reason === 'missing') {
      return { intact: false, streamId: event.streamId, version: (previous?.version ?? 0) + 1, reason }
    }
    if (reason) return { intact: false, streamId: event.streamId, version: event.version, reason }
    events += 1
    previous = { streamId: event.streamId, version: event.version, hash: event.hash, place: parseCursor(event.cursor) }
  }
  return { intact: true, streams, events }
}

function findDamage(event: RecordedEvent, previous: Link | undefined): Damage | undefined {
  if (event.version !== (previous?.version ?? 0) + 1) return 'missing'
  const links = event.previousHash === (previous?.hash ?? GENESIS_HASH)
  if (!isSound(event, event.version)) return wrongPlace(event, links)
  if (!links) return 'hash'
  return previous && !isAfter(parseCursor(event.cursor), previous.place) ? 'reordered' : undefined
}

/** An unsound event may be sound for another place in the stream: then it was moved, or one before it was taken out. */
function wrongPlace(event: RecordedEvent, links: boolean): Damage {
  if (links) return 'edited'
  if (isSound(event, event.version + 1)) return 'missing'
  const nearby = Array.from({ length: 200 }, (_, distance) => event.version - 100 + distance)
  return nearby.some((version) => isSound(event, version)) ? 'reordered' : 'edited'
}

function isSound(event: RecordedEvent, version: number): boolean {
  return hashRecorded(event.previousHash, { ...event, version }) === event.hash
}

async function* chains(pool: pg.Pool, streamId: string | undefined): AsyncGenerator<RecordedEvent> {
  let stream = ''
  let version = 0
  for (;;) {
    const { rows } = await pool.query<EventRow>(
      `select ${EVENT_COLUMNS} from event_store.events e
       where (e.stream_id, e.version) > ($1, $2) and ($3::text is null or e.stream_id = $3)
       order by e.stream_id, e.version limit $4`,
      [stream, version, streamId ?? null, PAGE],
    )
    for (const row of rows) {
      yield toRecordedEvent<Event>(row)
      stream = row.stream_id
      version = row.version
    }
    if (rows.length < PAGE) return
  }
}

/** What the log was up to a place in it. Kept elsewhere, it proves later that nothing of it was changed or removed. */
export interface Checkpoint {
  readonly cursor: Cursor
  readonly streams: number
  readonly events: number
  /** Hexadecimal sha256 over the name, version and hash of the newest event of every stream, in byte order of the names. */
  readonly digest: string
}

const HEADS_PAGE = 5_000

/** `at` an earlier checkpoint's cursor it gives that checkpoint again, unless the log was tampered with. */
export async function checkpoint(pool: pg.Pool, { at }: { at?: Cursor | undefined } = {}): Promise<Checkpoint> {
  const place = at === undefined ? await readEnd(pool) : parseCursor(at)
  const digest = createHash('sha256')
  let streams = 0
  let events = 0
  let stream = ''
  for (;;) {
    const { rows } = await pool.query<{ stream_id: string; version: number; hash: string }>(
      `select distinct on (stream_id) stream_id, version, encode(hash, 'hex') as hash from event_store.events
       where stream_id > $1 and (transaction_id, position) <= ($2::bigint, $3::bigint)
       order by stream_id, version desc limit $4`,
      [stream, place.transactionId.toString(), place.position.toString(), HEADS_PAGE],
    )
    for (const row of rows) {
      digest.update(`${JSON.stringify([row.stream_id, row.version, row.hash])}\n`)
      streams += 1
      events += row.version
      stream = row.stream_id
    }
    if (rows.length < HEADS_PAGE) break
  }
  return { cursor: formatCursor(place), streams, events, digest: digest.digest('hex') }
}
