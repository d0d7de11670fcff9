import { expect, it } from 'vitest'
import type { CheckReport, Finding } from '@semiont/operations/check'
import type { Style } from '../../shell/output.ts'
import { formatReport } from './format-report.ts'

const same = (text: string) => text
const style: Style = { bold: same, dim: same, good: same, warning: same, bad: same }

function finding(id: string, rest: Partial<Finding> = {}): Finding {
  return {
    id,
    severity: 'critical',
    subject: 'database',
    message: `${id} it is.`,
    cause: 'A cable.',
    confidence: 'likely',
    evidence: ['first sign', 'second sign'],
    next: 'semiont start',
    explains: [],
    ...rest,
  }
}

const report: CheckReport = {
  environment: 'local',
  at: '2026-01-31T12:00:00.000Z',
  verdict: 'findings',
  url: 'http://localhost:4000',
  services: [{ service: 'backend', state: 'failing', running: 0, desired: 2, restarts: 3, detail: 'no database' }],
  checks: [
    { name: 'database', status: 'finding', summary: 'down', milliseconds: 12, fact: null },
    { name: 'events', status: 'unknown', summary: 'no answer', milliseconds: 34, fact: null },
  ],
  findings: [
    finding('database.unreachable', { explains: ['health.database'] }),
    finding('health.database'),
    finding('backup.old', { severity: 'warning' }),
  ],
}

it('says the verdict, the services, each cause with what to type, its consequences in a line, and what is not known', () => {
  expect(formatReport(report, { style, verbose: false })).toBe(`\
Semiont needs attention: 1 critical, 1 warning, 1 consequence of that, 1 check could not be made.
http://localhost:4000

  service   state     running/desired
  backend   failing   0/2              3 restarts, no database

CRITICAL  database.unreachable it is.  database.unreachable
  cause, likely   A cable.
  seen            first sign
                  second sign
  next            semiont start

WARNING  backup.old it is.  backup.old
  cause, likely   A cable.
  seen            first sign
                  second sign
  next            semiont start

  because of database.unreachable: health.database it is.

  ? events        not known: no answer`)
})

it('tells everything with --verbose', () => {
  const text = formatReport(report, { style, verbose: true })
  expect(text).toContain('✗ database      down  12 ms')
  expect(text.match(/next +semiont start/g)).toHaveLength(3)
})

it('is short when everything is well', () => {
  const well = { ...report, verdict: 'healthy' as const, url: null, services: [], checks: [], findings: [] }
  expect(formatReport(well, { style, verbose: false })).toBe('Semiont is healthy.')
})

it('names one reason that keeps several checks from being made once, and the runbook of a finding', () => {
  const unknown = (name: string, summary: string) => ({
    name,
    status: 'unknown' as const,
    summary,
    milliseconds: 1,
    fact: null,
  })
  const reason = 'There is no stack SemiontAppStack.'
  const checks = [unknown('targets', reason), unknown('edge', reason), unknown('certificate', 'no answer')]
  const findings = [finding('target.unhealthy', { runbook: 'down' })]
  const text = formatReport({ ...report, checks, findings }, { style, verbose: false })
  expect(text).toContain(`
  ? not known: ${reason}
    (targets, edge)
  ? certificate   not known: no answer`)
  expect(text).toContain('read            docs/runbooks.md#down')
})
