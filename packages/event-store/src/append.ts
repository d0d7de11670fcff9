import pg from 'pg'
import { canonicalJson } from './canonical-json.ts'
import { formatCursor } from './cursor.ts'
import { ConcurrencyError, InvalidAppendError, UnstorableEventError } from './errors.ts'
import type { Event, RecordedEvent } from './event.ts'
import { eventHash, GENESIS_HASH } from './hash-chain.ts'
import { inTransaction, inSavepoint } from './transaction.ts'
import type { WakeUp } from './wake-up.ts'

/** New events of one stream. `expectedVersion` is the version they were decided on; 0 = the stream does not exist yet. */
export interface StreamAppend<E extends Event = Event> {
  readonly streamId: string
  readonly scopeId: string
  readonly expectedVersion: number
  readonly events: readonly E[]
}

export interface AppendOptions<E extends Event = Event> {
  /** Who does it. */
  readonly actor: string
  readonly correlationId?: string | null | undefined
  /** Views and jobs that commit or vanish together with the events. */
  readonly inTransaction?: ((tx: pg.PoolClient, recorded: RecordedEvent<E>[]) => Promise<void> | void) | undefined
  /** Joins a transaction that the caller has begun and will commit. On an error what was appended is undone; the transaction stays usable. */
  readonly tx?: pg.PoolClient | undefined
}

interface Head {
  readonly version: number
  readonly hash: Buffer
}

/** Rows as columns: one array per column makes one `unnest` insert. */
interface Batch<E extends Event> {
  readonly recorded: Unplaced<E>[]
  readonly data: string[]
  readonly previousHashes: Buffer
  readonly hashes: Buffer
}

type Unplaced<E extends Event> = Omit<RecordedEvent, 'cursor' | 'data'> & Pick<E, 'data'>

export async function appendStreams<E extends Event>(
  deps: { pool: pg.Pool; now: () => Date; wakeUp: WakeUp },
  streams: readonly StreamAppend<E>[],
  options: AppendOptions<E>,
): Promise<RecordedEvent<E>[]> {
  assertAppendable(streams)
  const write = async (db: pg.Pool | pg.PoolClient) =>
    await insert(db, chain(streams, await readHeads(db, streams), options, deps.now()), options)
  const writeAndProject = async (tx: pg.PoolClient) => {
    const recorded = await write(tx)
    await options.inTransaction?.(tx, recorded)
    return recorded
  }
  const { tx } = options
  try {
    if (tx) {
      const recorded = await inSavepoint(tx, () => writeAndProject(tx))
      await deps.wakeUp.appendedIn(tx)
      return recorded
    }
    const recorded = await (options.inTransaction ? inTransaction(deps.pool, writeAndProject) : write(deps.pool))
    deps.wakeUp.appended()
    return recorded
  } catch (error) {
    throw await translate(error, tx ?? deps.pool, streams)
  }
}

function assertAppendable(streams: readonly StreamAppend[]): void {
  const seen = new Set<string>()
  for (const { streamId, expectedVersion, events } of streams) {
    if (seen.has(streamId)) throw new InvalidAppendError(`Stream ${streamId} is named twice in one append.`)
    if (!Number.isSafeInteger(expectedVersion) || expectedVersion < 0) {
      throw new InvalidAppendError(`Stream ${streamId}: expectedVersion is ${expectedVersion}, not 0 or a version.`)
    }
    if (events.length === 0) throw new InvalidAppendError(`Stream ${streamId}: there is no event to append.`)
    seen.add(streamId)
  }
  if (seen.size === 0) throw new InvalidAppendError('There is no stream to append to.')
}

/**
 * The last event of each stream that should exist. Several streams are locked in the order of their names, so that two
 * appends to the same streams wait for each other instead of deadlocking.
 */
async function readHeads(
  db: pg.Pool | pg.PoolClient,
  streams: readonly StreamAppend[],
): Promise<ReadonlyMap<string, Head>> {
  const existing = streams.filter((stream) => stream.expectedVersion > 0).map((stream) => stream.streamId)
  if (existing.length === 0) return new Map()
  const { rows } = await db.query<{ stream_id: string; version: number; hash: Buffer }>(
    existing.length === 1
      ? { name: 'event_store.head', text: HEAD, values: existing }
      : { name: 'event_store.lock_heads', text: LOCK_HEADS, values: [existing.toSorted()] },
  )
  return new Map(rows.map((row) => [row.stream_id, row]))
}

const HEAD = `
  select stream_id, version, hash from event_store.events where stream_id = $1 order by version desc limit 1`

const LOCK_HEADS = `
  select head.stream_id, head.version, head.hash
  from unnest($1::text[]) as wanted (stream_id)
  cross join lateral (
    select e.stream_id, e.version, e.hash from event_store.events e
    where e.stream_id = wanted.stream_id order by e.version desc limit 1 for no key update
  ) head`

