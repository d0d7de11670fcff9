import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { discardParkedEvent, type Incident, listParkedEvents, requestRetry, restartSubscription } from './index.ts'
import { ada, type CounterStore, counted, openCounterStore } from './testing/counter-store.ts'

let counters: CounterStore
let incidents: Incident[]
beforeEach(async () => {
  incidents = []
  counters = await openCounterStore({ onIncident: (incident) => incidents.push(incident) })
  await counters.pool.query('create table sums (stream_id text primary key, total int not null)')
})
afterEach(() => counters.close())

const addToSum = `insert into sums values ($1, $2) on conflict (stream_id) do update set total = sums.total + $2`

async function sums(): Promise<Record<string, number>> {
  const { rows } = await counters.pool.query<{ stream_id: string; total: number }>(
    'select * from sums order by stream_id',
  )
  return Object.fromEntries(rows.map((row) => [row.stream_id, row.total]))
}

/** Sums up counters, and fails after having written when the number is 13. */
function summing(options: { name?: string; isPoison?: () => boolean } = {}) {
  return counters.store.subscribe({
    name: options.name ?? 'sums',
    types: ['counted'],
    async handle(event, tx) {
      if (event.type !== 'counted') throw new Error(`asked for counted, got ${event.type}`)
      await tx.query(addToSum, [event.streamId, event.data.by])
      if (event.data.by === 13 && (options.isPoison?.() ?? true)) throw new Error('thirteen')
    },
  })
}

it('parks an event that cannot be handled, with the error, undoes what its handler wrote, and goes on with the rest', async () => {
  await counters.store.append('a', [1, 2, 13, 4].map(counted), { ...ada, expectedVersion: 0 })
  await counters.store.append('b', [counted(5)], { ...ada, expectedVersion: 0 })
  const subscription = summing()
  await subscription.caughtUp()
  expect(await sums()).toEqual({ a: 7, b: 5 })
  const parked = await listParkedEvents(counters.pool, 'sums')
  expect(parked).toMatchObject([{ subscription: 'sums', streamId: 'a', version: 3, type: 'counted', attempts: 3 }])
  expect(parked[0]?.error).toContain('thirteen')
  expect(incidents).toMatchObject([{ kind: 'event-parked', subscription: 'sums', streamId: 'a', version: 3 }])
  await counters.store.append('b', [counted(6)], { ...ada, expectedVersion: 1 })
  await subscription.caughtUp()
  expect(await sums()).toEqual({ a: 7, b: 11 })
  await subscription.stop()
})

it('takes up a parked event again when asked, and parks it again when it still fails', async () => {
  let poison = true
  await counters.store.append('a', [1, 13].map(counted), { ...ada, expectedVersion: 0 })
  const subscription = summing({ isPoison: () => poison })
  await subscription.caughtUp()
  const id = { subscription: 'sums', streamId: 'a', version: 2 }

  expect(await requestRetry(counters.pool, id)).toBe(true)
  await subscription.caughtUp()
  await expect
    .poll(() => listParkedEvents(counters.pool), { timeout: 10_000 })
    .toMatchObject([{ attempts: 4, retryRequested: false }])

  poison = false
  await requestRetry(counters.pool, id)
  await subscription.caughtUp()
  await expect.poll(() => listParkedEvents(counters.pool), { timeout: 10_000 }).toEqual([])
  expect(await sums()).toEqual({ a: 14 })
  expect(await requestRetry(counters.pool, id)).toBe(false)
  await subscription.stop()
})

it('forgets a parked event that is discarded', async () => {
  await counters.store.append('a', [counted(13)], { ...ada, expectedVersion: 0 })
  const subscription = summing()
  await subscription.caughtUp()
  expect(await discardParkedEvent(counters.pool, { subscription: 'sums', streamId: 'a', version: 1 })).toBe(true)
  expect(await listParkedEvents(counters.pool)).toEqual([])
  await subscription.stop()
})

