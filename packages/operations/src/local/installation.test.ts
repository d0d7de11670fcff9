import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openLocalSecretStore } from '@semiont/config'
import { createTestDatabase } from '@semiont/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stopSupervisor } from './control/stop-supervisor.ts'
import { startInstallation } from './installation.ts'
import { openLocalPlatform } from './local-platform.ts'
import { findRunningInstance, type RunningInstance } from './instance-lock.ts'
import { readPostmasterFile } from './postgres/leftover-server.ts'
import { identifyProcess, isAlive, type ProcessIdentity } from './processes/process-identity.ts'
import { waitUntil } from './processes/wait-until.ts'
import { InstallationProcess } from './testing/installation-process.ts'

let directory: string
let journal: string
let template: string
const started: InstallationProcess[] = []

/** An installation that has been started once: making the database anew for every test would take most of the time. */
beforeAll(async () => {
  template = await newDirectory()
  const first = new InstallationProcess(template)
  await first.ready()
  await first.end('SIGTERM')
})

afterAll(() => rm(template, { recursive: true, force: true }))

beforeEach(async () => {
  directory = await newDirectory()
  journal = join(directory, 'journal')
})

async function newDirectory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'semiont-installation-'))
  await chmod(made, 0o755)
  return made
}

function givenStartedBefore(): void {
  execFileSync('cp', ['-a', join(template, '.semiont'), directory])
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((installation) => installation.end('SIGTERM')))
  const server = readPostmasterFile(join(directory, '.semiont/postgres/data'))
  if (server) process.kill(server.pid, 'SIGQUIT')
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

function start(options: { port?: number; env?: NodeJS.ProcessEnv } = {}): InstallationProcess {
  const installation = new InstallationProcess(directory, {
    ...options,
    env: { FIXTURE_JOURNAL: journal, ...options.env },
  })
  started.push(installation)
  return installation
}

async function echo(url: string, path: string) {
  const response = await fetch(`${url}${path}`)
  return (await response.json()) as { name: string; pid: number; env: Record<string, string> }
}

function running(): RunningInstance {
  const instance = findRunningInstance(join(directory, '.semiont'))
  if (!instance) throw new Error('nothing runs')
  return instance
}

function postgresProcess(): ProcessIdentity {
  const file = readPostmasterFile(join(directory, '.semiont/postgres/data'))
  const identity = file && identifyProcess(file.pid)
  if (!identity) throw new Error('PostgreSQL does not run')
  return identity
}

describe('a first start', () => {
  it('migrates before anything serves, makes each part healthy, and hands out a link for the administrator', async () => {
    const installation = start()
    const { ready, administratorLink } = await installation.ready()
    expect(administratorLink).toBe(`${ready}/sign-in#link=one-time`)
    const steps = installation.messages.flatMap(({ step }) => (step === undefined ? [] : [step]))
    expect(steps.toSorted()).toEqual(['backend', 'database', 'frontend', 'migrations', 'worker'])
    expect(steps.indexOf('migrations')).toBeLessThan(steps.indexOf('backend'))
    expect(await readFile(journal, 'utf8')).toBe('migrate done\n')
    expect((await echo(ready, '/api/echo')).name).toBe('api')
    expect((await echo(ready, '/echo')).name).toBe('frontend')
  })

  it('gives secrets to the backend alone, and no link to any log', async () => {
    givenStartedBefore()
    const { ready } = await start().ready()
    const [backend, frontend] = [await echo(ready, '/api/echo'), await echo(ready, '/echo')]
    expect(JSON.parse(backend.env['JWT_KEYS'] ?? '')).toEqual([expect.objectContaining({ state: 'active' })])
    expect(backend.env).toMatchObject({ SEMIONT_ROLE: 'api', HOST: '127.0.0.1', SEMIONT_PUBLIC_URL: ready })
    expect(backend.env['DATABASE_URL']).toMatch(/^postgres:\/\/semiont:/)
    for (const name of ['JWT_KEYS', 'DATABASE_URL', 'OIDC_PROVIDERS']) expect(frontend.env).not.toHaveProperty(name)
    expect(await readFile(join(directory, '.semiont/logs/backend.log'), 'utf8')).not.toContain('one-time')
  })
})

