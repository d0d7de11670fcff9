import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodePoints } from './code-points.ts'

/** Any string, halves of surrogate pairs included. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('a', 'é', '😀', '👩‍👩‍👧', 'שׁ', 'ع', '\ud83d', '\ude00', '\n', '𝒳'))
    .map((parts) => parts.join('')),
)

describe('code points', () => {
  it('are counted as iterating the string counts them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(new CodePoints(text).length).toBe([...text].length)
      }),
    )
  })

  it('cut the text as an array of its characters would be cut', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const characters = [...text]
        const start = a % (characters.length + 1)
        const end = start + (b % (characters.length - start + 1))
        expect(new CodePoints(text).slice(start, end)).toBe(characters.slice(start, end).join(''))
      }),
    )
  })

  it('lead to UTF-16 indices and back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const points = new CodePoints(text)
        for (let offset = 0; offset <= points.length; offset += 1) {
          expect(points.fromUtf16(points.toUtf16(offset))).toBe(offset)
        }
      }),
    )
  })

  it('count an index inside of a surrogate pair as the pair', () => {
    const points = new CodePoints('a😀b😀c')
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((index) => points.fromUtf16(index))).toEqual([0, 1, 1, 2, 3, 3, 4, 5])
    expect(points.isInsidePair(2)).toBe(true)
    expect(points.isInsidePair(3)).toBe(false)
  })

  it('refuse offsets outside of the text', () => {
    const points = new CodePoints('😀')
    expect(() => points.toUtf16(2)).toThrow('Offset 2 is outside of the text, which has 1 code points')
    expect(() => points.toUtf16(-1)).toThrow(RangeError)
    expect(() => points.toUtf16(0.5)).toThrow(RangeError)
    expect(() => points.fromUtf16(3)).toThrow(RangeError)
  })

  it('are found in a million wide characters without counting through them', () => {
    const points = new CodePoints('😀'.repeat(1_000_000))
    const started = performance.now()
    for (let i = 0; i < 10_000; i += 1) expect(points.fromUtf16(points.toUtf16(i * 99))).toBe(i * 99)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
