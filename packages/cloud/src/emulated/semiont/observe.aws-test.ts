import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'

const DATABASE_LOG = '/aws/rds/instance/semiont-database/postgresql'
const MINUTE = 60_000
const started = Date.now()
let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
  await log('backend/backend/0a1b', 20, { level: 'INFO', message: 'GET /api/me 200', requestId: 'req-1' })
  await log('backend/backend/0c2d', 10, { level: 'ERROR', message: 'Request failed', error: { message: 'no disk' } })
  await log('migrate/migrate/0e3f', 9, 'Error: no postgres://semiont:hunter2@db/semiont')
  await log('frontend/frontend/0f40', 5, { level: 'WARN', message: 'Slow page', requestId: 'req-1' })
  const prefix = `${new Date(started).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  await put(DATABASE_LOG, 'semiont-database.0', 3, `${prefix}::@:[9]:FATAL:  too many connections`)
  const slow = `${prefix}:10.40.3.7(4123):semiont@semiont:[8]:LOG:  duration: 1520.3 ms  statement: select 1`
  await put(DATABASE_LOG, 'semiont-database.0', 2, slow)
})

afterAll(async () => await installation?.stop())

async function log(stream: string, minutesAgo: number, line: object | string): Promise<void> {
  const time = new Date(started - minutesAgo * MINUTE).toISOString()
  await put('SemiontLogGroup', stream, minutesAgo, typeof line === 'string' ? line : JSON.stringify({ time, ...line }))
}

const streams = new Set<string>()

async function put(logGroupName: string, logStreamName: string, minutesAgo: number, message: string): Promise<void> {
  const place = { logGroupName, logStreamName }
  if (!streams.has(logStreamName)) await installation.aws.calls.call('logs:create_log_stream', place)
  streams.add(logStreamName)
  const logEvents = [{ timestamp: Math.round(started - minutesAgo * MINUTE), message }]
  await installation.aws.calls.call('logs:put_log_events', { ...place, logEvents })
}

async function lines(...args: readonly string[]): Promise<string[]> {
  const said = await installation.semiont(['logs', '--since', '1h', ...args])
  expect(said).toMatchObject({ code: 0 })
  return said.stdout.split('\n').flatMap((line) => line.slice(25).replace(/ {2}replica=\w+$/, '') || [])
}

describe('semiont logs', () => {
  it('shows what services, tasks and database have logged, in the order of time, without secrets', async () => {
    expect(await lines()).toEqual([
      'INFO  backend  GET /api/me 200  replica=0a1b (req-1)',
      'ERROR backend  Request failed  error="no disk" replica=0c2d',
      'ERROR backend  Error: no postgres://semiont:[redacted]@db/semiont',
      'WARN  frontend Slow page  replica=0f40 (req-1)',
      'ERROR database FATAL:  too many connections  pid=9',
      expect.stringMatching(/^INFO {2}database LOG: {2}duration: 1520\.3 ms {2}statement: select 1 {2}client=/),
    ])
  })

  it('finds by service, level, words, request, number and time', async () => {
    expect(await lines('--service', 'frontend')).toHaveLength(1)
    expect(await lines('--level', 'error')).toHaveLength(3)
    expect(await lines('--grep', 'DISK')).toEqual([expect.stringContaining('no disk')])
    expect(await lines('--request', 'req-1')).toHaveLength(2)
    expect(await lines('--limit', '1', '-s', 'backend')).toEqual([expect.stringContaining('Error: no')])
    expect(await lines('--until', '15m')).toHaveLength(1)
    expect(await lines('--service', 'worker')).toEqual([])
  })

  it('goes on with what is written, each line once, also one that arrives late', async () => {
    const stop = new AbortController()
    let heard = ''
    const following = installation.semiont(['logs', '--follow', '-s', 'backend', '--limit', '2'], {
      signal: stop.signal,
      hear: (piece) => (heard += piece),
    })
    await expect.poll(() => heard, { timeout: 30_000 }).toContain('Error: no')
    await log('backend/backend/0c2d', -0.1, { level: 'INFO', message: 'A new line' })
    await log('backend/backend/0a1b', 0.2, { level: 'INFO', message: 'A late line' })
    await expect.poll(() => heard, { timeout: 30_000 }).toMatch(/A new line[^]*A late line|A late line[^]*A new line/)
    // Once more around: what was told may not be told again.
    await new Promise((done) => setTimeout(done, 5000))
    stop.abort()
    const said = await following
    expect(said.code).toBe(0)
    expect(said.stdout.match(/A new line|A late line|Request failed|Error: no/g)?.toSorted()).toEqual([
      'A late line',
      'A new line',
      'Error: no',
      'Request failed',
    ])
  })
})

it('semiont watch logs ends in a pipe and finds errors, as the guide types it', async () => {
  const said = await installation.type('semiont watch logs --service backend | grep -i error')
  expect(said.code).toBe(0)
  // Two of this test, one of the account's past.
  expect(said.stdout.trim().split('\n')).toHaveLength(3)
})

describe('semiont watch metrics', () => {
  async function measure(Namespace: string, dimensions: Record<string, string>, values: Record<string, number>) {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
    // Two minutes ago: what CloudWatch has by now.
    const Timestamp = new Date(Math.floor(Date.now() / MINUTE) * MINUTE - 2 * MINUTE).toISOString()
    const MetricData = Object.entries(values).map(([MetricName, Value]) => ({
      MetricName,
      Dimensions,
      Timestamp,
      Value,
    }))
    await installation.aws.calls.call('cloudwatch:put_metric_data', { Namespace, MetricData })
  }

  async function outputOf(stack: string, name: string): Promise<string> {
    return text(installation.aws.stacks.find(stack)?.outputs.get(name))
  }

  it('shows what the load balancer, the tasks and the database have told, and what is unknown as unknown', async () => {
    const of = (arn: string) => arn.split(':').at(-1)?.replace('loadbalancer/', '') ?? ''
    const LoadBalancer = of(await outputOf('SemiontAppStack', 'LoadBalancerArn'))
    const TargetGroup = of(await outputOf('SemiontAppStack', 'BackendTargetGroupArn'))
    await measure(
      'AWS/ApplicationELB',
      { LoadBalancer, TargetGroup },
      {
        RequestCount: 120,
        HealthyHostCount: 2,
      },
    )
    const task = { ClusterName: 'SemiontCluster', ServiceName: 'semiont-backend' }
    await measure('ECS/ContainerInsights', task, { CpuUtilized: 128, MemoryUtilized: 300, RunningTaskCount: 2 })
    await measure('AWS/RDS', { DBInstanceIdentifier: 'semiont-database' }, { DatabaseConnections: 17 })
    const said = await installation.semiont(['watch', 'metrics', '--json'])
    expect(said.code).toBe(0)
    const { services, database, jobs } = said.json<{
      services: { service: string; requestsPerSecond: number | null }[]
      database: object
      jobs: object
    }>()
    expect(services.find(({ service }) => service === 'backend')).toMatchObject({
      requestsPerSecond: 120 / 900,
      errors: 0,
      errorLines: 2,
      cpuPercent: 25,
      memoryBytes: 600 * 1024 * 1024,
    })
    expect(services.find(({ service }) => service === 'frontend')).toMatchObject({ requestsPerSecond: null })
    expect(database).toMatchObject({ connections: 17, sizeBytes: null, slowQueries: 1 })
    expect(jobs).toMatchObject({ queued: null })
  })

  it('says what it may not learn, and shows the rest', async () => {
    installation.aws.faults.deny('cloudwatch:GetMetricData')
    const said = await installation.semiont(['watch', '--plain'])
    installation.aws.faults.clear()
    expect(said.code).toBe(4)
    expect(said.stdout).toMatch(/The metrics could not be learned: AWS denies cloudwatch:GetMetricData/)
    expect(said.stdout).toContain('Request failed')
  })
})

it('names the missing right, and the missing log group', async () => {
  installation.aws.faults.deny('logs:FilterLogEvents')
  const denied = await installation.semiont(['logs'])
  installation.aws.faults.clear()
  expect(denied).toMatchObject({ code: 5, stderr: expect.stringContaining('logs:FilterLogEvents') })
  await installation.aws.calls.call('logs:delete_log_group', { logGroupName: DATABASE_LOG })
  const missing = await installation.semiont(['logs', '--service', 'database'])
  expect(missing).toMatchObject({ code: 4, stderr: expect.stringContaining(`There is no log group ${DATABASE_LOG}`) })
})