describe('stopping', () => {
  it('by Ctrl-C, which a terminal sends to the whole group, ends everything in order within seconds', async () => {
    givenStartedBefore()
    const installation = start()
    await installation.ready()
    const { services } = running()
    const postgres = postgresProcess()
    expect(await installation.end('SIGINT', 'group')).toBeLessThan(5000)
    expect(installation.messages.at(-1)).toEqual({ stopped: true })
    expect(services).toHaveLength(3)
    expect([...services, postgres].filter((identity) => isAlive(identity))).toEqual([])
    expect(findRunningInstance(join(directory, '.semiont'))).toBeUndefined()
    expect(await readFile(join(directory, '.semiont/logs/postgres.log'), 'utf8')).toContain(
      'database system is shut down',
    )
  })

  it('in the middle of a start leaves nothing running', async () => {
    givenStartedBefore()
    const installation = start()
    await installation.said(({ step }) => step === 'database')
    const postgres = postgresProcess()
    await installation.end('SIGINT')
    expect(installation.child.exitCode).toBe(1)
    expect(isAlive(postgres)).toBe(false)
    expect(findRunningInstance(join(directory, '.semiont'))).toBeUndefined()
  })
})

it('a start that is under way is stopped by another command, and leaves nothing running', async () => {
  givenStartedBefore()
  const installation = start()
  await installation.said(({ step }) => step === 'database')
  const [instance, postgres] = [running(), postgresProcess()]
  await stopSupervisor(join(directory, '.semiont'), instance, { step: () => {} }, new AbortController().signal)
  const { failed } = await installation.said((said) => said.failed !== undefined)
  expect(failed).toBe('AbortError')
  expect(await waitUntil(() => installation.hasEnded(), { timeout: 10_000 })).toBe(true)
  expect([instance, postgres].filter((identity) => isAlive(identity))).toEqual([])
})

describe('after the parent was killed', () => {
  it('the services end by themselves, and the next start takes over the database', async () => {
    givenStartedBefore()
    const killed = start()
    await killed.ready()
    const { services } = running()
    const orphan = postgresProcess()
    await killed.end('SIGKILL')
    expect(await waitUntil(() => !services.some((service) => isAlive(service)), { timeout: 6000 })).toBe(true)
    expect(isAlive(orphan)).toBe(true)

    const next = start()
    expect((await fetch(`${(await next.ready()).ready}/api/health`)).status).toBe(200)
    expect(isAlive(orphan)).toBe(false)
  })

  it('a number that belongs to another program now does not look like a running Semiont', async () => {
    givenStartedBefore()
    const content = {
      pid: process.pid,
      startToken: 'an earlier process',
      url: 'http://localhost:1',
      startedAt: '',
      services: [],
    }
    await writeFile(join(directory, '.semiont/run.json'), JSON.stringify(content))
    await start().ready()
    expect(running().pid).toBe(started[0]?.pid)
  })

  it('a lock that was cut off while written is taken over', async () => {
    givenStartedBefore()
    await writeFile(join(directory, '.semiont/run.json'), '{"pid": 1')
    await start().ready()
  })
})

it('a second start says that it already runs, and where', async () => {
  givenStartedBefore()
  const { ready } = await start().ready()
  const second = start()
  const { failed, message } = await second.said((said) => said.failed !== undefined)
  expect(failed).toBe('AlreadyRunningError')
  expect(message).toBe(`Semiont already runs at ${ready} (process ${running().pid}).`)
})

it('of two starts at the same moment one runs', async () => {
  givenStartedBefore()
  const both = [start(), start()]
  const outcome = async (one: InstallationProcess) =>
    (await one.said((said) => said.ready !== undefined || said.failed !== undefined)).failed
  expect((await Promise.all(both.map(outcome))).toSorted()).toEqual(['AlreadyRunningError', undefined])
})

