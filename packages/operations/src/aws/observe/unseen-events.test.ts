import { expect, it } from 'vitest'
import type { LogEvent } from '../clients/log-events.ts'
import { earliestLook, lookFrom, UnseenEvents } from './unseen-events.ts'

const event = (id: string, at: number): LogEvent => ({ id, at, stream: 's', message: id })
const ids = (events: readonly LogEvent[]) => events.map(({ id }) => id)

it('tells every event once, however often a look finds it, also one that arrives late', () => {
  const unseen = new UnseenEvents(10, [event('a', 10)])
  expect(ids(unseen.take([event('a', 10), event('b', 11)]))).toEqual(['b'])
  expect(ids(unseen.take([event('a', 10), event('late', 10), event('b', 11), event('c', 12)]))).toEqual(['late', 'c'])
  expect(unseen.take([event('late', 10)])).toEqual([])
})

it('tells nothing from before the beginning', () => {
  expect(new UnseenEvents(10).take([event('old', 9)])).toEqual([])
})

it('forgets what is too old to be found again, and no more', () => {
  const unseen = new UnseenEvents(0, [event('a', 10), event('b', 20)])
  unseen.forget(20)
  expect(ids(unseen.take([event('b', 20)]))).toEqual([])
})

it('looks again at what was just looked at, and at times further back, never before what is remembered', () => {
  const looks = Array.from({ length: 40 }, (_, number) => 1_000_000 - lookFrom(number, 1_000_000))
  expect(Math.min(...looks)).toBe(30_000)
  expect(looks.filter((back) => back === 600_000)).toHaveLength(2)
  expect(Math.max(...looks)).toBe(1_000_000 - earliestLook(1_000_000))
})
