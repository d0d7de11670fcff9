import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import type { SpendingFact } from '../facts/spending.ts'

/** The month stays within its budget, as far as one can see. */
export function judgeSpending(
  { budget, configuredUsd, alertPercents }: SpendingFact,
  { command }: Judging,
): FoundHere[] {
  const about = { subject: 'installation', confidence: 'likely' } as const
  if (budget === null)
    return [
      {
        ...about,
        id: 'cost.no-budget',
        severity: 'warning',
        message: 'No budget watches what this account costs.',
        cause: 'It was deleted, or the application stack was not deployed completely.',
        evidence: [`configured: ${usd(configuredUsd)} a month`],
        next: command('deploy'),
      },
    ]
  const { spent, limit, forecast } = budget
  const evidence = [
    `${usd(spent)} so far, budget ${usd(limit)}, forecast ${forecast === null ? 'not known' : usd(forecast)}`,
  ]
  const next = command('cost')
  if (spent > limit)
    return [
      {
        ...about,
        id: 'cost.over-budget',
        severity: 'warning',
        message: `This month has cost ${usd(spent)}, more than its budget of ${usd(limit)}.`,
        cause: 'Something has grown, or is used that was not planned.',
        evidence,
        next,
      },
    ]
  if (forecast !== null && forecast > limit)
    return [
      {
        ...about,
        id: 'cost.forecast-over-budget',
        severity: 'warning',
        message: `This month will probably cost ${usd(forecast)}, more than its budget of ${usd(limit)}.`,
        cause: 'It goes on as in the last days; then the budget is too small.',
        evidence,
        next,
      },
    ]
  const passed = alertPercents.filter((percent) => spent >= (limit * percent) / 100).at(-1)
  if (passed === undefined) return []
  return [
    {
      ...about,
      id: 'cost.threshold',
      severity: 'info',
      message: `${passed} % of this month's budget are spent.`,
      cause: 'The month goes on.',
      confidence: 'certain',
      evidence,
      next,
    },
  ]
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
