import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ada, type Counter, type CounterStore, counted, openCounterStore, take } from './testing/counter-store.ts'
import type { RecordedEvent } from './index.ts'

let counters: CounterStore
beforeAll(async () => {
  counters = await openCounterStore()
})
afterAll(() => counters.close())

const WRITERS = 16
const APPENDS = 25
const name = (event: RecordedEvent<Counter>) => `${event.streamId} ${event.version}`

/** Every third append sits in a transaction that draws its positions early and commits late. */
async function write(writer: number, open: CounterStore): Promise<void> {
  const { store, pool } = open.another()
  for (let version = 0; version < APPENDS * 2; version += 2) {
    const batch = [counted(), counted()]
    const options = { ...ada, expectedVersion: version }
    if ((version / 2 + writer) % 3 !== 0) {
      await store.append(`writer-${writer}`, batch, options)
      continue
    }
    const tx = await pool.connect()
    await tx.query('begin')
    await store.append(`writer-${writer}`, batch, { ...options, tx })
    await sleep(Math.random() * 60)
    await tx.query('commit')
    tx.release()
  }
}

it('lets subscribers and tails miss nothing and see nothing twice while 16 writers commit out of order', async () => {
  const total = WRITERS * APPENDS * 2
  const stop = new AbortController()
  await counters.pool.query('create table seen (n bigint generated always as identity, event text)')
  const record = async (
    event: RecordedEvent<Counter>,
    tx: { query(text: string, values: string[]): Promise<unknown> },
  ) => void (await tx.query('insert into seen (event) values ($1)', [name(event)]))

  // Two processes run the subscription; three tails follow, one of them only its own scope and type.
  const first = counters.store.subscribe({ name: 'seen', handle: record, batchSize: 7 })
  const second = counters.another().store.subscribe({ name: 'seen', handle: record, batchSize: 13 })
  const after = await counters.store.end()
  const tails = [
    counters.store.tail({ after, signal: stop.signal }),
    counters.another().store.tail({ after, signal: stop.signal }),
    counters.store.tail({ after, scopeIds: [ada.scopeId], types: ['counted'], signal: stop.signal }),
  ].map((tail) => take(tail, total))

  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer, counters)))
  await Promise.all([first.caughtUp(), second.caughtUp()])
  await Promise.all([first.stop(), second.stop()])

  const expected = Array.from({ length: WRITERS }, (_, writer) =>
    Array.from({ length: APPENDS * 2 }, (_none, index) => `writer-${writer} ${index + 1}`),
  ).flat()
  const inOrder = (await counters.store.readAll({ limit: total + 1 })).events
  expect(inOrder.map(name).toSorted()).toEqual(expected.toSorted())
  expect(inOrder.map((event) => event.cursor)).toEqual(inOrder.map((event) => event.cursor).toSorted())

  const { rows } = await counters.pool.query<{ event: string }>('select event from seen order by n')
  expect(rows.map((row) => row.event)).toEqual(inOrder.map(name))
  for (const tail of tails) expect((await tail).map(name)).toEqual(inOrder.map(name))
  stop.abort()
})

it('shows why a position alone would not do: a lower one becomes visible after a higher one', async () => {
  const after = await counters.store.end()
  const early = await counters.pool.connect()
  await early.query('begin')
  const late = await counters.store.append('late', [counted()], { ...ada, expectedVersion: 0, tx: early })
  const quick = await counters.store.append('quick', [counted()], { ...ada, expectedVersion: 0 })
  const stop = new AbortController()
  const followed = take(counters.store.tail({ after, signal: stop.signal }), 2)
  await sleep(150)
  expect((await counters.store.readAll({ after })).events).toEqual([])
  await early.query('commit')
  early.release()
  expect((await followed).map((event) => event.cursor)).toEqual([late.events[0]?.cursor, quick.events[0]?.cursor])
  stop.abort()
})
