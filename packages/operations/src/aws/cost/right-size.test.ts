import { expect, it } from 'vitest'
import { sizeHint, type UsageSeries } from './right-size.ts'

const series = (average: number, high: number, hours = 300): UsageSeries => ({ average, high, hours })
const hint = (cpu: UsageSeries | null, memory: UsageSeries | null, size = { cpu: 1024, memory: 4096 }) =>
  sizeHint({ what: 'backend', cpu, memory }, size)

it('says nothing from a few hours', () => {
  expect(hint(null, null).kind).toBe('unknown')
  expect(hint(series(1, 2, 20), null)).toMatchObject({ kind: 'unknown', text: expect.stringContaining('20 hours') })
})

it('names a smaller size that Fargate has, for what is idle even at its height', () => {
  expect(hint(series(5, 12), series(20, 30))).toMatchObject({
    kind: 'smaller',
    text: expect.stringContaining('512 CPU units and 2048 MiB'),
  })
  expect(hint(series(5, 12), series(60, 70)).text).toContain('512 CPU units and 4096 MiB')
  expect(hint(series(50, 60), series(20, 30)).text).toContain('1024 CPU units and 2048 MiB')
})

it('names no smaller one where Fargate has none, or where half would be busy', () => {
  expect(hint(series(5, 12), series(5, 10), { cpu: 256, memory: 512 }).kind).toBe('fits')
  expect(hint(series(20, 40), series(40, 60)).kind).toBe('fits')
})

it('finds a larger one due when CPU or memory is used up', () => {
  expect(hint(series(60, 85), series(20, 30)).kind).toBe('larger')
  expect(hint(series(10, 20), series(80, 92)).kind).toBe('larger')
})

it('judges the database by its CPU', () => {
  const database = (cpu: UsageSeries) => sizeHint({ what: 'database', cpu, memory: null }, null)
  expect(database(series(3, 9))).toMatchObject({
    kind: 'smaller',
    text: expect.stringContaining('aws.database.instance'),
  })
  expect(database(series(70, 90)).kind).toBe('larger')
  expect(database(series(40, 60)).kind).toBe('fits')
})
