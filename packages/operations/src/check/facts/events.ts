import { isVerifiedLog, type VerifiedLog } from '../samples.ts'
import { NotApplicable, type Subject } from '../subject.ts'
import { askBackend } from './backend-task.ts'
import { connectedClient } from './database.ts'

/** What the backend task `verify-log` answers. */
export interface EventsFact {
  readonly intact: boolean
  readonly damage: { readonly streamId: string; readonly version: number; readonly reason: string } | null
  readonly rewritten: number
  readonly events: number
  readonly verified: number
  readonly complete: boolean
  readonly protected: boolean
  readonly verifiedLog: VerifiedLog | null
}

/** The chain of events: what was written since the last check, or with `--full` all of it. */
export async function gatherEvents(subject: Subject, signal: AbortSignal): Promise<EventsFact> {
  if (subject.platform.kind === 'local') await assertLog(subject)
  const value = await askBackend(subject, ['verify-log', ...modeOf(subject)], signal)
  if (!isEvents(value)) throw new Error('the backend says nothing about the event log: it is of another version')
  if (value.verifiedLog) subject.samples.noteVerified(value.verifiedLog)
  return value
}

/** @throws NotApplicable before the first event */
async function assertLog(subject: Subject): Promise<void> {
  const { client } = await connectedClient(subject)
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('event_store.events') is not null as known`,
  )
  if (!rows[0]?.known) throw new NotApplicable('there is no event log yet')
}

function modeOf({ full, samples }: Subject): string[] {
  if (full) return []
  return samples.verifiedLog ? ['--quick', JSON.stringify(samples.verifiedLog)] : ['--quick']
}

function isEvents(value: unknown): value is EventsFact {
  return (
    typeof value === 'object' &&
    value !== null &&
    'intact' in value &&
    typeof value.intact === 'boolean' &&
    'verifiedLog' in value &&
    (value.verifiedLog === null || isVerifiedLog(value.verifiedLog))
  )
}
