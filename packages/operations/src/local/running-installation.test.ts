import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openLocalSecretStore } from '@semiont/config'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LockedError, RolledBackError } from '../errors.ts'
import type { DatabaseAccess, Platform, ProcessService } from '../platform/platform.ts'
import { type Installation, startInstallation } from './installation.ts'
import { findRunningInstance, type RunningInstance } from './instance-lock.ts'
import { openLocalPlatform } from './local-platform.ts'
import { withConnection } from './postgres/connect.ts'
import { readPostmasterFile } from './postgres/leftover-server.ts'
import { waitUntil } from './processes/wait-until.ts'
import { loadFrom } from './testing/clients.ts'

const program = new URL('fixtures/service.mjs', import.meta.url).pathname
const programs = { backend: program, frontend: program }
const never = new AbortController().signal

let directory: string
let installation: Installation
let platform: Platform
let steps: string[]
const progress = { step: (text: string) => void steps.push(text) }

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-running-'))
  await chmod(directory, 0o755)
  await mkdir(join(directory, 'environments'))
  await configure({})
  const environment = await loadEnvironment(directory, 'local')
  const secrets = openLocalSecretStore(join(directory, '.semiont/secrets'))
  installation = await startInstallation({
    environment,
    secrets,
    programs,
    port: 0,
    report: { stepDone: () => {}, serviceChanged: () => {} },
    signal: never,
    limits: { restarts: { firstPause: 20 } },
  })
  platform = openLocalPlatform({ environment, secrets, programs, databaseUrl: undefined })
})

afterEach(() => {
  delete process.env['FIXTURE_CRASHES']
  delete process.env['FIXTURE_MIGRATE_FAILS']
})

afterAll(async () => {
  await installation.stop()
  await rm(directory, { recursive: true, force: true })
})

async function configure(settings: object): Promise<void> {
  await writeFile(join(directory, 'environments/local.json'), JSON.stringify(settings))
}

function running(): RunningInstance {
  const instance = findRunningInstance(join(directory, '.semiont'))
  if (!instance) throw new Error('nothing runs')
  return instance
}

const pidsOf = (service: ProcessService) =>
  running()
    .services.filter(({ name }) => name === service)
    .map(({ pid }) => pid)

async function echo(path: string) {
  const response = await fetch(`${installation.url}${path}`)
  return (await response.json()) as Record<'env' | 'headers', Record<string, string>> & { name: string; pid: number }
}

async function restart(...services: ProcessService[]): Promise<void> {
  steps = []
  await platform.restart(services, progress, never)
}

async function scale(service: ProcessService, replicas: number): Promise<void> {
  steps = []
  await platform.scale(service, replicas, progress, never)
}

async function stateOf(service: ProcessService) {
  const { services } = await platform.status()
  const found = services.find((status) => status.service === service)
  return found && { state: found.state, running: found.running, desired: found.desired }
}

it('tells every service with running and desired counts', async () => {
  const { running: isRunning, url, services } = await platform.status()
  expect([isRunning, url]).toEqual([true, installation.url])
  expect(services.map(({ service, state, running: count, desired }) => [service, state, count, desired])).toEqual(
    ['frontend', 'backend', 'worker', 'database', 'storage'].map((name) => [name, 'healthy', 1, 1]),
  )
})

it('listens to nobody who has not read its private file', async () => {
  const { control } = running()
  const ask = async (authorization: string) =>
    (await fetch(`http://127.0.0.1:${control?.port}/status`, { headers: { authorization } })).status
  expect(await ask(`Bearer ${control?.token}`)).toBe(200)
  expect(await ask('Bearer something-else')).toBe(401)
  expect(await ask('')).toBe(401)
})

describe.each([1, 2])('a restart with %i of each', (replicas) => {
  beforeAll(async () => {
    await configure({ services: { backend: { replicas }, worker: { replicas }, frontend: { replicas } } })
    await restart()
  })

  it('replaces every process, and a client that loads API and pages in a loop sees no failed request', async () => {
    const before = running().services.map(({ pid }) => pid)
    const load = [
      loadFrom(`${installation.url}/api/echo`),
      loadFrom(`${installation.url}/api/upload`, { method: 'POST', clients: 2 }),
      loadFrom(`${installation.url}/echo`, { clients: 2 }),
    ]
    await Promise.all(load.map((one) => one.more(20)))
    await restart()
    await Promise.all(load.map((one) => one.more(20)))
    expect(await Promise.all(load.map((one) => one.end()))).toEqual([[], [], []])
    const after = running().services.map(({ pid }) => pid)
    expect(after).toHaveLength(3 * replicas)
    expect(after.filter((pid) => before.includes(pid))).toEqual([])
  })
})

