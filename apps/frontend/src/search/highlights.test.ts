import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecesOf } from './highlights.ts'

const shown = (...args: Parameters<typeof piecesOf>) =>
  piecesOf(...args)
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('')

test('matches are cut out by their place in the whole text', () => {
  expect(
    shown('the white whale', 100, [
      { start: 104, end: 109 },
      { start: 110, end: 115 },
    ]),
  ).toBe('the [white] [whale]')
})

test('positions count code points', () => {
  expect(shown('🐳🐳 whale', 0, [{ start: 3, end: 8 }])).toBe('🐳🐳 [whale]')
})

test('matches that overlap or reach out of the text do not repeat or lose anything', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.nat(50),
      fc.array(fc.record({ start: fc.nat(80), end: fc.nat(80) })),
      (text, offset, spans) => {
        const whole = piecesOf(text, offset, spans).map((piece) => piece.text)
        expect(whole.join('')).toBe(text)
      },
    ),
  )
})