/** Gives every event its version and its link to the one before it. Throws ConcurrencyError when a head is not where expected. */
function chain<E extends Event>(
  streams: readonly StreamAppend<E>[],
  heads: ReadonlyMap<string, Head>,
  options: AppendOptions<E>,
  now: Date,
): Batch<E> {
  const recorded: Unplaced<E>[] = []
  const data: string[] = []
  const previousHashes: Buffer[] = []
  const hashes: Buffer[] = []
  const common = { actor: options.actor, correlationId: options.correlationId ?? null, occurredAt: now.toISOString() }
  for (const { streamId, scopeId, expectedVersion, events } of streams) {
    const head = heads.get(streamId) ?? { version: 0, hash: GENESIS_HASH }
    if (head.version !== expectedVersion) throw new ConcurrencyError(streamId, expectedVersion, head.version)
    let { version, hash: previous } = head
    for (const event of events) {
      version += 1
      const canonical = canonicalJson(event.data)
      const fields = { streamId, version, scopeId, type: event.type, ...common }
      const hash = eventHash(previous, { ...fields, data: canonical })
      data.push(canonical)
      previousHashes.push(previous)
      hashes.push(hash)
      recorded.push({ ...fields, data: event.data, hash: hash.toString('hex'), previousHash: previous.toString('hex') })
      previous = hash
    }
  }
  return { recorded, data, previousHashes: Buffer.concat(previousHashes), hashes: Buffer.concat(hashes) }
}

/** Hashes travel as two byte strings, 32 bytes an event: cheaper to send and to read than arrays of hexadecimal text. */
const INSERT = `
  with inserted as (
    insert into event_store.events
      (stream_id, version, scope_id, type, data, actor, correlation_id, occurred_at, previous_hash, hash)
    select stream_id, version, scope_id, type, data::jsonb, $6, $7, $8,
      substring($9::bytea from n::int * 32 - 31 for 32), substring($10::bytea from n::int * 32 - 31 for 32)
    from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[])
      with ordinality as new (stream_id, version, scope_id, type, data, n)
    order by n
    returning position, transaction_id
  )
  select min(transaction_id)::text as transaction_id, array_agg(position::text order by position) as positions from inserted`

async function insert<E extends Event>(
  db: pg.Pool | pg.PoolClient,
  { recorded, data, previousHashes, hashes }: Batch<E>,
  options: AppendOptions<E>,
): Promise<RecordedEvent<E>[]> {
  const { rows } = await db.query<{ transaction_id: string; positions: string[] }>({
    name: 'event_store.append',
    text: INSERT,
    values: [
      recorded.map((event) => event.streamId),
      recorded.map((event) => event.version),
      recorded.map((event) => event.scopeId),
      recorded.map((event) => event.type),
      data,
      options.actor,
      options.correlationId ?? null,
      recorded[0]?.occurredAt,
      previousHashes,
      hashes,
    ],
  })
  const row = rows[0]
  if (!row || row.positions.length !== recorded.length)
    throw new InvalidAppendError('The log took fewer events than given.')
  const transactionId = BigInt(row.transaction_id)
  // Positions were drawn in the order of the events, so sorting them pairs each with its event.
  return recorded.map((event, index) => {
    const cursor = formatCursor({ transactionId, position: BigInt(row.positions[index] ?? 0) })
    return { ...event, cursor } as unknown as RecordedEvent<E>
  })
}

/** Two writers that read the same head: the second one's insert is refused by the unique constraint. */
async function translate(
  error: unknown,
  db: pg.Pool | pg.PoolClient,
  streams: readonly StreamAppend[],
): Promise<unknown> {
  if (!(error instanceof pg.DatabaseError)) return error
  if (error.code === '22P05') return new UnstorableEventError('a text holds the character U+0000', { cause: error })
  if (error.code === '22P02' && error.message.includes('json')) {
    return new UnstorableEventError('a text holds half of a surrogate pair', { cause: error })
  }
  if (error.constraint !== 'events_stream_version') return error
  const { rows } = await db.query<{ stream_id: string; version: number }>(
    `select stream_id, max(version) as version from event_store.events where stream_id = any($1) group by stream_id`,
    [streams.map((stream) => stream.streamId)],
  )
  const versions = new Map(rows.map((row) => [row.stream_id, row.version]))
  const stale = streams.find((stream) => (versions.get(stream.streamId) ?? 0) !== stream.expectedVersion)
  if (!stale) return error
  return new ConcurrencyError(stale.streamId, stale.expectedVersion, versions.get(stale.streamId) ?? 0, {
    cause: error,
  })
}
