import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConcurrencyError, type RecordedEvent, rebuildView } from './index.ts'
import {
  ada,
  type Counter,
  type CounterStore,
  counted,
  evolveTotal,
  openCounterStore,
} from './testing/counter-store.ts'

let counters: CounterStore
beforeAll(async () => {
  counters = await openCounterStore()
  await counters.pool.query('create table totals (stream_id text primary key, total int, version int, at timestamptz)')
})
afterAll(() => counters.close())

async function project(tx: pg.PoolClient, event: RecordedEvent<Counter>): Promise<void> {
  const { streamId, version, occurredAt } = event
  const change = event.type === 'counted' ? 'totals.total + excluded.total' : '0'
  await tx.query(
    `insert into totals values ($1, $2, $3, $4)
     on conflict (stream_id) do update set total = ${change}, version = excluded.version, at = excluded.at`,
    [streamId, event.type === 'counted' ? event.data.by : 0, version, occurredAt],
  )
}

async function appendTo(streamId: string, events: Counter[]): Promise<void> {
  const { version } = await counters.store.load(streamId, evolveTotal, 0)
  const inTransaction = async (tx: pg.PoolClient, recorded: RecordedEvent<Counter>[]) => {
    for (const event of recorded) await project(tx, event)
  }
  await counters.store
    .append(streamId, events, { ...ada, expectedVersion: version, inTransaction })
    .catch((error: unknown) => {
      if (error instanceof ConcurrencyError) return appendTo(streamId, events)
      throw error
    })
}

const totals = async () => (await counters.pool.query('select * from totals order by stream_id')).rows
const clear = async (tx: pg.PoolClient) => void (await tx.query('delete from totals'))

it('rebuilds a main view that equals the live one, whatever was appended, concurrently', async () => {
  const event = fc.oneof(
    fc.integer({ min: -5, max: 5 }).map(counted),
    fc.constant<Counter>({ type: 'reset', data: { reason: 'again' } }),
  )
  const work = fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.array(event, { minLength: 1, maxLength: 4 })), {
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(work, async (appends) => {
      await Promise.all(appends.map(([streamId, events]) => appendTo(streamId, events)))
      const live = await totals()
      await rebuildView(counters.pool, { clear, apply: project })
      expect(await totals()).toEqual(live)
    }),
    { numRuns: 15 },
  )
})

it('lets appends wait while it rebuilds, so that none is left out of the view', async () => {
  const appends = Array.from({ length: 30 }, (_, index) => appendTo(`during-${index}`, [counted()]))
  await Promise.all([...appends, rebuildView(counters.pool, { clear, apply: project })])
  const live = await totals()
  await rebuildView(counters.pool, { clear, apply: project })
  expect(await totals()).toEqual(live)
  expect(live.filter((row) => row.stream_id.startsWith('during-'))).toHaveLength(30)
})

it('leaves the old view when the rebuilding fails', async () => {
  const before = await totals()
  const failing = rebuildView(counters.pool, {
    clear,
    apply() {
      throw new Error('does not apply')
    },
  })
  await expect(failing).rejects.toThrow('does not apply')
  expect(await totals()).toEqual(before)
})
