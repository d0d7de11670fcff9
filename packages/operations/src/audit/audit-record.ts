import { createHash } from 'node:crypto'
import type { Actor } from './actor.ts'
import { canonicalJson } from './canonical-json.ts'

export const OUTCOMES = ['started', 'succeeded', 'partial', 'failed', 'refused', 'interrupted'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** `repair` is about the trail itself: a line that a crash left incomplete was set aside. */
export type AuditKind = 'command' | 'note' | 'notice' | 'lock' | 'emergency' | 'repair'

/** What is put into the trail; the trail adds its place in the chain. */
export interface AuditEntry {
  readonly kind: AuditKind
  /** The same for the beginning and the end of one command. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly actor: Actor
  readonly environment: string
  readonly command?: string
  /** What was typed after the command, without secrets. */
  readonly arguments?: readonly string[]
  readonly outcome?: Outcome
  readonly exitCode?: number
  readonly durationMilliseconds?: number
  readonly reason?: string
  readonly before?: unknown
  readonly after?: unknown
  /** A note's text, a notice's deliveries, a lock's owners. */
  readonly details?: Readonly<Record<string, unknown>>
}

export interface AuditRecord extends AuditEntry {
  readonly version: 1
  /** 1, 2, 3 …: a gap is a record that was taken away. */
  readonly sequence: number
  /** The `hash` of the record before; of the first, FIRST_PREVIOUS_HASH. */
  readonly previousHash: string
  /** SHA-256 over the canonical JSON of this record without `hash`, in hexadecimal. */
  readonly hash: string
}

export const FIRST_PREVIOUS_HASH = '0'.repeat(64)

/** Where the chain goes on. */
export interface Link {
  readonly sequence: number
  readonly hash: string
}

export function chainRecord(entry: AuditEntry, after: Link | undefined): AuditRecord {
  const record = {
    ...entry,
    version: 1 as const,
    sequence: (after?.sequence ?? 0) + 1,
    previousHash: after?.hash ?? FIRST_PREVIOUS_HASH,
  }
  return { ...record, hash: hashOf(record) }
}

export function hashOf(record: Omit<AuditRecord, 'hash'>): string {
  return sha256(canonicalJson({ ...record, hash: undefined }))
}

/** The one way in which a record is written as a line, so that any other byte is noticed. */
export function lineOf(record: AuditRecord): string {
  return canonicalJson(record)
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The record of a line, or undefined when the line is not exactly what was written. */
export function parseRecord(line: string): AuditRecord | undefined {
  const record = parseLoosely(line)
  return record && lineOf(record) === line && hashOf(record) === record.hash ? record : undefined
}

/** The record of a line whose content has not been checked. */
export function parseLoosely(line: string): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const looksLikeOne =
      typeof value === 'object' &&
      value !== null &&
      'sequence' in value &&
      Number.isSafeInteger(value.sequence) &&
      'hash' in value &&
      typeof value.hash === 'string'
    return looksLikeOne ? (value as unknown as AuditRecord) : undefined
  } catch {
    return undefined
  }
}