describe('a restart', () => {
  it('lets a request that an old process has begun come to its end', async () => {
    const slow = fetch(`${installation.url}/api/slow?for=1500`).then(async (answer) => await answer.text())
    await restart('backend')
    expect(await slow).toBe('done at last')
  })

  it('does not wait for live streams: these end, and the reader comes again', async () => {
    await scale('backend', 1)
    const stream = await fetch(`${installation.url}/api/events`)
    const reading = stream.text().catch(() => 'cut')
    await restart('backend')
    expect(await reading).toMatch(/cut|id: 1/)
  })

  it('takes the configuration and the secrets as they are now', async () => {
    const secrets = openLocalSecretStore(join(directory, '.semiont/secrets'))
    await secrets.set('oauth/google', 'new client secret')
    const provider = { id: 'google', name: 'Google', issuer: 'https://accounts.example.org', clientId: 'us' }
    const site = { publicUrl: 'https://notes.example.org' }
    await configure({ site, logs: { level: 'debug' }, security: { oidc: { providers: [provider] } } })
    await restart('backend')
    const { env, headers } = await echo('/api/echo')
    expect([running().url, headers['x-forwarded-proto']]).toEqual([site.publicUrl, 'https'])
    expect(env['SEMIONT_PUBLIC_URL']).toBe(site.publicUrl)
    expect(env['LOG_LEVEL']).toBe('debug')
    expect(env['OIDC_PROVIDERS']).toContain('new client secret')
    await configure({})
  })

  it('that cannot succeed leaves the old ones running, and says why with the last words of the new one', async () => {
    const before = pidsOf('backend')
    process.env['FIXTURE_CRASHES'] = 'api'
    const restarting = restart('backend')
    await expect(restarting).rejects.toThrow(RolledBackError)
    await expect(restarting).rejects.toThrow(/cannot start: the fixture was told so/)
    await expect(restarting).rejects.toMatchObject({ action: 'Look at .semiont/logs/backend.log for more.' })
    expect(pidsOf('backend')).toEqual(before)
    expect((await echo('/api/echo')).pid).toBe(before[0])
  })

  it('brings the database to what the program needs first, and changes nothing when that fails', async () => {
    const before = pidsOf('backend')
    process.env['FIXTURE_MIGRATE_FAILS'] = 'yes'
    const restarting = restart('backend')
    await expect(restarting).rejects.toThrow(RolledBackError)
    await expect(restarting).rejects.toThrow(/backend migrate failed[^]*What ran before goes on as it was\./)
    expect(pidsOf('backend')).toEqual(before)
  })

  it('with a configuration that is not valid changes nothing', async () => {
    const before = pidsOf('backend')
    await writeFile(join(directory, 'environments/local.json'), '{"logs": {"level": "loud"}}')
    await expect(restart()).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('logs.level') })
    await configure({})
    expect(pidsOf('backend')).toEqual(before)
  })

  it('is refused while another command is under way', async () => {
    const slow = fetch(`${installation.url}/api/slow?for=1500`).then(async (answer) => await answer.text())
    const first = restart('backend')
    expect(await waitUntil(() => steps.length > 0, { timeout: 10_000 })).toBe(true)
    await expect(platform.restart(['frontend'], progress, never)).rejects.toThrow(LockedError)
    await slow
    await first
  })

  it('ends in the middle when the one who asked leaves, and the old ones go on', async () => {
    const before = pidsOf('worker')
    const leaving = new AbortController()
    const restarting = platform.restart(['worker'], progress, leaving.signal)
    await waitUntil(() => pidsOf('worker').length > before.length, { timeout: 5000 })
    leaving.abort()
    await expect(restarting).rejects.toThrow('aborted')
    expect(await waitUntil(() => pidsOf('worker').join() === before.join(), { timeout: 10_000 })).toBe(true)
  })
})

