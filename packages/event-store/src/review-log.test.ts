import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashRecorded } from './hash-chain.ts'
import { reviewLog, type VerifiedLog } from './index.ts'
import { ada, type CounterStore, counted, openCounterStore } from './testing/counter-store.ts'

let counters: CounterStore
beforeEach(async () => {
  counters = await openCounterStore()
  for (const stream of ['a', 'b', 'c']) await append(stream, 0)
})
afterEach(() => counters.close())

async function append(stream: string, expectedVersion: number): Promise<void> {
  await counters.store.append(stream, [1, 2, 3, 4, 5].map(counted), { ...ada, expectedVersion })
}

/** What somebody with the rights of the database's owner could do. */
async function tamper(...statements: string[]): Promise<void> {
  await counters.pool.query('alter table event_store.events disable trigger events_are_append_only')
  for (const statement of statements) await counters.pool.query(statement)
  await counters.pool.query('alter table event_store.events enable trigger events_are_append_only')
}

async function givenVerified(): Promise<VerifiedLog> {
  for (;;) {
    const { verifiedLog } = await reviewLog(counters.pool)
    // Transactions of other test files hold back what counts as settled.
    if (verifiedLog?.events === 15) return verifiedLog
  }
}

it('verifies everything when nothing is known, and afterwards what was written since', async () => {
  const since = await givenVerified()
  expect(await reviewLog(counters.pool, { since })).toMatchObject({ intact: true, events: 15, verified: 0 })
  await append('b', 5)
  expect(await reviewLog(counters.pool, { since })).toMatchObject({
    intact: true,
    events: 20,
    verified: 5,
    complete: true,
  })
})

it('names an event that was edited after it had been verified', async () => {
  const since = await givenVerified()
  await tamper(`update event_store.events set data = '{"by": 300}' where stream_id = 'b' and version = 3`)
  expect(await reviewLog(counters.pool, { since })).toMatchObject({
    intact: false,
    damage: { streamId: 'b', version: 3, reason: 'edited' },
    verifiedLog: null,
  })
})

it('names the event after one that was edited together with its hash', async () => {
  const since = await givenVerified()
  const [, event] = (await counters.store.load('b', (events: unknown[], event) => [...events, event], [])).state
  const forged = { ...(event as Parameters<typeof hashRecorded>[1] & { previousHash: string }), data: { by: 7 } }
  const hash = hashRecorded(forged.previousHash, forged)
  await tamper(
    `update event_store.events set data = '{"by": 7}', hash = '\\x${hash}' where stream_id = 'b' and version = 2`,
  )
  expect(await reviewLog(counters.pool, { since })).toMatchObject({
    intact: false,
    damage: { streamId: 'b', version: 3, reason: 'hash' },
  })
})

it('names an event that was removed after it had been verified', async () => {
  const since = await givenVerified()
  await tamper(`delete from event_store.events where stream_id = 'c' and version = 2`)
  expect(await reviewLog(counters.pool, { since })).toMatchObject({
    damage: { streamId: 'c', version: 2, reason: 'missing' },
  })
})

it('notices that the newest events of a stream were removed, although every chain still holds', async () => {
  const since = await givenVerified()
  await tamper(`delete from event_store.events where stream_id = 'c' and version > 3`)
  expect(await reviewLog(counters.pool, { since })).toMatchObject({ intact: false, damage: null, rewritten: 2 })
})

it('accuses nobody after the log was restored', async () => {
  const since = await givenVerified()
  await counters.pool.query('create table kept as table event_store.events')
  await tamper(
    'truncate event_store.events cascade',
    'insert into event_store.events overriding system value table kept',
  )
  expect(await reviewLog(counters.pool, { since })).toMatchObject({ intact: true, verified: 15 })
})

it('names an edited event among those written since', async () => {
  const since = await givenVerified()
  await append('b', 5)
  await tamper(`update event_store.events set actor = 'usr_eve' where stream_id = 'b' and version = 8`)
  expect(await reviewLog(counters.pool, { since })).toMatchObject({
    damage: { streamId: 'b', version: 8, reason: 'edited' },
  })
})

it('looks only at the newest events of a large log about which nothing is known, and says so', async () => {
  expect(await reviewLog(counters.pool, { atMost: 4 })).toMatchObject({
    intact: true,
    events: 15,
    verified: 4,
    complete: false,
    verifiedLog: null,
  })
})

it('says when the database would let events be changed', async () => {
  expect(await reviewLog(counters.pool)).toMatchObject({ protected: true })
  await counters.pool.query('alter table event_store.events disable trigger events_are_append_only')
  expect(await reviewLog(counters.pool)).toMatchObject({ protected: false })
})

it('knows what an empty log is', async () => {
  await tamper('delete from event_store.events')
  expect(await reviewLog(counters.pool)).toMatchObject({ intact: true, events: 0, verified: 0, complete: true })
})
