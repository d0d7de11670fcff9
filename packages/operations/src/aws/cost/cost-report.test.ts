import { describe, expect, it } from 'vitest'
import { type CostFacts, makeCostReport } from './cost-report.ts'
import { costMonth } from './months.ts'

const ECS = 'Amazon Elastic Container Service'
const RDS = 'Amazon Relational Database Service'

function month(now: string, name?: string) {
  const found = costMonth(name, new Date(now))
  if (found === undefined) throw new Error('no month')
  return found
}

const day = (date: string, ecs: number, rds: number) => ({
  day: date,
  amount: ecs + rds,
  groups: [
    { key: ECS, amount: ecs },
    { key: RDS, amount: rds },
  ],
})

function facts(change: Partial<CostFacts>): CostFacts {
  return {
    month: month('2026-01-03T12:00:00Z'),
    days: [
      day('2025-12-01', 1, 3),
      day('2025-12-02', 1, 3),
      day('2025-12-31', 9, 9),
      day('2026-01-01', 4, 3),
      day('2026-01-02', 4, 3),
      day('2026-01-03', 1, 1),
    ],
    forecast: 180,
    budget: {
      budget: { name: 'semiont-monthly', limit: 100, spent: 16, forecast: 194 },
      notifications: [
        { on: 'actual', percent: 10 },
        { on: 'actual', percent: 50 },
        { on: 'forecast', percent: 100 },
      ],
    },
    sizes: [],
    ...change,
  }
}

describe('what a month costs', () => {
  it('is told with today so far, and compared by whole days only', () => {
    const report = makeCostReport(facts({}))
    expect(report).toMatchObject({ month: '2026-01', total: 16, wholeDays: 2, comparable: { now: 14, before: 8 } })
    expect(report.monthBefore).toBe(26)
    expect(report.services).toEqual([
      { name: ECS, amount: 9, before: 2 },
      { name: RDS, amount: 7, before: 6 },
    ])
  })

  it('names what rose, with what to look at, and leaves out what did not', () => {
    const { risers } = makeCostReport(facts({}))
    expect(risers).toEqual([{ name: ECS, from: 2, to: 8, advice: expect.stringContaining('semiont scaling') }])
  })

  it('foresees the month from whole days and the rest, and says which thresholds that passes', () => {
    const { forecast, budget } = makeCostReport(facts({}))
    expect(forecast).toEqual({ month: 194 })
    expect(budget).toMatchObject({ limit: 100, percent: 16 })
    const passed = budget && 'thresholds' in budget ? budget.thresholds.filter((threshold) => threshold.passed) : []
    expect(passed.map(({ on, percent }) => `${on} ${percent}`)).toEqual(['actual 10', 'forecast 100'])
  })

  it('compares nothing on the first of a month', () => {
    const report = makeCostReport(
      facts({ month: month('2026-01-01T06:00:00Z'), days: [day('2025-12-01', 1, 1), day('2026-01-01', 0.5, 0)] }),
    )
    expect(report).toMatchObject({ total: 0.5, wholeDays: 0, comparable: null, risers: [] })
    expect(report.services[0]).toEqual({ name: ECS, amount: 0.5, before: null })
  })

  it('compares by day of the month where a day without costs is left out', () => {
    const report = makeCostReport(facts({ days: [day('2025-12-02', 5, 0), day('2026-01-01', 2, 0)] }))
    expect(report.comparable).toEqual({ now: 2, before: 5 })
  })

  it('keeps why something is not known', () => {
    const unknown = { unknown: 'AWS denies budgets:ViewBudget' }
    expect(makeCostReport(facts({ budget: unknown, forecast: unknown, sizes: unknown }))).toMatchObject({
      budget: unknown,
      forecast: unknown,
      sizes: unknown,
    })
    expect(makeCostReport(facts({ budget: null })).budget).toBeNull()
  })
})
