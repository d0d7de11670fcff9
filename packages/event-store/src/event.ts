import type { Cursor } from './cursor.ts'

/** One fact, as the code that decides it writes it. `data` is JSON: no Date, Map, bigint, NaN or class instance. */
export interface Event {
  readonly type: string
  readonly data: unknown
}

/** What the log adds to a fact. */
export interface EventMetadata {
  readonly streamId: string
  /** 1 for the first event of the stream, then without a gap. */
  readonly version: number
  /** What the event belongs to for reading histories, for example a document. */
  readonly scopeId: string
  /** Who did it: the id of a person, an agent, or a part of the system. */
  readonly actor: string
  readonly correlationId: string | null
  /** ISO 8601, UTC, milliseconds. */
  readonly occurredAt: string
  /** The event's place in the log; opaque. */
  readonly cursor: Cursor
  /** Hexadecimal sha256; links to the hash of the event before it in the stream. */
  readonly hash: string
  readonly previousHash: string
}

export type RecordedEvent<E extends Event = Event> = E & EventMetadata
