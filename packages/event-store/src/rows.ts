import { formatCursor } from './cursor.ts'
import type { Event, RecordedEvent } from './event.ts'

/** The columns that every query for events selects. */
export const EVENT_COLUMNS = `e.transaction_id::text, e.position::text, e.stream_id, e.version, e.scope_id, e.type, e.data,
  e.actor, e.correlation_id, e.occurred_at, e.previous_hash, e.hash`

export interface EventRow {
  transaction_id: string
  position: string
  stream_id: string
  version: number
  scope_id: string
  type: string
  data: unknown
  actor: string
  correlation_id: string | null
  occurred_at: Date
  previous_hash: Buffer
  hash: Buffer
}

export function toRecordedEvent<E extends Event>(row: EventRow): RecordedEvent<E> {
  const event: RecordedEvent = {
    type: row.type,
    data: row.data,
    streamId: row.stream_id,
    version: row.version,
    scopeId: row.scope_id,
    actor: row.actor,
    correlationId: row.correlation_id,
    occurredAt: row.occurred_at.toISOString(),
    cursor: formatCursor({ transactionId: BigInt(row.transaction_id), position: BigInt(row.position) }),
    hash: row.hash.toString('hex'),
    previousHash: row.previous_hash.toString('hex'),
  }
  // The log gives back what was appended under this type; the reader names the union it wrote.
  return event as RecordedEvent<E>
}
