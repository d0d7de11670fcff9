import pg from 'pg'
import { ConcurrencyError, InvalidAppendError, UnstorableEventError } from './errors.ts'
import type { Event, RecordedEvent } from './event.ts'
import { insertEvents, type StreamAppend } from './insert-events.ts'
import { inTransaction, inSavepoint } from './transaction.ts'
import type { WakeUp } from './wake-up.ts'

export interface AppendOptions<E extends Event = Event> {
  /** Who does it. */
  readonly actor: string
  readonly correlationId?: string | null | undefined
  /** Views and jobs that commit or vanish together with the events. */
  readonly inTransaction?: ((tx: pg.PoolClient, recorded: RecordedEvent<E>[]) => Promise<void> | void) | undefined
  /** Joins a transaction that the caller has begun and will commit. On an error what was appended is undone; the transaction stays usable. */
  readonly tx?: pg.PoolClient | undefined
}

export async function appendStreams<E extends Event>(
  deps: { pool: pg.Pool; now: () => Date; wakeUp: WakeUp },
  streams: readonly StreamAppend<E>[],
  options: AppendOptions<E>,
): Promise<RecordedEvent<E>[]> {
  assertAppendable(streams)
  const context = {
    actor: options.actor,
    correlationId: options.correlationId ?? null,
    occurredAt: deps.now().toISOString(),
  }
  let refusal: unknown
  const write = async (db: pg.Pool | pg.PoolClient) => {
    try {
      return await insertEvents(db, streams, context)
    } catch (error) {
      refusal = error
      throw error
    }
  }
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
    // Explained only now: inside the failed transaction the current version could not be read.
    throw error === refusal ? await explain(error, tx ?? deps.pool, streams) : error
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

/** Two writers that read the same head: the second one's insert is refused by the unique constraint. */
async function explain(
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
