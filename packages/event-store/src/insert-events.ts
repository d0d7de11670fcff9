import type pg from 'pg'
import { canonicalJson } from './canonical-json.ts'
import { formatCursor } from './cursor.ts'
import { ConcurrencyError, InvalidAppendError } from './errors.ts'
import type { Event, RecordedEvent } from './event.ts'
import { chainText, eventHash, GENESIS_HASH } from './hash-chain.ts'

/** New events of one stream. `expectedVersion` is the version they were decided on; 0 = the stream does not exist yet. */
export interface StreamAppend<E extends Event = Event> {
  readonly streamId: string
  readonly scopeId: string
  readonly expectedVersion: number
  readonly events: readonly E[]
}

/** What all events of one append have in common. */
export interface AppendContext {
  readonly actor: string
  readonly correlationId: string | null
  readonly occurredAt: string
}

type Database = pg.Pool | pg.PoolClient

/**
 * Inserts events in as few round trips as possible: one event, or new streams only, in one; else two.
 * Throws ConcurrencyError when a stream is seen not to be where expected, and PostgreSQL's unique violation when
 * another writer was faster.
 */
export async function insertEvents<E extends Event>(
  db: Database,
  streams: readonly StreamAppend<E>[],
  context: AppendContext,
): Promise<RecordedEvent<E>[]> {
  const [stream] = streams
  const [event] = stream?.events ?? []
  if (stream && event && streams.length === 1 && stream.events.length === 1) {
    return [await insertOne(db, stream, event, context)]
  }
  return await insertMany(db, chain(streams, await readHeads(db, streams), context), context)
}

/** One event is linked to the one before it by PostgreSQL, which saves asking for that one's hash. */
const INSERT_ONE = `
  insert into event_store.events
    (stream_id, version, scope_id, type, data, actor, correlation_id, occurred_at, previous_hash, hash)
  select $1, $2::int + 1, $3, $4, $5, $6, $7, $8, previous.hash,
    sha256(convert_to(encode(previous.hash, 'hex') || $9, 'UTF8'))
  from (
    select hash from event_store.events where stream_id = $1 and version = $2::int
    union all
    select decode('${GENESIS_HASH}', 'hex') where $2::int = 0
  ) previous
  returning transaction_id::text, position::text, encode(previous_hash, 'hex') as previous_hash, encode(hash, 'hex') as hash`

async function insertOne<E extends Event>(
  db: Database,
  { streamId, scopeId, expectedVersion }: StreamAppend<E>,
  { type, data: given }: E,
  { actor, correlationId, occurredAt }: AppendContext,
): Promise<RecordedEvent<E>> {
  const data = canonicalJson(given)
  const version = expectedVersion + 1
  const fields = { streamId, version, scopeId, type, actor, correlationId, occurredAt }
  const { rows } = await db.query<{ transaction_id: string; position: string; previous_hash: string; hash: string }>({
    name: 'event_store.append_one',
    text: INSERT_ONE,
    values: [
      streamId,
      expectedVersion,
      scopeId,
      type,
      data,
      actor,
      correlationId,
      occurredAt,
      chainText({ ...fields, data }),
    ],
  })
  const row = rows[0]
  if (!row) {
    const head = (await readHeads(db, [{ streamId, expectedVersion }])).get(streamId)
    throw new ConcurrencyError(streamId, expectedVersion, head?.version ?? 0)
  }
  const cursor = formatCursor({ transactionId: BigInt(row.transaction_id), position: BigInt(row.position) })
  return asRecorded<E>({ ...fields, data: given, cursor, hash: row.hash, previousHash: row.previous_hash })
}

interface Head {
  readonly version: number
  readonly hash: string
}

type Unplaced<E extends Event> = Omit<RecordedEvent, 'cursor' | 'data'> & Pick<E, 'data'>

/** The events with their hashes, and their data as canonical JSON. */
interface Batch<E extends Event> {
  readonly events: Unplaced<E>[]
  readonly data: string[]
}

/**
 * The last event of each stream that should exist. Several streams are locked in the order of their names, so that two
 * appends to the same streams wait for each other instead of deadlocking.
 */
