import type { Budget, BudgetNotification } from '../clients/budgets.ts'
import type { CostOfDay } from '../clients/cost-explorer.ts'
import type { CostMonth } from './months.ts'
import { adviceFor } from './service-advice.ts'
import type { SizeHint } from './right-size.ts'

/** What was asked of AWS, before anything is made of it. US dollars everywhere. */
export interface CostFacts {
  readonly month: CostMonth
  /** By service, of this month and the one before. */
  readonly days: readonly CostOfDay[]
  /** Of the rest of the month; a text says why there is none. */
  readonly forecast: number | Unknown | null
  /** Null when there is none. */
  readonly budget: { readonly budget: Budget; readonly notifications: readonly BudgetNotification[] } | Unknown | null
  readonly sizes: readonly SizeHint[] | Unknown
}

/** Why something could not be learned. */
export interface Unknown {
  readonly unknown: string
}

export interface CostShare {
  readonly name: string
  readonly amount: number
  /** The same days of the month before; null on the first, when no day is whole. */
  readonly before: number | null
}

export interface Riser {
  readonly name: string
  readonly from: number
  readonly to: number
  /** What to look at. */
  readonly advice: string
}

export interface CostReport {
  readonly month: string
  /** With today so far; AWS completes a day within two. */
  readonly total: number
  /** Whole days alone, and the same days of the month before. */
  readonly wholeDays: number
  readonly comparable: { readonly now: number; readonly before: number } | null
  readonly monthBefore: number
  readonly forecast: { readonly month: number } | Unknown | null
  readonly budget: CostBudget | Unknown | null
  readonly services: readonly CostShare[]
  readonly days: readonly { readonly day: string; readonly amount: number }[]
  readonly risers: readonly Riser[]
  readonly sizes: readonly SizeHint[] | Unknown
}

export interface CostBudget {
  readonly limit: number
  readonly percent: number
  readonly thresholds: readonly (BudgetNotification & { readonly passed: boolean })[]
}

/** Less is noise: US dollars over the compared days, and the share by which something rose. */
const NOTABLE_USD = 1
const NOTABLE_SHARE = 0.2
const RISERS = 5

/** What the month costs, against the same days of the month before, the budget, and what to look at. */
export function makeCostReport(facts: CostFacts): CostReport {
  const { month, days } = facts
  const thisMonth = days.filter(({ day }) => day.startsWith(month.month))
  const earlier = days.filter(({ day }) => !day.startsWith(month.month))
  const whole = firstDays(thisMonth, month.wholeDays)
  const same = firstDays(earlier, month.wholeDays)
  const total = sum(thisMonth)
  const services = sharesOf(thisMonth, month.wholeDays === 0 ? null : same)
  const forecast = foresee(facts, sum(whole))
  return {
    month: month.month,
    total,
    wholeDays: month.wholeDays,
    comparable: month.wholeDays === 0 ? null : { now: sum(whole), before: sum(same) },
    monthBefore: sum(earlier),
    forecast,
    budget: judgeBudget(facts, total, forecast),
    services,
    days: thisMonth.map(({ day, amount }) => ({ day, amount })),
    risers: risersOf(sharesOf(whole, same)),
    sizes: facts.sizes,
  }
}

/** By day of the month, not by place in the list: a day without costs may be left out. */
function firstDays(days: readonly CostOfDay[], count: number): CostOfDay[] {
  return days.filter(({ day }) => Number(day.slice(8)) <= count)
}

function foresee({ forecast }: CostFacts, spent: number): CostReport['forecast'] {
  if (forecast === null || typeof forecast === 'object') return forecast
  return { month: spent + forecast }
}

function judgeBudget(facts: CostFacts, total: number, forecast: CostReport['forecast']): CostReport['budget'] {
  if (facts.budget === null || 'unknown' in facts.budget) return facts.budget
  const { budget, notifications } = facts.budget
  if (budget.limit <= 0) return null
  const percent = (100 * total) / budget.limit
  const foreseen = forecast !== null && 'month' in forecast ? (100 * forecast.month) / budget.limit : 0
  return {
    limit: budget.limit,
    percent,
    thresholds: notifications.map((threshold) => ({
      ...threshold,
      passed: (threshold.on === 'actual' ? percent : foreseen) > threshold.percent,
    })),
  }
}

/** Dearest first. */
function sharesOf(days: readonly CostOfDay[], before: readonly CostOfDay[] | null): CostShare[] {
  const now = byName(days)
  const then = before === null ? null : byName(before)
  const names = new Set([...now.keys(), ...(then?.keys() ?? [])])
  return [...names]
    .map((name) => ({ name, amount: now.get(name) ?? 0, before: then === null ? null : (then.get(name) ?? 0) }))
    .toSorted((left, right) => right.amount - left.amount)
}

function byName(days: readonly CostOfDay[]): Map<string, number> {
  const amounts = new Map<string, number>()
  for (const { groups } of days)
    for (const { key, amount } of groups) amounts.set(key, (amounts.get(key) ?? 0) + amount)
  return amounts
}

function risersOf(shares: readonly CostShare[]): Riser[] {
  return shares
    .map(({ name, amount, before }) => ({ name, from: before ?? 0, to: amount, advice: adviceFor(name) }))
    .filter(({ from, to }) => to - from >= NOTABLE_USD && to - from >= from * NOTABLE_SHARE)
    .toSorted((left, right) => right.to - right.from - (left.to - left.from))
    .slice(0, RISERS)
}

function sum(days: readonly CostOfDay[]): number {
  return days.reduce((total, { amount }) => total + amount, 0)
}
