import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { bytes, count } from '../../words.ts'
import type { LogGroupsFact } from '../facts/log-groups.ts'

/** Every log group is there and forgets in time. */
export function judgeLogGroups({ groups, missing, keepDays }: LogGroupsFact, { command }: Judging): FoundHere[] {
  const findings: FoundHere[] = []
  if (missing.length > 0)
    findings.push({
      id: 'logs.missing',
      severity: 'warning',
      subject: 'installation',
      message: `${missing.length === 1 ? 'A log group is' : 'Log groups are'} missing: ${missing.join(', ')}.`,
      cause: 'Somebody has deleted them; what is written there is lost.',
      confidence: 'likely',
      evidence: [],
      next: command('deploy'),
    })
  const forever = groups.filter(({ retentionDays }) => retentionDays === null)
  if (forever.length > 0)
    findings.push({
      id: 'logs.kept-for-ever',
      severity: 'warning',
      subject: 'installation',
      message: `${count(forever.length, 'log group')} never ${forever.length === 1 ? 'forgets' : 'forget'}: ${forever.map(({ name }) => name).join(', ')}.`,
      cause: 'AWS has made them itself, or their retention was removed.',
      confidence: 'likely',
      evidence: forever.map(({ name, bytes: size }) => `${name}: ${bytes(size)}`),
      next: `aws logs put-retention-policy --retention-in-days ${keepDays} --log-group-name ${forever[0]?.name ?? ''}`,
    })
  return findings
}

export function describeLogGroups({ groups }: LogGroupsFact): string {
  const size = groups.reduce((sum, group) => sum + group.bytes, 0)
  return `${count(groups.length, 'log group')}, ${bytes(size)}, each forgets in time`
}
