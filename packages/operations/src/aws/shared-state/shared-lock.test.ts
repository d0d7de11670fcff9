import { hostname } from 'node:os'
import { type Environment, stateDirectoryOf } from '@semiont/config'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { queryTrail } from '../../audit/index.ts'
import { type DeployLock, type DeployLockOptions, fileLockStore, withDeployLock } from '../../deploy-lock/index.ts'
import { openSharedLock } from './shared-lock.ts'
import { openSharedTrail } from './shared-trail.ts'
import { type OperationsAccount, openOperationsAccount } from './testing/operations-account.ts'

let account: OperationsAccount
let machine: Environment
let other: Environment

beforeEach(async () => {
  account = await openOperationsAccount()
  account.provision()
  machine = await account.newMachine()
  other = await account.newMachine()
})

afterEach(() => account.end())

const hold = async <Result>(
  environment: Environment,
  act: (signal: AbortSignal) => Promise<Result>,
  changes: Partial<DeployLockOptions> = {},
) =>
  await withDeployLock(
    {
      store: await openSharedLock(environment),
      trail: openSharedTrail(environment),
      environment: 'production',
      actor: { user: 'anna', host: hostname() },
      command: 'restart',
      now: () => new Date(),
      signal: new AbortController().signal,
      ...changes,
    },
    act,
  )
const inside = async () => 'inside'
const locked = () => JSON.parse(account.objects.get('deploy-lock.json') ?? 'null') as DeployLock | null

it('keeps other machines out while one holds it, and lets them in afterwards', async () => {
  await hold(machine, async () => {
    await expect(hold(other, inside)).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringContaining('runs semiont restart on production'),
    })
  })
  expect(locked()).toBeNull()
  expect(await hold(other, inside)).toBe('inside')
})

it('is got by one of many that want it at the same moment', async () => {
  const machines = await Promise.all([1, 2, 3, 4].map(() => account.newMachine()))
  let holders = 0
  let most = 0
  const enter = async () => {
    most = Math.max(most, ++holders)
    await new Promise((done) => setTimeout(done, 30))
    holders--
  }
  const ends = await Promise.allSettled(machines.map((each) => hold(each, enter)))
  expect(most).toBe(1)
  expect(ends.filter(({ status }) => status === 'rejected').map((end) => Reflect.get(end, 'reason').exitCode)).toEqual([
    6, 6, 6,
  ])
})

it('shows by its heartbeat that its holder lives', async () => {
  await hold(
    machine,
    async () => {
      const first = locked()?.heartbeat
      await expect.poll(() => locked()?.heartbeat, { interval: 5 }).not.toBe(first)
    },
    { leaseMilliseconds: 60 },
  )
})

it('can be taken away with a reason; the trail that all share tells of it, and the former holder stops', async () => {
  let hasEnded: (what: string) => void = () => {}
  const ended = new Promise<string>((done) => (hasEnded = done))
  const first = hold(
    machine,
    async (signal) => {
      void hold(other, async () => 'inside', { steal: 'anna is on holiday' }).then(hasEnded)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    },
    { leaseMilliseconds: 60 },
  )
  await expect(first).rejects.toMatchObject({ exitCode: 6 })
  expect(await ended).toBe('inside')
  expect(await queryTrail(openSharedTrail(machine))).toMatchObject([
    { kind: 'lock', reason: 'anna is on holiday', details: { stolen: true } },
  ])
})

const HELD: DeployLock = {
  id: 'x',
  actor: { user: 'carl', host: 'elsewhere' },
  process: { pid: 1, startToken: 'another-boot/17' },
  command: 'restart',
  reason: null,
  since: '2026-03-02T09:00:00.000Z',
  heartbeat: '2026-03-02T09:00:00.000Z',
  leaseUntil: '2026-03-02T09:01:00.000Z',
}

it.each(['elsewhere', hostname()])(
  'of another machine called %s is free when its lease is over, not before',
  async (host) => {
    account.objects.set('deploy-lock.json', JSON.stringify({ ...HELD, actor: { ...HELD.actor, host } }))
    await expect(hold(machine, inside, { now: () => new Date('2026-03-02T09:00:59Z') })).rejects.toThrow(`carl@${host}`)
    expect(await hold(machine, inside, { now: () => new Date('2026-03-02T09:01:00Z') })).toBe('inside')
  },
)

it('that cannot be renewed for as long as it holds stops what it was held for', async () => {
  const act = async (signal: AbortSignal) => {
    account.server.trouble = 'down'
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  }
  await expect(hold(machine, act, { leaseMilliseconds: 30 })).rejects.toThrow('could not be renewed')
})

it('is not taken when it cannot be asked for', async () => {
  account.server.trouble = 'down'
  await expect(hold(machine, inside)).rejects.toMatchObject({ exitCode: 4 })
  account.server.trouble = 'denied'
  await expect(hold(machine, inside)).rejects.toMatchObject({ exitCode: 5 })
})

it('is one of this machine until the first provision', async () => {
  account.server.buckets.clear()
  await hold(machine, async () => {
    expect((await fileLockStore(stateDirectoryOf(machine)).read()).lock).toMatchObject({ command: 'restart' })
    await expect(hold(machine, inside)).rejects.toMatchObject({ exitCode: 6 })
  })
})
