import { expect, it } from 'vitest'
import { costMonth } from './months.ts'

const at = (time: string, month?: string) => costMonth(month, new Date(time))

it('asks for two months up to today, and compares whole days', () => {
  expect(at('2026-01-20T10:00:00Z')).toEqual({
    month: '2026-01',
    asked: { start: '2025-12-01', end: '2026-01-21' },
    wholeDays: 19,
    daysInMonth: 31,
    rest: { start: '2026-01-20', end: '2026-02-01' },
  })
})

it('asks for a period that is not empty on the first of a month, when nothing can be compared yet', () => {
  expect(at('2026-03-01T00:00:10Z')).toMatchObject({
    asked: { start: '2026-02-01', end: '2026-03-02' },
    wholeDays: 0,
    rest: { start: '2026-03-01', end: '2026-04-01' },
  })
})

it('foresees on the last day what is left of it', () => {
  expect(at('2026-02-28T23:59:00Z')?.rest).toEqual({ start: '2026-02-28', end: '2026-03-01' })
})

it('takes a month that is over as a whole, without a forecast', () => {
  expect(at('2026-03-05T00:00:00Z', '2026-02')).toEqual({
    month: '2026-02',
    asked: { start: '2026-01-01', end: '2026-03-01' },
    wholeDays: 28,
    daysInMonth: 28,
    rest: null,
  })
})

it('knows no month that has not begun, and none that is no month', () => {
  expect(at('2026-03-05T00:00:00Z', '2026-04')).toBeUndefined()
  expect(at('2026-03-05T00:00:00Z', '2026-13')).toBeUndefined()
  expect(at('2026-03-05T00:00:00Z', 'march')).toBeUndefined()
})
