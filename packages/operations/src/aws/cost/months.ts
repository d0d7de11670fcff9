import type { DayPeriod } from '../clients/cost-explorer.ts'

/** A month as the cost report looks at it, in UTC as AWS bills. */
export interface CostMonth {
  /** `2026-01` */
  readonly month: string
  /** What is asked: from the first of the month before to the last day with figures. Never empty, not even on a first. */
  readonly asked: DayPeriod
  /** Whole days of the month so far: those that can be compared. None on the first. */
  readonly wholeDays: number
  readonly daysInMonth: number
  /** What is still to come, today included; null for a month that is over. */
  readonly rest: DayPeriod | null
}

const DAY_MS = 86_400_000

/** @param month `2026-01`; without it that of `now`. Undefined when it is not a month that has begun. */
export function costMonth(month: string | undefined, now: Date): CostMonth | undefined {
  const wanted = month ?? dayOf(now).slice(0, 7)
  const [, year = '', number = ''] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(wanted) ?? []
  if (year === '') return undefined
  const first = new Date(Date.UTC(Number(year), Number(number) - 1, 1))
  const next = new Date(Date.UTC(Number(year), Number(number), 1))
  if (first > now) return undefined
  const before = new Date(Date.UTC(Number(year), Number(number) - 2, 1))
  const today = new Date(`${dayOf(now)}T00:00:00Z`)
  const isOver = next <= now
  const tomorrow = new Date(today.getTime() + DAY_MS)
  return {
    month: wanted,
    // The end does not belong to it. With today in it the period is never empty, which Cost Explorer refuses.
    asked: { start: dayOf(before), end: dayOf(isOver ? next : tomorrow) },
    wholeDays: Math.round(((isOver ? next : today).getTime() - first.getTime()) / DAY_MS),
    daysInMonth: Math.round((next.getTime() - first.getTime()) / DAY_MS),
    rest: isOver ? null : { start: dayOf(today), end: dayOf(next) },
  }
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}
