import type { Judging } from '../define-check.ts'
import type { EventsFact } from '../facts/events.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

const REASONS: Readonly<Record<string, string>> = {
  edited: 'it was edited: its hash does not fit what it says',
  missing: 'it is missing: it was removed',
  reordered: 'it stands in another place than the one it was written for',
  hash: 'the event before it was replaced together with its hash',
}

/** The event log is what everything else can be rebuilt from; it must be what was written. */
export function judgeEvents(fact: EventsFact, { command }: Judging): FoundHere[] {
  const about = { subject: 'database' as const }
  const findings: FoundHere[] = []
  if (fact.damage) {
    const { streamId, version, reason } = fact.damage
    findings.push({
      ...about,
      id: 'events.damaged',
      severity: 'critical',
      message: `Event ${version} of the stream ${streamId} is not as it was written: ${REASONS[reason] ?? reason}.`,
      cause: 'Somebody with rights on the database has changed the table, or its disk is failing.',
      confidence: 'likely',
      evidence: [
        `stream ${streamId}, version ${version}: ${reason}`,
        `${fact.verified} of ${fact.events} events looked at`,
      ],
      next: command('audit show'),
    })
  } else if (fact.rewritten > 0) {
    findings.push({
      ...about,
      id: 'events.rewritten',
      severity: 'critical',
      message: `${count(fact.rewritten, 'event')} verified earlier were removed or rewritten so that the chain still holds.`,
      cause: 'Somebody with rights on the database has removed the newest events of a stream or made new ones of them.',
      confidence: 'likely',
      evidence: [`${fact.events} events now`],
      next: command('audit show'),
    })
  }
  if (!fact.protected)
    findings.push({
      ...about,
      id: 'events.unprotected',
      severity: 'critical',
      message: 'The database would let events be changed: the trigger that refuses it is switched off.',
      cause: 'Somebody has disabled it to change the table, and has not enabled it again.',
      confidence: 'certain',
      evidence: ['trigger events_are_append_only on event_store.events'],
      next: command('check --full'),
    })
  if (fact.intact && !fact.complete)
    findings.push({
      ...about,
      id: 'events.unverified',
      severity: 'info',
      message: `Only the newest ${fact.verified.toLocaleString('en')} of ${count(fact.events, 'event')} are verified.`,
      cause: 'The log is large and was never verified from its beginning.',
      confidence: 'certain',
      evidence: [],
      next: command('check --full'),
    })
  return findings
}

export function describeEvents({ events, verified }: EventsFact): string {
  const now =
    verified === events ? 'all verified now' : `${verified.toLocaleString('en')} verified now, the rest earlier`
  return `${count(events, 'event')}, ${now}`
}
