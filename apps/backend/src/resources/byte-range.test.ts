import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attachment, matchesEtag, parseRange, rangeStillHolds } from './byte-range.ts'

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=10-', { start: 10, end: 99 }],
    ['bytes=99-', { start: 99, end: 99 }],
    ['bytes=50-1000', { start: 50, end: 99 }],
    ['bytes=-1', { start: 99, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['BYTES = 1-2', { start: 1, end: 2 }],
  ])('%s of 100 bytes', (header, range) => {
    expect(parseRange(header, 100)).toEqual(range)
  })

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=99999999999999999999-'])(
    '%s lies outside of 100 bytes',
    (header) => {
      expect(parseRange(header, 100)).toBeNull()
    },
  )

  it.each([undefined, '', 'bytes=', 'bytes=-', 'bytes=5-3', 'bytes=a-b', 'lines=0-1', 'bytes=0-1,3-4', 'bytes=1'])(
    '%s is answered with everything',
    (header) => {
      expect(parseRange(header, 100)).toBeUndefined()
    },
  )

  it('never leads outside of the content', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 40 }), (first, last, size) => {
        const range = parseRange(`bytes=${first}-${last}`, size)
        if (range) expect(0 <= range.start && range.start <= range.end && range.end < size).toBe(true)
      }),
    )
  })
})

describe('conditions', () => {
  it('If-None-Match compares weakly and knows lists and *', () => {
    expect(matchesEtag('"a"', '"a"')).toBe(true)
    expect(matchesEtag('W/"a"', '"a"')).toBe(true)
    expect(matchesEtag('"b", "a"', '"a"')).toBe(true)
    expect(matchesEtag('*', '"a"')).toBe(true)
    expect(matchesEtag('"b"', '"a"')).toBe(false)
    expect(matchesEtag(undefined, '"a"')).toBe(false)
  })

  it('If-Range compares strongly', () => {
    expect(rangeStillHolds(undefined, '"a"')).toBe(true)
    expect(rangeStillHolds('"a"', '"a"')).toBe(true)
    expect(rangeStillHolds('W/"a"', '"a"')).toBe(false)
    expect(rangeStillHolds('Wed, 21 Oct 2015 07:28:00 GMT', '"a"')).toBe(false)
  })
})

describe('the name of a download', () => {
  it('is given plainly and exactly', () => {
    expect(attachment('Brief an Käthe (1914).md')).toBe(
      `attachment; filename="Brief an Kathe (1914).md"; filename*=UTF-8''Brief%20an%20K%C3%A4the%20%281914%29.md`,
    )
    expect(attachment('東京')).toBe(`attachment; filename="download"; filename*=UTF-8''%E6%9D%B1%E4%BA%AC`)
  })

  it('never breaks out of the header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(attachment(name)).toMatch(/^attachment; filename="[^"\\\r\n]+"; filename\*=UTF-8''[A-Za-z0-9%._~-]*$/)
      }),
    )
  })
})
