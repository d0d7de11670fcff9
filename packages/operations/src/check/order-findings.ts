import type { Finding, FoundHere, Severity } from './report.ts'

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info']

/**
 * What brings about what: a finding on the left explains those on the right that stand in the same report. `x.*` stands for
 * every finding of that group.
 */
const CONSEQUENCES: readonly (readonly [cause: string, effects: readonly string[]])[] = [
  ['configuration.invalid', ['application.stopped']],
  [
    'stack.missing',
    [
      'stack.output-missing',
      'application.stopped',
      'alarm.none',
      'cost.no-budget',
      'logs.*',
      'trail.off',
      'recorder.off',
    ],
  ],
  ['stack.failed', ['deployment.*', 'service.*', 'stack.output-missing']],
  ['clock.skewed', ['certificate.*', 'backup.old', 'jobs.stuck', 'jobs.waiting']],
  ['disk.full', ['database.*', 'storage.*', 'service.*', 'health.*', 'application.stopped', 'jobs.*', 'backup.old']],
  ['memory.low', ['service.failing', 'service.restarts', 'health.slow']],
  ['port.taken', ['application.stopped']],
  ['secret.missing', ['database.wrong-password', 'service.*', 'health.*', 'application.stopped']],
  ['secret.unreadable', ['database.wrong-password', 'service.*', 'health.*', 'application.stopped']],
  ['secret.missing-database-password', ['secret.missing', 'service.*', 'health.*']],
  ['migrations.*', ['health.failing', 'service.*', 'jobs.*', 'application.stopped']],
  ['database.unreachable', ['health.*', 'service.*', 'jobs.*', 'requests.*']],
  ['database.wrong-password', ['health.*', 'service.*', 'jobs.*', 'requests.*']],
  ['database.missing', ['health.*', 'service.*', 'jobs.*', 'requests.*']],
  ['database.port-taken', ['health.*', 'service.*', 'jobs.*', 'requests.*']],
  ['database.connections', ['health.*', 'service.*', 'jobs.*', 'requests.*']],
  ['database.idle-in-transaction', ['database.slow-queries', 'events.parked']],
  ['storage.missing', ['storage.lost', 'health.failing', 'service.*', 'jobs.failed']],
  ['database.no-instance', ['health.*', 'service.*', 'requests.*', 'target.*', 'alarm.ringing']],
  ['database.status', ['health.*', 'service.*', 'requests.*', 'target.*', 'alarm.ringing']],
  ['files.missing', ['service.*', 'target.*', 'deployment.*', 'tasks.ending']],
  ['files.unreachable', ['service.*', 'deployment.*', 'tasks.ending']],
  ['tasks.out-of-memory', ['service.*', 'target.*', 'deployment.*', 'alarm.ringing']],
  ['deployment.no-service', ['service.*', 'target.*', 'health.*', 'alarm.ringing', 'scaling.*']],
  ['deployment.failed', ['service.*', 'target.*', 'health.*', 'tasks.ending', 'image.unexpected', 'stack.rolled-back']],
  ['target.none', ['health.*', 'alarm.ringing']],
  ['target.unhealthy', ['health.*', 'alarm.ringing', 'requests.*']],
  ['origin.state', ['health.*', 'edge.failing']],
  ['edge.off', ['health.*']],
  ['storage.not-writable', ['health.failing', 'service.*', 'jobs.failed']],
  ['service.*', ['health.*', 'requests.*', 'target.*', 'alarm.ringing']],
  ['database.slow-queries', ['requests.slow']],
  ['service.stopped', ['jobs.*']],
  ['service.failing', ['jobs.*']],
  ['events.unprotected', ['events.damaged', 'events.rewritten']],
]

/** By severity; in each what explains others first, then what stands alone, then consequences. */
export function orderFindings(found: readonly FoundHere[]): Finding[] {
  const findings = found.map((finding) => ({ ...finding, explains: explainedBy(finding, found) }))
  const isConsequence = ({ id }: Finding) => findings.some(({ explains }) => explains.includes(id))
  const place = (finding: Finding) => (isConsequence(finding) ? 2 : finding.explains.length > 0 ? 0 : 1)
  const rank = (finding: Finding) => SEVERITIES.indexOf(finding.severity) * 3 + place(finding)
  return findings.toSorted((left, right) => rank(left) - rank(right))
}

function explainedBy(finding: FoundHere, all: readonly FoundHere[]): string[] {
  const patterns = CONSEQUENCES.filter(([cause]) => matches(finding.id, cause)).flatMap(([, effects]) => effects)
  const ids = all
    .filter(
      (other) => other !== finding && other.id !== finding.id && patterns.some((pattern) => matches(other.id, pattern)),
    )
    // A stopped worker does not explain why the backend does not answer.
    .filter((other) => !finding.id.startsWith('service.') || isOfSameService(finding, other))
    .map(({ id }) => id)
  return [...new Set(ids)]
}

function isOfSameService(finding: FoundHere, other: FoundHere): boolean {
  return finding.subject === other.subject
}

function matches(id: string, pattern: string): boolean {
  return pattern.endsWith('.*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern
}
