import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fileTrail, queryTrail } from '../audit/index.ts'
import { fileLockStore } from './lock-store.ts'
import { type DeployLockOptions, withDeployLock } from './with-deploy-lock.ts'

let stateDirectory: string
let children: ChildProcess[] = []

beforeEach(async () => {
  stateDirectory = await mkdtemp(join(tmpdir(), 'semiont-deploy-lock-'))
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  await rm(stateDirectory, { recursive: true, force: true })
})

const now = () => new Date()
const store = () => fileLockStore(stateDirectory)
const hold = <Result>(act: (signal: AbortSignal) => Promise<Result>, changes: Partial<DeployLockOptions> = {}) =>
  withDeployLock(
    {
      store: store(),
      trail: fileTrail(stateDirectory),
      environment: 'production',
      actor: { user: 'anna', host: hostname() },
      command: 'restart',
      now,
      signal: new AbortController().signal,
      ...changes,
    },
    act,
  )
const inside = async () => 'inside'

/** Another process that holds the lock, and what it says after that. */
async function holdElsewhere() {
  const program = fileURLToPath(new URL('./testing/hold-deploy-lock.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program, stateDirectory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  await expect.poll(() => said, { interval: 5, timeout: 10_000 }).toContain('held')
  return { child, said: () => said }
}

it('keeps everyone else out while it is held, and lets them in afterwards', async () => {
  await hold(async () => {
    await expect(hold(inside)).rejects.toMatchObject({ exitCode: 6 })
  })
  expect(await hold(inside)).toBe('inside')
  expect((await store().read()).lock).toBeUndefined()
})

it('is given back after a failure', async () => {
  await expect(hold(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await hold(inside)).toBe('inside')
})

it('names who holds it in another process, since when, why, and how to take it away', async () => {
  const { child } = await holdElsewhere()
  const error = await hold(inside).catch((refused: unknown) => refused)
  expect(error).toMatchObject({
    name: 'LockedError',
    message: expect.stringMatching(
      new RegExp(
        `^bert@.+ runs semiont restore on production \\(process ${child.pid}\\) since \\d{4}-.+ Reason: the new server$`,
      ),
    ),
    action: expect.stringContaining('--steal-lock "<reason>"'),
  })
})

it('shows by its heartbeat that its holder lives', async () => {
  await holdElsewhere()
  const first = (await store().read()).lock
  await expect.poll(async () => (await store().read()).lock?.heartbeat).not.toBe(first?.heartbeat)
})

it('is taken over from a process that was killed, and the trail tells of it', async () => {
  const { child } = await holdElsewhere()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await hold(inside)).toBe('inside')
  expect(await queryTrail(fileTrail(stateDirectory))).toMatchObject([
    {
      kind: 'lock',
      reason: null,
      details: { stolen: false, former: { command: 'restore', reason: 'the new server' } },
    },
  ])
})

it('can be taken away with a reason; the trail tells of it, and the former holder stops', async () => {
  const { child, said } = await holdElsewhere()
  const ended = once(child, 'exit')
  const wasInside = await hold(
    async () => {
      await ended
      return 'inside'
    },
    { steal: 'bert is on holiday' },
  )
  expect(wasInside).toBe('inside')
  expect(child.exitCode).toBe(6)
  expect(said()).toMatch(/LockedError: anna@.+ took the lock away for semiont restart; semiont restore was stopped/)
  expect(await queryTrail(fileTrail(stateDirectory))).toMatchObject([
    { kind: 'lock', reason: 'bert is on holiday', details: { stolen: true, what: expect.stringContaining('bert@') } },
  ])
})

it('of another machine is free when its lease is over, and not before', async () => {
  const lock = {
    id: 'x',
    actor: { user: 'carl', host: 'elsewhere' },
    process: { pid: 1, startToken: 'x' },
    command: 'restart',
    reason: null,
    since: '2026-03-02T09:00:00.000Z',
    heartbeat: '2026-03-02T09:00:00.000Z',
    leaseUntil: '2026-03-02T09:01:00.000Z',
  }
  await writeFile(join(stateDirectory, 'deploy-lock.json'), JSON.stringify(lock))
  await expect(hold(inside, { now: () => new Date('2026-03-02T09:00:59Z') })).rejects.toThrow('carl@elsewhere')
  expect(await hold(inside, { now: () => new Date('2026-03-02T09:01:00Z') })).toBe('inside')
})
