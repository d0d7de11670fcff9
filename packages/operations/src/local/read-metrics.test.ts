import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MetricsQuery, SERVICES } from '../platform/platform.ts'
import { nearestRank } from './metrics/request-log.ts'
import { identifyProcess, ownIdentity } from './processes/process-identity.ts'
import { readMetrics } from './read-metrics.ts'
import { LogFolder } from './testing/log-folder.ts'

let folder: LogFolder
beforeEach(() => {
  folder = new LogFolder()
})
afterEach(() => folder.remove())

const noDatabase = () => Promise.reject(new Error('there is none'))

async function read(query: Partial<MetricsQuery> = {}, databaseUrl: () => Promise<string> = noDatabase) {
  // Six periods, with seconds to spare between what the test and what the reader calls now.
  const since = new Date(Date.now() - 57_000)
  const place = { stateDirectory: folder.state, databaseUrl }
  const series = await readMetrics({ services: SERVICES, since, periodSeconds: 10, ...query }, place)
  return (service: string, name: string) =>
    series.find((one) => one.service === service && one.name === name)?.points.map(({ value }) => value)
}

const request = (secondsAgo: number, status: number, durationMs: number, path = '/api/resources') => ({
  level: status >= 500 ? 'ERROR' : 'INFO',
  time: new Date(Date.now() - secondsAgo * 1000).toISOString(),
  path,
  status,
  durationMs,
  message: `GET ${path} ${status}`,
})

describe('what the logs tell', () => {
  it('counts requests, errors and response times of all replicas together, per period and over all', async () => {
    folder.write('backend.log.1', request(300, 500, 9999), request(55, 200, 10))
    folder.write('backend.log', request(15, 404, 30), request(14, 500, 20), request(5, 200, 1, '/api/health'))
    folder.write('backend-2.log', request(13, 200, 40), 'not JSON')
    const of = await read()
    expect(of('backend', 'requests')).toEqual([1, 0, 0, 0, 3, 0])
    expect(of('backend', 'errors')).toEqual([0, 0, 0, 0, 1, 0])
    expect(of('backend', 'refused')).toEqual([0, 0, 0, 0, 1, 0])
    expect(of('backend', 'errorLines')).toEqual([0, 0, 0, 0, 1, 0])
    expect(of('backend', 'responseTimeP50')).toEqual([10, 30])
    expect(of('backend', 'windowResponseTimeP50')).toEqual([20])
    expect(of('backend', 'windowResponseTimeP99')).toEqual([40])
  })

  it('counts the slow statements of the database', async () => {
    const time = new Date().toISOString()
    folder.write(
      'postgres.log',
      { level: 'INFO', time, message: 'LOG:  duration: 731.204 ms  statement: select pg_sleep(0.73)' },
      { level: 'INFO', time, message: 'LOG:  checkpoint starting: time' },
    )
    const of = await read({ services: ['database'], periodSeconds: 60 })
    expect(of('database', 'slowQueries')).toEqual([1])
    expect(of('backend', 'requests')).toBeUndefined()
  })

  it('leaves out what is not known', async () => {
    const of = await read()
    expect(of('backend', 'requests')).toBeUndefined()
    expect(of('database', 'connections')).toBeUndefined()
  })
})

it('adds up processor and memory of the processes of a service that still are those it started', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
  try {
    const busy = identifyProcess(child.pid ?? 0)
    const services = [
      { name: 'backend', replica: 'backend-1', ...busy },
      { name: 'backend', replica: 'backend-2', ...ownIdentity() },
      { name: 'worker', pid: process.pid, startToken: 'of another process that had this number' },
    ]
    const instance = { ...ownIdentity(), url: 'http://localhost:1', startedAt: '', services }
    writeFileSync(join(folder.state, 'run.json'), JSON.stringify(instance))
    const of = await read()
    expect(of('backend', 'cpu')?.[0]).toBeGreaterThan(1)
    expect(of('backend', 'memory')?.[0]).toBeGreaterThan(20_000_000)
    expect(of('worker', 'cpu')).toBeUndefined()
  } finally {
    child.kill('SIGKILL')
  }
})

describe('what the database tells', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi()
  })
  afterAll(() => api.close())

  it('knows its connections, its size and what waits', async () => {
    const of = await read({}, () => Promise.resolve(api.database.url))
    expect(of('database', 'connections')?.[0]).toBeGreaterThan(0)
    expect(of('database', 'connectionsPercent')?.[0]).toBeLessThan(100)
    expect(of('database', 'size')?.[0]).toBeGreaterThan(1_000_000)
    expect(of('worker', 'jobsQueued')).toHaveLength(1)
    expect(of('worker', 'jobsFailed')).toEqual([0])
    expect(of('worker', 'eventsParked')).toEqual([0])
    expect(of('worker', 'documentsToIndex')).toEqual([0])
  })
})

it('takes as a percentile the smallest value that so many do not exceed', () => {
  const sorted = Array.from({ length: 100 }, (_, index) => index + 1)
  expect([50, 95, 99].map((percent) => nearestRank(sorted, percent))).toEqual([50, 95, 99])
  expect(nearestRank([7], 99)).toBe(7)
})
