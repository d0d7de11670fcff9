import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ServiceFailedError } from '../../errors.ts'
import { openRotatingLog, type RotatingLog } from '../logs/rotating-log.ts'
import { findFreePort } from '../ports.ts'
import { isAlive } from './process-identity.ts'
import type { ReplicaState } from '../../platform/platform.ts'
import { type SupervisedProcess, type SupervisionLimits, superviseProcess } from './supervised-process.ts'
import { waitUntil } from './wait-until.ts'

const program = new URL('../fixtures/service.mjs', import.meta.url).pathname

let folder: string
let log: RotatingLog
let service: SupervisedProcess | undefined
let states: ReplicaState[]
let reasons: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semiont-supervision-'))
  log = openRotatingLog(join(folder, 'api.log'), { rotateBytes: 1_000_000, keep: 1 })
  states = []
  reasons = []
})

afterEach(async () => {
  await service?.stop()
  await log.close()
  await rm(folder, { recursive: true })
})

async function supervise(env: NodeJS.ProcessEnv = {}, limits: SupervisionLimits = {}) {
  const port = await findFreePort()
  service = superviseProcess(
    {
      name: 'backend',
      program,
      cwd: folder,
      env: { ...process.env, PORT: String(port), SEMIONT_ROLE: 'api', ...env },
      healthUrl: `http://127.0.0.1:${port}/api/health`,
    },
    {
      log,
      logFile: '.semiont/logs/backend.log',
      onState: (_, state, reason = '') => {
        states.push(state)
        reasons.push(reason)
      },
      limits: { restarts: { firstPause: 10 }, ...limits },
    },
  )
  return { service, url: `http://127.0.0.1:${port}` }
}

it('is ready when the service answers healthy, and stops it when asked', async () => {
  const { service, url } = await supervise()
  await service.ready
  expect((await fetch(`${url}/api/health`)).status).toBe(200)
  const identity = service.identity()
  await service.stop()
  expect(identity && isAlive(identity)).toBe(false)
  expect(states).toEqual(['healthy', 'stopped'])
})

it('starts a service again that crashed', async () => {
  const { service, url } = await supervise()
  await service.ready
  const before = service.identity()
  await fetch(`${url}/crash`).catch(() => {})
  expect(await waitUntil(() => states.at(-1) === 'healthy' && states.includes('restarting'), { timeout: 10_000 })).toBe(
    true,
  )
  expect(service.identity()?.pid).not.toBe(before?.pid)
})

it('gives up on a service that cannot start, repeating what it said', async () => {
  const { service } = await supervise({ FIXTURE_CRASHES: 'api' })
  await expect(service.ready).rejects.toThrow(ServiceFailedError)
  await expect(service.ready).rejects.toThrow(/cannot start: the fixture was told so/)
})

it('leaves the threads and forks of a service alone', async () => {
  const { service, url } = await supervise()
  await service.ready
  const answer = async (path: string) => await (await fetch(`${url}${path}`)).text()
  expect(await answer('/thread')).toBe('thread ended with 0')
  expect(await answer('/fork')).toBe('fork says still here')
  expect(await answer('/api/health')).toContain('ok')
  expect(states).toEqual(['healthy'])
})

it('insists when a service does not stop', async () => {
  const { service } = await supervise({ FIXTURE_IGNORES_SIGTERM: 'yes' }, { stopGrace: 200 })
  await service.ready
  const identity = service.identity()
  await service.stop()
  expect(identity && isAlive(identity)).toBe(false)
})

it('keeps what the service says as JSON lines', async () => {
  const { service } = await supervise()
  await service.ready
  await service.stop()
  await log.close()
  const lines = (await readFile(join(folder, 'api.log'), 'utf8')).trim().split('\n')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'INFO', service: 'backend', message: 'api listens' })
})

it('starts a service again that hangs: it lives, but answers nobody', async () => {
  const { service, url } = await supervise({}, { probeInterval: 20, probeTimeout: 1000, missedProbes: 2 })
  await service.ready
  const before = service.identity()
  await fetch(`${url}/hang`)
  expect(await waitUntil(() => service.restarts() === 1 && service.state() === 'healthy', { timeout: 10_000 })).toBe(
    true,
  )
  expect(states).toEqual(['healthy', 'unhealthy', 'restarting', 'healthy'])
  expect(reasons[2]).toBe('hung: it missed 2 health probes in a row')
  expect(service.identity()?.pid).not.toBe(before?.pid)
})

it('leaves a service running that says of itself that it cannot work: what it needs may come back', async () => {
  const { service, url } = await supervise({}, { probeInterval: 20, missedProbes: 2 })
  await service.ready
  const before = service.identity()
  await fetch(`${url}/sick?for=1500`)
  expect(await waitUntil(() => service.state() === 'unhealthy', { timeout: 5000 })).toBe(true)
  expect(service.detail()).toBe('says of itself that it cannot work (status 503)')
  expect(await waitUntil(() => service.state() === 'healthy', { timeout: 5000 })).toBe(true)
  expect(service.identity()).toEqual(before)
})

it('stops trying all the time when a service ends again and again, says so, and tries on seldom', async () => {
  const { service, url } = await supervise({}, { restarts: { firstPause: 5, maximumRestarts: 2, coolDown: 600 } })
  await service.ready
  for (let round = 0; round < 3; round++) {
    await fetch(`${url}/crash`).catch(() => {})
    const settled = () =>
      states.includes('failing') || (service.restarts() === round + 1 && states.at(-1) === 'healthy')
    expect(await waitUntil(settled, { timeout: 10_000 })).toBe(true)
  }
  expect(reasons[states.indexOf('failing')]).toMatch(
    /^ended with code 9, 3 times lately; the next attempt is at \d{4}-/,
  )
  expect(await waitUntil(() => service.state() === 'healthy', { timeout: 10_000 })).toBe(true)
})
