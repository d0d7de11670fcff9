import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@semiont/testkit'
import {
  ConcurrencyError,
  createEventStore,
  eventStoreMigrations,
  type EventStore,
  migrate,
  UnstorableEventError,
} from './index.ts'

type Counted = { type: 'counted'; data: { by: number; note?: string } }
type Reset = { type: 'reset'; data: { reason: string } }
type Counter = Counted | Reset

let database: TestDatabase
let pool: pg.Pool
let store: EventStore<Counter>

beforeAll(async () => {
  database = await createTestDatabase()
  await migrate(database.url, [eventStoreMigrations])
  pool = new pg.Pool({ connectionString: database.url, max: 20 })
  store = createEventStore<Counter>({ pool, now: () => new Date('2026-01-02T03:04:05.678Z') })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const by = 'usr_ada'
const counted = (amount: number): Counted => ({ type: 'counted', data: { by: amount } })
const evolve = (total: number, event: Counter) => (event.type === 'counted' ? total + event.data.by : 0)

it('folds what was appended, and an unknown stream is at version 0', async () => {
  expect(await store.load('fold', evolve, 0)).toEqual({ state: 0, version: 0 })
  const first = await store.append('fold', [counted(1), counted(2)], { expectedVersion: 0, scopeId: 's', actor: by })
  expect(first.version).toBe(2)
  await store.append('fold', [counted(3)], { expectedVersion: 2, scopeId: 's', actor: by, correlationId: 'req-1' })
  expect(await store.load('fold', evolve, 0)).toEqual({ state: 6, version: 3 })
  expect(await store.load('fold', evolve, 0, { atVersion: 1 })).toEqual({ state: 1, version: 1 })
  expect(await store.load('fold', evolve, 0, { atCursor: first.events[1]?.cursor })).toEqual({ state: 3, version: 2 })
})

it('reads back exactly what append returned', async () => {
  const { events } = await store.append(
    'same',
    [counted(1), { type: 'reset', data: { reason: 'Zoë "quoted" \\ 🦉' } }],
    {
      expectedVersion: 0,
      scopeId: 'same-scope',
      actor: by,
      correlationId: 'req-2',
    },
  )
  expect(await store.readStream('same')).toEqual(events)
  expect(await store.readScope('same-scope')).toEqual(events)
  expect(events[1]?.previousHash).toBe(events[0]?.hash)
})

it('refuses a stale version and says which version is current', async () => {
  await store.append('stale', [counted(1), counted(1)], { expectedVersion: 0, scopeId: 's', actor: by })
  const error = await store
    .append('stale', [counted(1)], { expectedVersion: 1, scopeId: 's', actor: by })
    .catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ConcurrencyError)
  expect(error).toMatchObject({ streamId: 'stale', expectedVersion: 1, currentVersion: 2 })
  await expect(
    store.append('stale', [counted(1)], { expectedVersion: 0, scopeId: 's', actor: by }),
  ).rejects.toMatchObject({ currentVersion: 2 })
  await expect(
    store.append('stale', [counted(1)], { expectedVersion: 5, scopeId: 's', actor: by }),
  ).rejects.toBeInstanceOf(ConcurrencyError)
})

it('lets one of many writers win', async () => {
  const attempts = Array.from({ length: 20 }, () =>
    store.append('race', [counted(1)], { expectedVersion: 0, scopeId: 's', actor: by }),
  )
  const results = await Promise.allSettled(attempts)
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConcurrencyError)
})

it('writes many streams in one transaction, in the order given, or none of them', async () => {
  const { events } = await store.appendAll(
    ['b', 'a', 'c'].map((id) => ({
      streamId: `many-${id}`,
      scopeId: 'many',
      expectedVersion: 0,
      events: [counted(1)],
    })),
    { actor: by },
  )
  expect((await store.readScope('many')).map((event) => event.streamId)).toEqual(['many-b', 'many-a', 'many-c'])
  expect(events.map((event) => event.cursor)).toEqual(events.map((event) => event.cursor).toSorted())
  const again = store.appendAll(
    [
      { streamId: 'many-d', scopeId: 'many', expectedVersion: 0, events: [counted(1)] },
      { streamId: 'many-a', scopeId: 'many', expectedVersion: 0, events: [counted(1)] },
    ],
    { actor: by },
  )
  await expect(again).rejects.toMatchObject({ streamId: 'many-a', currentVersion: 1 })
  expect(await store.readStream('many-d')).toEqual([])
})

