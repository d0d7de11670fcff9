import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf } from './excerpt.ts'

test('a short passage is shown whole', () => {
  expect(excerptOf({ text: 'the whale', start: 7, matches: [] })).toEqual({ text: 'the whale', start: 7 })
})

test('a long one is cut around its first match, between words', () => {
  const text = `${'before '.repeat(60)}whale ${'after '.repeat(60)}`
  const at = text.indexOf('whale')
  const excerpt = excerptOf({ text, start: 1000, matches: [{ start: 1000 + at, end: 1000 + at + 5 }] }, 200)
  expect(excerpt.text).toContain('whale')
  expect(excerpt.text).toMatch(/^before .* after$/u)
  expect(text.slice(excerpt.start - 1000)).toMatch(/^before/u)
})

test('is always a part of the passage that begins where it says, and holds the first match', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'é', '🐳', ' ', 'word '), { maxLength: 900 }),
      fc.nat(),
      (parts, seed) => {
        const text = parts.join('')
        const points = [...text]
        const at = points.length === 0 ? 0 : seed % points.length
        const excerpt = excerptOf({ text, start: 50, matches: [{ start: 50 + at, end: 50 + at + 1 }] }, 120)
        const from = excerpt.start - 50
        expect(points.slice(from, from + [...excerpt.text].length).join('')).toBe(excerpt.text)
        if (points.length > 0) {
          expect(from).toBeLessThanOrEqual(at)
          expect(from + [...excerpt.text].length).toBeGreaterThan(at)
        }
      },
    ),
  )
})
