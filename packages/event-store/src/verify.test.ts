import { afterEach, beforeEach, expect, it } from 'vitest'
import { GENESIS_HASH, hashRecorded } from './hash-chain.ts'
import { adoptRestoredLog, checkpoint, verify } from './index.ts'
import { ada, type CounterStore, counted, openCounterStore, take } from './testing/counter-store.ts'

let counters: CounterStore
beforeEach(async () => {
  counters = await openCounterStore()
  for (const stream of ['a', 'b', 'c']) {
    await counters.store.append(stream, [1, 2, 3, 4, 5].map(counted), { ...ada, expectedVersion: 0 })
  }
})
afterEach(() => counters.close())

/** What somebody with the rights of the database's owner could do. */
async function tamper(...statements: string[]): Promise<void> {
  await counters.pool.query('alter table event_store.events disable trigger events_are_append_only')
  for (const statement of statements) await counters.pool.query(statement)
  await counters.pool.query('alter table event_store.events enable trigger events_are_append_only')
}

it('finds nothing in an untouched log', async () => {
  expect(await verify(counters.pool)).toEqual({ intact: true, streams: 3, events: 15 })
})

it.each([
  ['data', `data = '{"by": 300}'`],
  ['actor', `actor = 'usr_eve'`],
  ['time', `occurred_at = occurred_at - interval '1 millisecond'`],
  ['scope', `scope_id = 'other'`],
  ['type', `type = 'reset'`],
  ['correlation', `correlation_id = 'x'`],
])('names the event whose %s was edited', async (_field, change) => {
  await tamper(`update event_store.events set ${change} where stream_id = 'b' and version = 3`)
  expect(await verify(counters.pool)).toEqual({ intact: false, streamId: 'b', version: 3, reason: 'edited' })
  expect(await verify(counters.pool, { streamId: 'c' })).toMatchObject({ intact: true })
})

it('names an event that is missing, also when the gap was closed', async () => {
  await tamper(`delete from event_store.events where stream_id = 'b' and version = 2`)
  expect(await verify(counters.pool)).toEqual({ intact: false, streamId: 'b', version: 2, reason: 'missing' })
  await tamper(`update event_store.events set version = 2 where stream_id = 'b' and version = 3`)
  expect(await verify(counters.pool)).toEqual({ intact: false, streamId: 'b', version: 2, reason: 'missing' })
})

it('names events that changed places', async () => {
  await tamper(
    `update event_store.events set version = 99 where stream_id = 'b' and version = 2`,
    `update event_store.events set version = 2 where stream_id = 'b' and version = 4`,
    `update event_store.events set version = 4 where stream_id = 'b' and version = 99`,
  )
  expect(await verify(counters.pool)).toEqual({ intact: false, streamId: 'b', version: 2, reason: 'reordered' })
})

it('names events whose places in the log were exchanged', async () => {
  await tamper(
    `update event_store.events set transaction_id = transaction_id - 1 where stream_id = 'c' and version = 4`,
  )
  expect(await verify(counters.pool)).toEqual({ intact: false, streamId: 'c', version: 4, reason: 'reordered' })
})

it('names the event after one that was replaced together with its hash', async () => {
  const [first] = await counters.store.readStream('a', { atVersion: 1 })
  if (!first) throw new Error('stream a has no event')
  const forged = hashRecorded(GENESIS_HASH, { ...first, data: { by: 100 } })
  await tamper(
    `update event_store.events set data = '{"by": 100}', hash = '\\x${forged}' where stream_id = 'a' and version = 1`,
  )
  expect(await verify(counters.pool)).toEqual({ intact: false, streamId: 'a', version: 2, reason: 'hash' })
})

it('shows by an earlier checkpoint that the newest events of a stream were cut off', async () => {
  await counters.settled()
  const before = await checkpoint(counters.pool)
  expect(before).toMatchObject({ streams: 3, events: 15 })
  await counters.store.append('a', [counted(6)], { ...ada, expectedVersion: 5 })
  await counters.store.append('d', [counted(6)], { ...ada, expectedVersion: 0 })
  expect(await checkpoint(counters.pool, { at: before.cursor })).toEqual(before)
  await counters.settled()
  expect((await checkpoint(counters.pool)).digest).not.toBe(before.digest)
  await tamper(`delete from event_store.events where stream_id = 'b' and version = 5`)
  expect(await verify(counters.pool)).toMatchObject({ intact: true })
  expect((await checkpoint(counters.pool, { at: before.cursor })).digest).not.toBe(before.digest)
})

it('goes on after a restore into a server whose transaction ids start low; cursors and checkpoints stay valid', async () => {
  expect(await adoptRestoredLog(counters.pool)).toEqual({ adopted: false })
  const handled: string[] = []
  const handle = (event: { streamId: string; version: number }) =>
    void handled.push(`${event.streamId} ${event.version}`)
  const subscription = counters.store.subscribe({ name: 'restored', handle })
  await subscription.caughtUp()
  await subscription.stop()
  await tamper(
    `update event_store.events set transaction_id = transaction_id + 5000000000`,
    `update event_store.subscriptions set transaction_id = transaction_id + 5000000000`,
  )
  const last = (await counters.store.readStream('c')).at(-1)

  expect(await adoptRestoredLog(counters.pool)).toEqual({ adopted: true })
  expect(await adoptRestoredLog(counters.pool)).toEqual({ adopted: false })
  const { events } = await counters.store.append('d', [counted(7)], { ...ada, expectedVersion: 0 })

  const again = counters.store.subscribe({ name: 'restored', handle })
  await again.caughtUp()
  expect(handled).toHaveLength(16)
  expect(handled.at(-1)).toBe('d 1')
  await again.stop()
  const stop = new AbortController()
  expect(await take(counters.store.tail({ after: last?.cursor, signal: stop.signal }), 1)).toEqual(events)
  stop.abort()
})
