import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, startInstallation } from './start-installation.ts'

interface Report {
  readonly month: string
  readonly total: number
  readonly wholeDays: number
  readonly forecast: { month: number } | { unknown: string }
  readonly budget:
    | { limit: number; percent: number; thresholds: { on: string; percent: number }[] }
    | { unknown: string }
  readonly services: { name: string; amount: number; before: number | null }[]
  readonly risers: { name: string; advice: string }[]
  readonly sizes: { what: string; kind: string }[]
}

const ECS = 'Amazon Elastic Container Service'
const RDS = 'Amazon Relational Database Service'

let installation: Installation
let unforeseeing: Installation | undefined

beforeAll(async () => {
  installation = await startInstallation()
})
afterEach(() => installation.aws.faults.clear())
afterAll(async () => {
  await unforeseeing?.stop()
  await installation?.stop()
})

const read = async (...args: string[]) => {
  const said = await installation.semiont(['cost', '--json', ...args])
  return { code: said.code, ...said.json<Report>() }
}

describe('semiont cost', () => {
  it('says what this month costs by service, beside the same days of the month before, budget and forecast', async () => {
    const report = await read()
    const today = new Date()
    const days = today.getUTCDate()
    expect(report).toMatchObject({ code: 0, month: today.toISOString().slice(0, 7), wholeDays: days - 1 })
    expect(report.total).toBeCloseTo(2.7 * days)
    expect(report.services.map(({ name }) => name)).toEqual([ECS, RDS])
    expect(report.services[0]?.amount).toBeCloseTo(1.8 * days)
    if (days > 1) expect(report.services[0]?.before).toBeCloseTo(0.9 * (days - 1))
    const inMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 0)).getUTCDate()
    expect(report.forecast).toEqual({ month: expect.closeTo(2.7 * inMonth) as number })
    expect(report.budget).toMatchObject({
      limit: 300,
      thresholds: [
        { on: 'actual', percent: 50 },
        { on: 'actual', percent: 80 },
        { on: 'actual', percent: 100 },
        { on: 'forecast', percent: 100 },
      ],
    })
    expect(report.sizes.map(({ what, kind }) => `${what} ${kind}`)).toContain('backend unknown')
  })

  it('tells a person the sum, the budget and what became dearer', async () => {
    const { stdout, code } = await installation.semiont(['cost'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\d{4}-\d\d: \$\d+\.\d\d$/m)
    expect(stdout).toMatch(/budget +\$300\.00 a month, \d+ % used/)
    expect(stdout).toMatch(/Amazon Elastic Container Service +\$/)
    const byDay = await installation.semiont(['cost', '--by', 'day'])
    expect(byDay.stdout.match(/^ {2}\d{4}-\d\d-\d\d +\$/gm)).toHaveLength(new Date().getUTCDate())
  })

  it('looks at a month that is over without foreseeing anything', async () => {
    const today = new Date()
    const before = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 0))
    const month = before.toISOString().slice(0, 7)
    const report = await read('--month', month)
    expect(report).toMatchObject({ month, forecast: null, wholeDays: before.getUTCDate() })
    expect(report.total).toBeCloseTo(1.8 * before.getUTCDate())
  })

  it('refuses a month that is none, and says which right is missing', async () => {
    const wrong = await installation.semiont(['cost', '--month', '2031-13'])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('no month that has begun') })
    installation.aws.faults.deny('ce')
    const denied = await installation.semiont(['cost'])
    expect(denied).toMatchObject({ code: 5, stderr: expect.stringContaining('ce:GetCostAndUsage') })
  })

  it('tells the costs also when budget or forecast are not known, and ends with 4', async () => {
    installation.aws.faults.deny('budgets')
    const report = await read()
    expect(report.code).toBe(4)
    expect(report.budget).toEqual({ unknown: expect.stringContaining('budgets:ViewBudget') as string })
    expect(report.total).toBeGreaterThan(0)
  })

  it('says that nothing can be foreseen yet, and that the budget is passed', async () => {
    unforeseeing = await startInstallation({
      facts: {
        foreseenDaily: null,
        dailyCosts: [{ day: new Date().toISOString().slice(0, 10), service: ECS, amount: 312.5 }],
      },
    })
    const { stdout, code } = await unforeseeing.semiont(['cost'])
    expect(code).toBe(3)
    expect(stdout).toContain('AWS has too little data yet')
    expect(stdout).toContain('passed: 50 %, 80 %, 100 %')
  })

  it('says on this machine that nothing is billed, and what to type instead', async () => {
    const { stdout, code } = await installation.semiont(['cost', '--environment', 'local'])
    expect(code).toBe(0)
    expect(stdout).toContain('runs on this machine')
    expect(stdout).toContain('semiont check')
  })
})
