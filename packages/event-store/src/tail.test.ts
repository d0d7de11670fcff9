import { setTimeout as sleep } from 'node:timers/promises'
import { startTestPostgresServer } from '@semiont/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEventStore, eventStoreMigrations, type Incident, InvalidCursorError, migrate } from './index.ts'
import { ada, type Counter, type CounterStore, counted, openCounterStore, take } from './testing/counter-store.ts'

describe('a tail', () => {
  let counters: CounterStore
  beforeAll(async () => {
    counters = await openCounterStore()
  })
  afterAll(() => counters.close())

  const appendMany = (streamId: string, count: number, scopeId = 'scope') =>
    counters.store.append(
      streamId,
      Array.from({ length: count }, (_, index) => counted(index)),
      { ...ada, scopeId, expectedVersion: 0 },
    )

  it('continues after any event it was given, through old pages into what is appended live', async () => {
    const { events } = await appendMany('resumed', 1_300)
    const stop = new AbortController()
    const rest = take(counters.store.tail({ after: events[99]?.cursor, signal: stop.signal }), 1_203)
    const live = await appendMany('resumed-live', 3)
    expect(await rest).toEqual([...events.slice(100), ...live.events])
    stop.abort()
  })

  it('hears at once what another process appends', async () => {
    const stop = new AbortController()
    const after = await counters.store.end()
    const heard = take(counters.store.tail({ after, scopeIds: ['elsewhere'], signal: stop.signal }), 1)
    await sleep(100)
    const began = performance.now()
    await counters.another().store.append('far', [counted()], { ...ada, scopeId: 'elsewhere', expectedVersion: 0 })
    expect(await heard).toHaveLength(1)
    expect(performance.now() - began).toBeLessThan(1_000)
    stop.abort()
  })

  it('sees only the scopes and types it asked for', async () => {
    const after = await counters.store.end()
    await appendMany('scope-a', 2, 'a')
    await appendMany('scope-b', 2, 'b')
    await counters.store.append('scope-a', [{ type: 'reset', data: { reason: 'done' } }], {
      ...ada,
      scopeId: 'a',
      expectedVersion: 2,
    })
    const stop = new AbortController()
    const only = await take(counters.store.tail({ after, scopeIds: ['a'], types: ['reset'], signal: stop.signal }), 1)
    expect(only).toMatchObject([{ streamId: 'scope-a', version: 3 }])
    stop.abort()
  })

  it('ends without an error when it is aborted while it waits', async () => {
    const stop = new AbortController()
    const nothing = take(counters.store.tail({ signal: stop.signal }), 1)
    setTimeout(() => stop.abort(), 50)
    expect(await nothing).toEqual([])
  })

  it('refuses a cursor that is none', () => {
    expect(() => counters.store.tail({ after: '42', signal: AbortSignal.abort() })).toThrow(InvalidCursorError)
  })
})

it('outlives a restart of the database: tails and subscriptions go on without loss or repetition', {
  timeout: 60_000,
}, async () => {
  const server = await startTestPostgresServer()
  const pool = new pg.Pool({ connectionString: server.adminUrl })
  await migrate(pool, [eventStoreMigrations])
  const incidents: Incident[] = []
  const store = createEventStore<Counter>({ pool, onIncident: (incident) => incidents.push(incident) })
  const stop = new AbortController()
  await pool.query('create table seen (version int)')
  const subscription = store.subscribe({
    name: 'seen',
    handle: async (event, tx) => void (await tx.query('insert into seen values ($1)', [event.version])),
  })
  const tailed = take(store.tail({ after: await store.end(), signal: stop.signal }), 20)
  const append = (version: number) => store.append('restart', [counted(version)], { ...ada, expectedVersion: version })

  for (let version = 0; version < 10; version++) await append(version)
  await server.restart(600)
  for (let version = 10; version < 20; version++) await append(version)

  expect((await tailed).map((event) => event.version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  await subscription.caughtUp()
  const { rows } = await pool.query<{ version: number }>('select version from seen order by version')
  expect(rows.map((row) => row.version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  expect(incidents.map((incident) => incident.kind)).toContain('database-trouble')

  stop.abort()
  await subscription.stop()
  await pool.end()
  await server.stop()
})