it('blames the event whose handler swallowed an error of the transaction', async () => {
  await counters.store.append('a', [1, 2, 3].map(counted), { ...ada, expectedVersion: 0 })
  const subscription = counters.store.subscribe({
    name: 'swallowing',
    async handle(event, tx) {
      await tx.query(addToSum, [event.streamId, 1])
      if (event.version === 2) await tx.query('select 1/0').catch(() => undefined)
    },
  })
  await subscription.caughtUp()
  expect(await sums()).toEqual({ a: 2 })
  expect(await listParkedEvents(counters.pool)).toMatchObject([{ version: 2 }])
  await subscription.stop()
})

it('handles an event that failed only for a moment, once', async () => {
  let failures = 2
  await counters.store.append('a', [1, 13, 2].map(counted), { ...ada, expectedVersion: 0 })
  const subscription = summing({ isPoison: () => failures-- > 0 })
  await subscription.caughtUp()
  expect(await sums()).toEqual({ a: 16 })
  expect(await listParkedEvents(counters.pool)).toEqual([])
  await subscription.stop()
})

it('never runs two subscribers of one name at once, and each event goes to one of them', async () => {
  let running = 0
  let most = 0
  const handled: string[] = []
  const instances = Array.from({ length: 4 }, () =>
    counters.another().store.subscribe({
      name: 'alone',
      batchSize: 3,
      async handle(event) {
        running += 1
        most = Math.max(most, running)
        await sleep(2)
        handled.push(`${event.streamId} ${event.version}`)
        running -= 1
      },
    }),
  )
  for (let index = 0; index < 40; index++)
    await counters.store.append(`s-${index}`, [counted()], { ...ada, expectedVersion: 0 })
  await Promise.all(instances.map((instance) => instance.caughtUp()))
  expect(most).toBe(1)
  expect(handled.toSorted()).toEqual(Array.from({ length: 40 }, (_, index) => `s-${index} 1`).toSorted())
  await Promise.all(instances.map((instance) => instance.stop()))
})

it('continues where it stopped, and a new name begins where it is told', async () => {
  await counters.store.append('a', [counted(1)], { ...ada, expectedVersion: 0 })
  const before = summing()
  await before.caughtUp()
  await before.stop()
  await counters.store.append('a', [counted(2)], { ...ada, expectedVersion: 1 })
  const after = summing()
  await after.caughtUp()
  await after.stop()
  expect(await sums()).toEqual({ a: 3 })

  await counters.settled()
  const versions: number[] = []
  const fromEnd = counters.store.subscribe({
    name: 'from the end',
    from: 'end',
    handle: (event) => void versions.push(event.version),
  })
  await fromEnd.caughtUp()
  await counters.store.append('a', [counted(3)], { ...ada, expectedVersion: 2 })
  await fromEnd.caughtUp()
  expect(versions).toEqual([3])
  await fromEnd.stop()
})

it('catches up although the newest events are of types it did not ask for', async () => {
  await counters.store.append('a', [counted(1), { type: 'reset', data: { reason: 'x' } }], {
    ...ada,
    expectedVersion: 0,
  })
  const subscription = summing()
  await subscription.caughtUp()
  await counters.store.append('a', [counted(4)], { ...ada, expectedVersion: 2 })
  await subscription.caughtUp()
  expect(await sums()).toEqual({ a: 5 })
  await subscription.stop()
})

it('builds the same again after it was sent back to the start, while it runs', async () => {
  await counters.store.append('a', [1, 2, 13, 4].map(counted), { ...ada, expectedVersion: 0 })
  const subscription = summing()
  await subscription.caughtUp()
  const live = await sums()
  await restartSubscription(counters.pool, 'sums', async (tx) => void (await tx.query('delete from sums')))
  await counters.store.append('b', [counted(9)], { ...ada, expectedVersion: 0 })
  await subscription.caughtUp()
  await expect.poll(sums, { timeout: 10_000 }).toEqual({ ...live, b: 9 })
  expect(await listParkedEvents(counters.pool)).toHaveLength(1)
  await subscription.stop()
})
