import { actorName, type AuditEvent } from '@semiont/operations/audit'

/** Events for a person to read: one line each, and what there is to add below it. */
export function eventLines(events: readonly AuditEvent[]): string[] {
  return events.flatMap((event) => {
    const head = `${event.at.slice(0, 19).replace('T', ' ')} UTC  ${actorName(event.actor)}  ${whatHappened(event)}`
    return [head, ...below(event).map((line) => `    ${line}`)]
  })
}

function whatHappened(event: AuditEvent): string {
  const { kind, command, details } = event
  if (kind === 'command') return `semiont ${[command, ...event.arguments.map(quoted)].join(' ')}  ${howItEnded(event)}`
  if (kind === 'note') return `noted${procedureOf(event)}: ${String(details?.['text'])}`
  if (kind === 'notice') return `sent the notice "${String(details?.['subject'])}"`
  if (kind === 'lock') return String(details?.['what'])
  if (kind === 'emergency') return `went on outside the maintenance windows: ${event.reason}`
  if (typeof details?.['what'] === 'string') return details['what']
  return `set an incomplete line aside, as ${String(details?.['incompleteLine'])}`
}

function procedureOf({ details }: AuditEvent): string {
  return typeof details?.['procedure'] === 'string' ? ` (${details['procedure']})` : ''
}

function howItEnded({ outcome, exitCode, durationMilliseconds }: AuditEvent): string {
  const took = durationMilliseconds === null ? '' : ` after ${(durationMilliseconds / 1000).toFixed(1)} s`
  if (outcome === 'never-ended') return 'never ended'
  if (outcome === 'started') return 'began on another machine'
  return exitCode === null ? String(outcome) : `${outcome}${took} (exit ${exitCode})`
}

function below({ kind, before, after, reason }: AuditEvent): string[] {
  return [
    ...(before === null ? [] : [`before: ${JSON.stringify(before)}`]),
    ...(after === null ? [] : [`after:  ${JSON.stringify(after)}`]),
    ...(reason === null || kind === 'emergency' ? [] : [`reason: ${reason.split('\n')[0]}`]),
  ]
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