describe('replicas', () => {
  it('share the requests, more of them or fewer from one moment to the next', async () => {
    await scale('backend', 3)
    expect(steps).toEqual(['backend: 3 running'])
    const answers = await Promise.all(Array.from({ length: 12 }, () => echo('/api/echo')))
    expect(new Set(answers.map(({ pid }) => pid))).toEqual(new Set(pidsOf('backend')))
    expect(await stateOf('backend')).toEqual({ state: 'healthy', running: 3, desired: 3 })
    await scale('backend', 2)
    expect(pidsOf('backend')).toHaveLength(2)
  })

  it('stand in for one that is killed: whoever reads notices nothing', async () => {
    await scale('backend', 2)
    const load = loadFrom(`${installation.url}/api/echo`)
    await load.more(20)
    const [victim = 0] = pidsOf('backend')
    process.kill(victim, 'SIGKILL')
    await waitUntil(() => !pidsOf('backend').includes(victim) && pidsOf('backend').length === 2, { timeout: 10_000 })
    await load.more(20)
    expect(await load.end()).toEqual([])
  })

  it('of a number that was asked for while it ran are as many after a restart', async () => {
    await scale('backend', 2)
    await restart('backend')
    expect(pidsOf('backend')).toHaveLength(2)
    await scale('backend', 1)
  })
})

describe('a single service', () => {
  it('stops and starts again while the rest goes on, and visitors are told', async () => {
    steps = []
    await platform.stop(['backend'], progress, never)
    expect(await stateOf('backend')).toEqual({ state: 'stopped', running: 0, desired: 1 })
    const away = await fetch(`${installation.url}/api/echo`)
    expect([away.status, await away.json()]).toMatchObject([503, { detail: 'The backend is stopped.' }])
    expect((await echo('/echo')).name).toBe('frontend')
    await platform.start(['backend'], progress, never)
    expect((await echo('/api/echo')).name).toBe('api')
    expect(steps).toEqual(['backend is stopped', 'backend runs again'])
  })

  it('that runs already is left alone by a start', async () => {
    const before = pidsOf('worker')
    steps = []
    await platform.start(['worker'], progress, never)
    expect([steps, pidsOf('worker')]).toEqual([['worker runs already'], before])
  })
})

it('keeps its private file to its owner', async () => {
  const { stat } = await import('node:fs/promises')
  const file = join(directory, '.semiont/run.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toContain('"control"')
})

describe('once it is stopped', () => {
  const question = async ({ url }: DatabaseAccess) =>
    await withConnection(url, async (client) => (await client.query('select current_user as me')).rows[0])

  beforeAll(async () => {
    steps = []
    await platform.stop('all', progress, never)
  })

  it('has ended in order, and says so to whoever asked for it', async () => {
    expect(steps).toEqual(['frontend, backend and worker have ended', 'the database has written everything and ended'])
    await installation.stopped
    const { running: isRunning, services } = await platform.status()
    expect(isRunning).toBe(false)
    expect(new Set(services.map(({ state }) => state))).toEqual(new Set(['stopped', 'healthy']))
    await expect(platform.restart(['backend'], progress, never)).rejects.toMatchObject({ exitCode: 4 })
  })

  it('starts its database for as long as someone works on it, and no longer', async () => {
    const inside = async (database: DatabaseAccess) => [
      await question(database),
      await platform.withDatabase(question, never),
      await platform.runBackendTask({ args: ['admin-link'], signal: never }),
    ]
    expect(await platform.withDatabase(inside, never)).toEqual([
      { me: 'semiont' },
      { me: 'semiont' },
      expect.stringContaining('/sign-in#link=one-time'),
    ])
    expect(readPostmasterFile(join(directory, '.semiont/postgres/data'))).toBeUndefined()
    expect(await readdir(join(directory, '.semiont'))).not.toContain('run.json')
  })

  it('lets no start and no other command in between: the one is refused, the other waits', async () => {
    const { environment, secrets } = platform
    const order: string[] = []
    const first = platform.withDatabase(async (database) => {
      const report = { stepDone: () => {}, serviceChanged: () => {} }
      const starting = startInstallation({ environment, secrets, programs, port: 0, report, signal: never })
      await expect(starting).rejects.toThrow(LockedError)
      expect(findRunningInstance(join(directory, '.semiont'))).toBeUndefined()
      second = another.withDatabase(async () => void order.push('second'), never)
      await question(database)
      order.push('first')
    }, never)
    const another = openLocalPlatform({ environment, secrets, programs, databaseUrl: undefined })
    let second: Promise<void> | undefined
    await first
    await second
    expect(order).toEqual(['first', 'second'])
  })

  it('makes no database where there was none', async () => {
    const environment = { ...platform.environment, name: 'elsewhere' }
    const secrets = openLocalSecretStore(join(directory, '.semiont/environments/elsewhere/secrets'))
    const elsewhere = openLocalPlatform({ environment, secrets, programs, databaseUrl: undefined })
    await expect(elsewhere.withDatabase(question, never)).rejects.toThrow('There is no database here yet.')
    expect(await readdir(join(directory, '.semiont/environments')).catch(() => [])).toEqual([])
  })
})
