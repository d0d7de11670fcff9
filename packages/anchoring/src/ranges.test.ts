import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextRange } from './describe-range.ts'
import { compareInReadingOrder, contains, layerRanges, overlap, RangeIndex } from './ranges.ts'

const range = (start: number, end: number): TextRange => ({ start, end })
const anyRanges = fc.array(
  fc.tuple(fc.nat(60), fc.nat(20)).map(([start, length]) => range(start, start + length)),
  { maxLength: 60 },
)

describe('ranges in reading order', () => {
  it('start early, and outer ones come before those inside', () => {
    const sorted = [range(5, 6), range(0, 3), range(5, 9), range(0, 8)].toSorted(compareInReadingOrder)
    expect(sorted).toEqual([range(0, 8), range(0, 3), range(5, 9), range(5, 6)])
  })

  it('overlap when they share a character, and contain each other from edge to edge', () => {
    expect([overlap(range(0, 3), range(2, 4)), overlap(range(0, 3), range(3, 4))]).toEqual([true, false])
    expect([contains(range(0, 3), range(0, 3)), contains(range(0, 3), range(1, 4))]).toEqual([true, false])
  })
})

describe('layers', () => {
  it('put nested and overlapping ranges on levels of their own', () => {
    expect(layerRanges([range(2, 4), range(0, 10), range(3, 6), range(6, 8), range(10, 12)])).toEqual([1, 0, 2, 1, 0])
  })

  it('never hold two overlapping ranges, and are as few as ranges overlap at any one place', () => {
    fc.assert(
      fc.property(anyRanges, (ranges) => {
        const levels = layerRanges(ranges)
        for (const [i, a] of ranges.entries()) {
          for (const [j, b] of ranges.entries()) if (i < j && overlap(a, b)) expect(levels[i]).not.toBe(levels[j])
        }
        const drawn = ranges.filter(({ start, end }) => start < end)
        const depth = Math.max(
          0,
          ...drawn.map((at) => drawn.filter((r) => r.start <= at.start && at.start < r.end).length),
        )
        expect(Math.max(0, ...layerRanges(drawn).map((level) => level + 1))).toBe(depth)
      }),
    )
  })
})

describe('an index of ranges', () => {
  it('gives the ranges at an offset, outermost first', () => {
    const index = new RangeIndex([range(4, 6), range(0, 10), range(2, 5), range(5, 7)])
    expect(index.rangesAt(4)).toEqual([range(0, 10), range(2, 5), range(4, 6)])
    expect(index.rangesAt(10)).toEqual([])
  })

  it('answers as looking at every range would', () => {
    fc.assert(
      fc.property(anyRanges, fc.nat(80), fc.nat(30), (ranges, start, length) => {
        const wanted = range(start, start + length)
        const isIn = (r: TextRange) =>
          overlap(r, wanted) || (r.start === r.end && r.start >= start && r.start < wanted.end)
        expect(new RangeIndex(ranges).overlapping(wanted)).toEqual(ranges.filter(isIn).toSorted(compareInReadingOrder))
      }),
    )
  })
})