it('a busy port is named with its holder, and nothing is left', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const address = squatter.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { failed, message, action } = await start({ port }).said((said) => said.failed !== undefined)
  squatter.close()
  expect(failed).toBe('PortBusyError')
  expect(message).toContain(`(process ${process.pid})`)
  expect(action).toContain(`semiont start --port ${port + 1}`)
  expect(findRunningInstance(join(directory, '.semiont'))).toBeUndefined()
})

it('a service that was killed comes back while the rest goes on', async () => {
  givenStartedBefore()
  const installation = start()
  const { ready } = await installation.ready()
  const before = await echo(ready, '/api/echo')
  process.kill(before.pid, 'SIGKILL')
  await installation.said(({ service, state }) => service === 'backend' && state === 'restarting')
  expect((await fetch(`${ready}/echo`)).status).toBe(200)
  const back = () =>
    echo(ready, '/api/echo').then(
      ({ pid }) => pid !== before.pid,
      () => false,
    )
  expect(await waitUntil(back, { timeout: 10_000 })).toBe(true)
})

it('a migration that fails stops the start, with the reason and nothing left running', async () => {
  givenStartedBefore()
  const installation = start({ env: { FIXTURE_MIGRATE_FAILS: 'yes' } })
  const { failed, message } = await installation.said((said) => said.failed !== undefined)
  expect(failed).toBe('ServiceFailedError')
  expect(message).toContain('backend migrate failed')
  expect(readPostmasterFile(join(directory, '.semiont/postgres/data'))).toBeUndefined()
})

it('a database of the operator that cannot be reached is named as such', async () => {
  const starting = startInstallation({
    environment: await loadEnvironment(directory, 'local'),
    secrets: openLocalSecretStore(join(directory, '.semiont/secrets')),
    programs: { backend: 'never-run.js', frontend: new URL('fixtures/service.mjs', import.meta.url).pathname },
    port: 0,
    databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    report: { stepDone: () => {}, serviceChanged: () => {} },
    signal: new AbortController().signal,
  })
  await expect(starting).rejects.toThrow(/The database of DATABASE_URL cannot be reached: .*ECONNREFUSED/)
})

it('a busy port of another environment is answered with the command for that environment', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const address = squatter.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const local = await loadEnvironment(directory, 'local')
  const starting = startInstallation({
    environment: { ...local, name: 'production' },
    secrets: openLocalSecretStore(join(directory, '.semiont/environments/production/secrets')),
    programs: { backend: 'never-run.js', frontend: 'never-run.js' },
    port,
    report: { stepDone: () => {}, serviceChanged: () => {} },
    signal: new AbortController().signal,
  })
  const action = expect.stringContaining(`semiont start --environment production --port ${port + 1}`)
  await expect(starting).rejects.toMatchObject({ name: 'PortBusyError', action })
  squatter.close()
})

it('a database of the operator is used by commands of other terminals too, whatever their DATABASE_URL says', async () => {
  const database = await createTestDatabase()
  const environment = await loadEnvironment(directory, 'local')
  const secrets = openLocalSecretStore(join(directory, '.semiont/secrets'))
  const fixture = new URL('fixtures/service.mjs', import.meta.url).pathname
  const programs = { backend: fixture, frontend: fixture }
  const report = { stepDone: () => {}, serviceChanged: () => {} }
  const signal = new AbortController().signal
  const given = { environment, secrets, programs, port: 0, databaseUrl: database.url, report, signal }
  const installation = await startInstallation(given)
  const elsewhere = openLocalPlatform({ environment, secrets, programs, databaseUrl: 'postgres://127.0.0.1:1/other' })
  expect(await elsewhere.withDatabase(async ({ url }) => await Promise.resolve(url), signal)).toBe(database.url)
  expect((await elsewhere.status()).services).toContainEqual(
    expect.objectContaining({ service: 'database', state: 'healthy' }),
  )
  await installation.stop()
  await database.drop()
})