it('appends to the same streams in opposite orders without a deadlock', async () => {
  const open = (streamId: string) => ({ streamId, scopeId: 's', expectedVersion: 0, events: [counted(0)] })
  await store.appendAll([open('left'), open('right')], { actor: by })
  const increment = async (ids: string[]): Promise<void> => {
    const streams = await Promise.all(
      ids.map(async (streamId) => ({
        streamId,
        scopeId: 's',
        expectedVersion: (await store.load(streamId, evolve, 0)).version,
        events: [counted(1)],
      })),
    )
    await store.appendAll(streams, { actor: by }).catch((error: unknown) => {
      if (error instanceof ConcurrencyError) return increment(ids)
      throw error
    })
  }
  await Promise.all(
    Array.from({ length: 12 }, (_, index) => increment(index % 2 ? ['left', 'right'] : ['right', 'left'])),
  )
  expect(await store.load('left', evolve, 0)).toEqual({ state: 12, version: 13 })
  expect(await store.load('right', evolve, 0)).toEqual({ state: 12, version: 13 })
})

it('commits the view with the events, and takes both back when the view fails', async () => {
  await pool.query('create table totals (stream_id text primary key, total int not null)')
  const project = async (tx: pg.PoolClient) => void (await tx.query(`insert into totals values ('view', 1)`))
  await store.append('view', [counted(1)], { expectedVersion: 0, scopeId: 's', actor: by, inTransaction: project })
  const failing = store.append('view', [counted(1)], {
    expectedVersion: 1,
    scopeId: 's',
    actor: by,
    inTransaction: project,
  })
  await expect(failing).rejects.toThrow('duplicate key')
  expect((await store.load('view', evolve, 0)).version).toBe(1)
})

it('refuses to call a transaction committed whose failure the view swallowed', async () => {
  const swallow = async (tx: pg.PoolClient) => void (await tx.query('select 1/0').catch(() => undefined))
  const appended = store.append('swallowed', [counted(1)], {
    expectedVersion: 0,
    scopeId: 's',
    actor: by,
    inTransaction: swallow,
  })
  await expect(appended).rejects.toThrow('nothing was saved')
  expect(await store.readStream('swallowed')).toEqual([])
})

it('joins an outer transaction, which stays usable after a conflict', async () => {
  const tx = await pool.connect()
  await tx.query('begin')
  await store.append('outer', [counted(1)], { expectedVersion: 0, scopeId: 's', actor: by, tx })
  await expect(
    store.append('outer', [counted(1)], { expectedVersion: 0, scopeId: 's', actor: by, tx }),
  ).rejects.toMatchObject({ currentVersion: 1 })
  await store.append('outer', [counted(1)], { expectedVersion: 1, scopeId: 's', actor: by, tx })
  expect((await store.load('outer', evolve, 0)).version).toBe(0)
  expect((await store.load('outer', evolve, 0, { tx })).version).toBe(2)
  await tx.query('commit')
  tx.release()
  expect((await store.load('outer', evolve, 0)).version).toBe(2)
})

it.each([
  ['U+0000', { reason: 'a\u0000b' }],
  ['half a surrogate pair', { reason: 'a\ud800b' }],
])('refuses a text with %s and says so', async (_name, data) => {
  const appended = store.append('unstorable', [{ type: 'reset', data }], {
    expectedVersion: 0,
    scopeId: 's',
    actor: by,
  })
  await expect(appended).rejects.toBeInstanceOf(UnstorableEventError)
})

it('refuses to change or remove a recorded event', async () => {
  await store.append('fixed', [counted(1)], { expectedVersion: 0, scopeId: 's', actor: by })
  await expect(pool.query(`update event_store.events set data = '{}'`)).rejects.toThrow('append-only')
  await expect(pool.query('delete from event_store.events')).rejects.toThrow('append-only')
})
