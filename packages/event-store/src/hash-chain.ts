import * as crypto from 'node:crypto'
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
export const GENESIS_HASH: string = '0'.repeat(64)

/**
 * Hexadecimal sha256 over the previous hash (hexadecimal) and the canonical JSON (RFC 8785) of the event's fields, in
 * which the data is represented by its own sha256: a log whose data had to be erased can keep that digest and still be
 * verified.
 */
export function eventHash(previousHash: string, event: HashedFields): string {
  return sha256(previousHash + chainText(event))
}

/** What is hashed behind the previous hash. */
export function chainText(event: HashedFields): string {
  return (
    `{"actor":${quote(event.actor)},"correlationId":${JSON.stringify(event.correlationId)}` +
    `,"dataHash":"${sha256(event.data)}","occurredAt":${quote(event.occurredAt)},"scopeId":${quote(event.scopeId)}` +
    `,"streamId":${quote(event.streamId)},"type":${quote(event.type)},"version":${event.version}}`
  )
}

/** The same for data that is not yet canonical. */
export function hashRecorded(previousHash: string, event: Omit<HashedFields, 'data'> & { data: unknown }): string {
  return eventHash(previousHash, { ...event, data: canonicalJson(event.data) })
}

const quote: (text: string) => string = JSON.stringify

/** `crypto.hash` is twice as fast; Node has it from 20.12 on. */
const sha256: (text: string) => string =
  'hash' in crypto
    ? (text) => crypto.hash('sha256', text, 'hex')
    : (text) => crypto.createHash('sha256').update(text).digest('hex')
