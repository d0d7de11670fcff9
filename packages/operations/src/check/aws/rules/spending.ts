import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import type { SpendingFact } from '../facts/spending.ts'

type Budget = NonNullable<SpendingFact['budget']>

/** The month stays within its budget, as far as one can see. */
export function judgeSpending(fact: SpendingFact, { command }: Judging): FoundHere[] {
  const about = { subject: 'installation', confidence: 'likely', next: command('cost') } as const
  if (fact.budget === null)
    return [
      {
        ...about,
        id: 'cost.no-budget',
        severity: 'warning',
        message: 'No budget watches what this account costs.',
        cause: 'It was deleted, or the application stack was not deployed completely.',
        evidence: [`configured: ${usd(fact.configuredUsd)} a month`],
        next: command('deploy'),
      },
    ]
  const { spent, limit, forecast } = fact.budget
  const foreseen = forecast === null ? 'not known' : usd(forecast)
  const found = judgeBudget(fact.budget, fact.alertPercents)
  return found === null
    ? []
    : [{ ...about, ...found, evidence: [`${usd(spent)} so far, budget ${usd(limit)}, forecast ${foreseen}`] }]
}

function judgeBudget(
  { spent, limit, forecast }: Budget,
  alertPercents: readonly number[],
): Pick<FoundHere, 'id' | 'severity' | 'message' | 'cause'> | null {
  if (spent > limit)
    return {
      id: 'cost.over-budget',
      severity: 'warning',
      message: `This month has cost ${usd(spent)}, more than its budget of ${usd(limit)}.`,
      cause: 'Something has grown, or is used that was not planned.',
    }
  if (forecast !== null && forecast > limit)
    return {
      id: 'cost.forecast-over-budget',
      severity: 'warning',
      message: `This month will probably cost ${usd(forecast)}, more than its budget of ${usd(limit)}.`,
      cause: 'It goes on as in the last days; then the budget is too small.',
    }
  const passed = alertPercents.filter((percent) => spent >= (limit * percent) / 100).at(-1)
  if (passed === undefined) return null
  return {
    id: 'cost.threshold',
    severity: 'info',
    message: `${passed} % of this month's budget are spent.`,
    cause: 'The month goes on.',
  }
}

export function describeSpending({ budget, dayOfMonth }: SpendingFact): string {
  if (budget === null) return 'no budget'
  const { spent, limit, forecast } = budget
  const foreseen = forecast === null ? 'forecast not known yet' : `forecast ${usd(forecast)}`
  return `${usd(spent)} of ${usd(limit)} on day ${dayOfMonth} of the month, ${foreseen}`
}

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`
}
