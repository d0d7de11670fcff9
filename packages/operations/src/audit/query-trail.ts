import { hostname } from 'node:os'
import { type Actor, actorName } from './actor.ts'
import type { AuditKind, AuditRecord, Outcome } from './audit-record.ts'
import type { AuditTrail } from './trail.ts'
import { isAlive, isOfThisBoot, type ProcessIdentity } from '../local/processes/process-identity.ts'

/** What happened: a note, a notice, or a command with its beginning and its end as one. */
export interface AuditEvent {
  /** Number of the record in which it began. */
  readonly sequence: number
  readonly kind: AuditKind
  readonly at: string
  readonly actor: Actor
  readonly environment: string
  readonly command: string | null
  readonly arguments: readonly string[]
  /**
   * `never-ended`: it began, and its process is gone. `running`: it began, and its process lives. `started`: it began on
   * another machine, and whether it goes on there cannot be seen from here.
   */
  readonly outcome: Outcome | 'never-ended' | 'running' | null
  readonly exitCode: number | null
  readonly durationMilliseconds: number | null
  readonly reason: string | null
  readonly before: unknown
  readonly after: unknown
  readonly details: Readonly<Record<string, unknown>> | null
}

export interface AuditQuery {
  /** Part of the name of who did it, without regard to case. */
  readonly actor?: string
  readonly command?: string
  readonly kinds?: readonly AuditKind[]
  readonly outcome?: string
  /** Only notes of this procedure. */
  readonly procedure?: string
  readonly since?: Date
  readonly until?: Date
  /** The newest so many, oldest first. */
  readonly limit?: number
}

export async function queryTrail(trail: Pick<AuditTrail, 'read'>, query: AuditQuery = {}): Promise<AuditEvent[]> {
  const events = new Map<string, AuditEvent>()
  for await (const record of trail.read()) {
    const key = record.kind === 'command' ? record.id : `record ${record.sequence}`
    const begun = events.get(key)
    events.set(key, begun ? endOf(begun, record) : eventOf(record))
  }
  const found = [...events.values()].map(withProcessState).filter((event) => matches(event, query))
  return query.limit === undefined ? found : found.slice(-query.limit)
}

function eventOf(record: AuditRecord): AuditEvent {
  return {
    sequence: record.sequence,
    kind: record.kind,
    at: record.at,
    actor: record.actor,
    environment: record.environment,
    command: record.command ?? null,
    arguments: record.arguments ?? [],
    outcome: record.outcome ?? null,
    exitCode: record.exitCode ?? null,
    durationMilliseconds: record.durationMilliseconds ?? null,
    reason: record.reason ?? null,
    before: record.before ?? null,
    after: record.after ?? null,
    details: record.details ?? null,
  }
}

function endOf(begun: AuditEvent, end: AuditRecord): AuditEvent {
  return { ...eventOf(end), sequence: begun.sequence, at: begun.at, details: end.details ?? begun.details }
}

function withProcessState(event: AuditEvent): AuditEvent {
  if (event.outcome !== 'started') return event
  const identity = event.details?.['process'] as ProcessIdentity | undefined
  if (identity && isAlive(identity)) return { ...event, outcome: 'running' }
  const isElsewhere = event.actor.host !== hostname() && identity !== undefined && !isOfThisBoot(identity)
  return isElsewhere ? event : { ...event, outcome: 'never-ended' }
}

function matches(event: AuditEvent, { actor, command, kinds, outcome, procedure, since, until }: AuditQuery): boolean {
  return (
    (actor === undefined || actorName(event.actor).toLowerCase().includes(actor.toLowerCase())) &&
    (command === undefined || event.command === command) &&
    (kinds === undefined || kinds.includes(event.kind)) &&
    (outcome === undefined || event.outcome === outcome) &&
    (procedure === undefined || event.details?.['procedure'] === procedure) &&
    (since === undefined || event.at >= since.toISOString()) &&
    (until === undefined || event.at <= until.toISOString())
  )
}
