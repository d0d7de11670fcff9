import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'

/** What an event's hash covers. Its place in the log is not covered: a restored log may be renumbered. */
export interface HashedFields {
  readonly streamId: string
  readonly version: number
  readonly scopeId: string
  readonly type: string
  /** Canonical JSON of the event's data. */
  readonly data: string
  readonly actor: string
  readonly correlationId: string | null
  readonly occurredAt: string
}

/** What the first event of every stream links to. */
export const GENESIS_HASH: Buffer = Buffer.alloc(32)

/**
 * sha256 over the previous hash and the canonical JSON (RFC 8785) of the event's fields, in which the data is
 * represented by its own sha256: a log whose data had to be erased can keep that digest and still be verified.
 */
export function eventHash(previousHash: Buffer, event: HashedFields): Buffer {
  const header =
    `{"actor":${JSON.stringify(event.actor)},"correlationId":${JSON.stringify(event.correlationId)}` +
    `,"dataHash":"${sha256(event.data).toString('hex')}","occurredAt":${JSON.stringify(event.occurredAt)}` +
    `,"scopeId":${JSON.stringify(event.scopeId)},"streamId":${JSON.stringify(event.streamId)}` +
    `,"type":${JSON.stringify(event.type)},"version":${event.version}}`
  return createHash('sha256').update(previousHash).update(header).digest()
}

/** The same for data that is not yet canonical. */
export function hashRecorded(previousHash: Buffer, event: Omit<HashedFields, 'data'> & { data: unknown }): Buffer {
  return eventHash(previousHash, { ...event, data: canonicalJson(event.data) })
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
