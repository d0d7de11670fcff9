import { expect, test } from 'vitest'
import { bucketCounts } from './buckets.ts'

const summary = {
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-01-01T04:00:00.000Z',
  bucketSeconds: 3600,
  buckets: [
    { start: '2026-01-01T01:00:00.000Z', type: 'auth.failed' as const, count: 2 },
    { start: '2026-01-01T01:00:00.000Z', type: 'auth.succeeded' as const, count: 5 },
    { start: '2026-01-01T03:00:00.000Z', type: 'auth.failed' as const, count: 1 },
  ],
}

test('every bucket of the period is there, also the empty ones', () => {
  expect(bucketCounts(summary, ['auth.failed'])).toEqual([0, 2, 0, 1])
})

test('several types are counted together', () => {
  expect(bucketCounts(summary, ['auth.failed', 'auth.succeeded'])).toEqual([0, 7, 0, 1])
})

test('a period that begins within a bucket shows the whole bucket', () => {
  expect(bucketCounts({ ...summary, from: '2026-01-01T01:30:00.000Z' }, ['auth.failed'])).toEqual([2, 0, 1])
})
