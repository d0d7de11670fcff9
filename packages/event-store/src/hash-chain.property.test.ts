import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { eventHash, GENESIS_HASH, type HashedFields, hashRecorded } from './hash-chain.ts'
import { createEventStore, UnstorableEventError, verify } from './index.ts'
import { type CounterStore, openCounterStore } from './testing/counter-store.ts'

let counters: CounterStore
beforeAll(async () => {
  counters = await openCounterStore()
})
afterAll(() => counters.close())

/** Text that PostgreSQL can keep: no U+0000; fast-check's graphemes hold no half surrogate pairs. */
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\u0000', ''))
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value
const fields: fc.Arbitrary<HashedFields> = fc.record({
  streamId: text,
  version: fc.integer({ min: 1 }),
  scopeId: text,
  type: text,
  data: json.map(canonicalJson),
  actor: text,
  correlationId: fc.option(text),
  occurredAt: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
})

function shuffleKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffleKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, shuffleKeys(inner)]),
  )
}

it('spells a value the same whatever the order of its keys, and loses nothing', () => {
  fc.assert(
    fc.property(json, (value) => {
      const canonical = canonicalJson(value)
      expect(canonicalJson(shuffleKeys(value))).toBe(canonical)
      expect(canonicalJson(JSON.parse(canonical))).toBe(canonical)
      expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

it.each([
  ['Date', new Date(0)],
  ['Map', new Map()],
  ['NaN', Number.NaN],
  ['bigint', 1n],
  ['function', () => 1],
  ['undefined in a list', [undefined]],
])('refuses %s, which JSON would silently change', (_name, value) => {
  expect(() => canonicalJson({ value })).toThrow(UnstorableEventError)
})

it('gives another hash when any field changes, or the event before', () => {
  fc.assert(
    fc.property(fields, fields, (a, b) => {
      expect(eventHash(GENESIS_HASH, a)).toEqual(eventHash(GENESIS_HASH, { ...a }))
      for (const key of Object.keys(a) as (keyof HashedFields)[]) {
        if (a[key] === b[key]) continue
        expect(eventHash(GENESIS_HASH, { ...a, [key]: b[key] })).not.toEqual(eventHash(GENESIS_HASH, a))
      }
      expect(eventHash(eventHash(GENESIS_HASH, a), a)).not.toEqual(eventHash(GENESIS_HASH, a))
    }),
  )
})

it('reads the hashed header as canonical JSON of the fields, so that others can check it', () => {
  fc.assert(
    fc.property(fields, (event) => {
      expect(hashRecorded(GENESIS_HASH, { ...event, data: JSON.parse(event.data) })).toEqual(
        eventHash(GENESIS_HASH, event),
      )
    }),
  )
})

it('verifies whatever JSON went through PostgreSQL and back', async () => {
  const store = createEventStore({ pool: counters.pool })
  let streams = 0
  await fc.assert(
    fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 5 }), async (values) => {
      streams += 1
      const streamId = `any-${streams}`
      const events = values.map((data) => ({ type: 'any', data }))
      const appended = await store.append(streamId, events, { expectedVersion: 0, scopeId: 's', actor: 'a' })
      // A single event is linked by PostgreSQL, several by us: both must come to the same.
      const single = await store.append(streamId, events.slice(0, 1), {
        expectedVersion: values.length,
        scopeId: 's',
        actor: 'a',
      })
      expect(await verify(counters.pool, { streamId })).toEqual({ intact: true, streams: 1, events: values.length + 1 })
      const read = await store.readStream(streamId)
      expect(read.map((event) => event.hash)).toEqual([...appended.events, ...single.events].map((event) => event.hash))
    }),
    { numRuns: 60 },
  )
  expect(await verify(counters.pool)).toMatchObject({ intact: true, streams })
})