async function readHeads(
  db: Database,
  streams: readonly Pick<StreamAppend, 'streamId' | 'expectedVersion'>[],
): Promise<ReadonlyMap<string, Head>> {
  const existing = streams.filter((stream) => stream.expectedVersion > 0).map((stream) => stream.streamId)
  if (existing.length === 0) return new Map()
  const { rows } = await db.query<{ stream_id: string; version: number; hash: string }>(
    existing.length === 1
      ? { name: 'event_store.head', text: HEAD, values: existing }
      : { name: 'event_store.lock_heads', text: LOCK_HEADS, values: [existing.toSorted()] },
  )
  return new Map(rows.map((row) => [row.stream_id, row]))
}

const HEAD = `
  select stream_id, version, encode(hash, 'hex') as hash from event_store.events where stream_id = $1 order by version desc limit 1`

const LOCK_HEADS = `
  select head.stream_id, head.version, encode(head.hash, 'hex') as hash
  from unnest($1::text[]) as wanted (stream_id)
  cross join lateral (
    select e.stream_id, e.version, e.hash from event_store.events e
    where e.stream_id = wanted.stream_id order by e.version desc limit 1 for no key update
  ) head`

/** Gives every event its version and its link to the one before it. Throws ConcurrencyError when a head is not where expected. */
function chain<E extends Event>(
  streams: readonly StreamAppend<E>[],
  heads: ReadonlyMap<string, Head>,
  { actor, correlationId, occurredAt }: AppendContext,
): Batch<E> {
  const batch: Batch<E> = { events: [], data: [] }
  for (const { streamId, scopeId, expectedVersion, events } of streams) {
    const head = heads.get(streamId) ?? { version: 0, hash: GENESIS_HASH }
    if (head.version !== expectedVersion) throw new ConcurrencyError(streamId, expectedVersion, head.version)
    let { version, hash: previousHash } = head
    for (const { type, data: given } of events) {
      version += 1
      const data = canonicalJson(given)
      const hash = eventHash(previousHash, { streamId, version, scopeId, type, data, actor, correlationId, occurredAt })
      batch.data.push(data)
      batch.events.push({
        type,
        data: given,
        streamId,
        version,
        scopeId,
        actor,
        correlationId,
        occurredAt,
        hash,
        previousHash,
      })
      previousHash = hash
    }
  }
  return batch
}

/**
 * Measured against one array per column: all data in one JSON array saves escaping and parsing every text twice, and
 * hashes in two byte strings, 32 bytes an event, save their hexadecimal form.
 */
const INSERT_MANY = `
  with inserted as (
    insert into event_store.events
      (stream_id, version, scope_id, type, data, actor, correlation_id, occurred_at, previous_hash, hash)
    select stream_id, version, scope_id, type, data, $6, $7, $8,
      substring($9::bytea from n::int * 32 - 31 for 32), substring($10::bytea from n::int * 32 - 31 for 32)
    from rows from (unnest($1::text[], $2::int[], $3::text[], $4::text[]), jsonb_array_elements($5::jsonb))
      with ordinality as new (stream_id, version, scope_id, type, data, n)
    order by n
    returning position, transaction_id
  )
  select min(transaction_id)::text as transaction_id, string_agg(position::text, ',' order by position) as positions from inserted`

async function insertMany<E extends Event>(
  db: Database,
  { events, data }: Batch<E>,
  { actor, correlationId, occurredAt }: AppendContext,
): Promise<RecordedEvent<E>[]> {
  const { rows } = await db.query<{ transaction_id: string; positions: string }>({
    name: 'event_store.append_many',
    text: INSERT_MANY,
    values: [
      events.map((event) => event.streamId),
      events.map((event) => event.version),
      events.map((event) => event.scopeId),
      events.map((event) => event.type),
      `[${data.join(',')}]`,
      actor,
      correlationId,
      occurredAt,
      Buffer.from(events.map((event) => event.previousHash).join(''), 'hex'),
      Buffer.from(events.map((event) => event.hash).join(''), 'hex'),
    ],
  })
  const row = rows[0]
  const positions = row?.positions.split(',') ?? []
  if (!row || positions.length !== events.length) throw new InvalidAppendError('The log took fewer events than given.')
  const transactionId = BigInt(row.transaction_id)
  // Positions were drawn in the order of the events, so sorting them pairs each with its event.
  return events.map((event, index) => {
    const cursor = formatCursor({ transactionId, position: BigInt(positions[index] ?? 0) })
    return asRecorded<E>({ ...event, cursor })
  })
}

/** Type and data are those of the event given, so it is that member of the union. */
function asRecorded<E extends Event>(event: RecordedEvent & Pick<E, 'data'>): RecordedEvent<E> {
  return event as unknown as RecordedEvent<E>
}
