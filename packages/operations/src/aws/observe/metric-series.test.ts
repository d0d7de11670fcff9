import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../platform/platform.ts'
import { countLines } from './count-lines.ts'
import { balancerName, periodQuestions, windowQuestions } from './metric-plan.ts'
import { type Answers, seriesOf } from './metric-series.ts'
import { spansOf } from './metric-span.ts'

const minute = (number: number) => new Date(Date.parse('2026-11-23T12:00:00Z') + number * 60_000)
const points = (...values: (number | undefined)[]) =>
  values.flatMap((value, index) => (value === undefined ? [] : [{ at: minute(index), value }]))
const of = (answers: Answers, window: Answers = new Map()) =>
  Object.fromEntries(
    seriesOf('backend', answers, window).map(({ name, points: told }) => [name, told.map((p) => p.value)]),
  )

describe('seriesOf', () => {
  it('takes periods without a count for zero where the load balancer was there, and for unknown where it was not', () => {
    const answers = new Map([
      ['backend requests', points(undefined, 7)],
      ['backend targets', points(2, 2, 2)],
    ])
    expect(of(answers)).toMatchObject({ requests: [0, 7, 0], errors: [0, 0, 0] })
    expect(of(new Map())).toEqual({})
  })

  it('adds up what all tasks use: 100 percent is one processor', () => {
    const answers = new Map([
      ['backend cpu', points(256, 512)],
      ['backend memory', points(100)],
      ['backend tasks', points(2, 3)],
    ])
    expect(of(answers)).toEqual({ cpu: [50, 150], memory: [200 * 1024 * 1024] })
  })

  it('tells times in milliseconds, of the window the slower part', () => {
    const window = new Map([['backend p95', points(0.2, 0.5)]])
    expect(of(new Map([['backend p95', points(0.25)]]), window)).toEqual({
      responseTimeP95: [250],
      windowResponseTimeP95: [500],
    })
  })
})

const measured = {
  loadBalancer: balancerName('arn:aws:elasticloadbalancing:eu-central-1:1:loadbalancer/app/semiont/0a'),
  targetGroups: { backend: balancerName('arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/semiont-backend/0b') },
  database: 'semiont-database',
  fileSystem: 'fs-1',
}

it('asks for what there is of each service, by the names that CloudWatch uses', () => {
  const asked = periodQuestions(['backend', 'worker', 'database', 'storage'], measured)
  expect(asked['backend requests']?.dimensions).toEqual({
    LoadBalancer: 'app/semiont/0a',
    TargetGroup: 'targetgroup/semiont-backend/0b',
  })
  expect(Object.keys(asked).filter((key) => key.startsWith('worker'))).toEqual([
    'worker cpu',
    'worker memory',
    'worker tasks',
  ])
  expect(Object.keys(asked)).toEqual(expect.arrayContaining(['database connections', 'storage size']))
  expect(Object.keys(windowQuestions(['backend', 'database'], measured))).toEqual([
    'backend p50',
    'backend p95',
    'backend p99',
  ])
})

it('asks in whole minutes, and for the window at once', () => {
  const { periods, window } = spansOf({ since: minute(0.5), periodSeconds: 2 }, minute(10.2))
  expect(periods).toEqual({ since: minute(0), until: minute(11), periodSeconds: 60 })
  expect(window.periodSeconds).toBe(660)
  expect(spansOf({ since: minute(0), periodSeconds: 601 }, minute(10)).periods.periodSeconds).toBe(600)
})

it('counts lines with errors for each service, and slow statements', () => {
  const entry = (service: string, level: LogEntry['level'], message = 'x'): LogEntry => {
    return { time: minute(1).toISOString(), level, service, message, requestId: null, fields: {} }
  }
  const entries = [
    entry('backend', 'ERROR'),
    entry('backend', 'WARN', 'error'),
    entry('database', 'INFO', 'LOG:  duration: 1200.5 ms  statement: select 1'),
  ]
  const counted = countLines(entries, ['backend', 'database'], minute(0))
  expect(counted.map(({ service, name, points: told }) => [service, name, told[0]?.value])).toEqual([
    ['backend', 'errorLines', 1],
    ['database', 'errorLines', 0],
    ['database', 'slowQueries', 1],
  ])
})
