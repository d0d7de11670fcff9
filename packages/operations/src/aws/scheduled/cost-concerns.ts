import type { Budget } from '../clients/budgets.ts'
import type { CostOfDay } from '../clients/cost-explorer.ts'

export interface CostFacts {
  /** By service, oldest first. */
  readonly days: readonly CostOfDay[]
  /** Undefined when the budget is gone. */
  readonly budget: Budget | undefined
  /** The day to be judged, of which AWS has all figures: `2026-01-31`. */
  readonly day: string
  /** Whether it is time for what would be said every day otherwise. */
  readonly weekly: boolean
}

/** Fewer days before make no average. */
const LEAST_DAYS = 3
const LEAST_RISE_USD = 1
const LEAST_RISE_SHARE = 0.5
const NAMED_SERVICES = 3

/**
 * What somebody should know of the costs, a sentence each. The budget tells by itself when a threshold is passed; this tells of
 * a day that was unlike those before it, and once a week of a month that will cost too much.
 */
export function costConcerns({ days, budget, day, weekly }: CostFacts): string[] {
  const judged = days.find((one) => one.day === day)
  const before = days.filter((one) => one.day < day)
  return [...(judged === undefined ? [] : unlikeBefore(judged, before)), ...(weekly ? overBudget(budget) : [])]
}

function unlikeBefore(judged: CostOfDay, before: readonly CostOfDay[]): string[] {
  if (before.length < LEAST_DAYS) return []
  const usual = before.reduce((sum, { amount }) => sum + amount, 0) / before.length
  const rise = judged.amount - usual
  if (rise < LEAST_RISE_USD || rise < usual * LEAST_RISE_SHARE) return []
  const risen = judged.groups
    .map(({ key, amount }) => ({ key, rise: amount - averageOf(key, before) }))
    .filter((service) => service.rise >= LEAST_RISE_USD / 2)
    .toSorted((left, right) => right.rise - left.rise)
    .slice(0, NAMED_SERVICES)
    .map((service) => `${service.key} +${usd(service.rise)}`)
  const named = risen.length === 0 ? '' : ` More than before: ${risen.join(', ')}.`
  return [
    `${judged.day} has cost ${usd(judged.amount)}; the ${before.length} days before cost ${usd(usual)} on average.${named}`,
  ]
}

function averageOf(service: string, days: readonly CostOfDay[]): number {
  const amounts = days.map(({ groups }) => groups.find(({ key }) => key === service)?.amount ?? 0)
  return amounts.reduce((sum, amount) => sum + amount, 0) / days.length
}

function overBudget(budget: Budget | undefined): string[] {
  if (budget === undefined) return ['The monthly budget is gone: nobody is told any more when too much is spent.']
  const { spent, forecast, limit } = budget
  if (spent > limit) return [`This month has cost ${usd(spent)} so far; its budget is ${usd(limit)}.`]
  if (forecast !== null && forecast > limit)
    return [`This month will probably cost ${usd(forecast)}; its budget is ${usd(limit)}. So far: ${usd(spent)}.`]
  return []
}

function usd(amount: number): string {
  return `${amount.toFixed(2)} USD`
}
