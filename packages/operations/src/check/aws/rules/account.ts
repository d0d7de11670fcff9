import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import type { AccountFact } from '../facts/account.ts'

/** Nothing is told of another account as if it were this one's. */
export function judgeAccount(fact: AccountFact, { command }: Judging): FoundHere[] {
  if ('caller' in fact) return []
  return [
    {
      id: 'account.other',
      severity: 'critical',
      subject: 'configuration',
      message: fact.refused,
      cause: 'Another profile of AWS is in use than the one of this environment.',
      confidence: 'certain',
      evidence: [],
      next: `AWS_PROFILE=<name> ${command('check')}`,
    },
  ]
}

export function describeAccount(fact: AccountFact): string {
  return 'caller' in fact ? `${fact.caller.account}, as ${fact.caller.arn}` : 'another account'
}
