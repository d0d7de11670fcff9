import type { TrailVerdict } from '../../audit/index.ts'
import type { Judging } from '../define-check.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

export function judgeAudit({ firstBad, records }: TrailVerdict, { command }: Judging): FoundHere[] {
  if (!firstBad) return []
  return [
    {
      id: 'audit.damaged',
      severity: 'critical',
      subject: 'installation',
      message: `Record ${firstBad.sequence} of the audit trail is not as it was written: ${firstBad.damage}.`,
      cause: 'Somebody has changed the file, or it was put back from an older copy.',
      confidence: 'likely',
      evidence: [firstBad.explanation, count(records, 'record')],
      next: command('audit verify'),
    },
  ]
}

export function describeAudit({ records }: TrailVerdict): string {
  return `${count(records, 'record')}, each as it was written`
}
