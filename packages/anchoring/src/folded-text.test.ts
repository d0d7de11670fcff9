import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FoldedText } from './folded-text.ts'

const fold = (text: string): string => FoldedText.of(text).text

const mixed = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '\u00a0', '“', '’', '«', '…', '—', '\u00ad', '\u200b', '\u200e'),
      fc.constantFrom(
        'é',
        'e\u0301',
        'ệ',
        'e\u0323\u0302',
        '한',
        '한',
        'Å',
        '\u212b',
        'שׁ',
        'ש\u05c1',
        '👩‍👧',
        '\u0301',
      ),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

describe('folded text', () => {
  it('is the same however white space, quotation marks and accents were typed', () => {
    expect(fold('“Cafe\u0301”\u00a0\r\n  isn’t—quite\u00adly…')).toBe('"Café" isn\'t-quitely...')
    expect(fold('"Caf\u00e9" isn\'t-quitely...')).toBe('"Café" isn\'t-quitely...')
  })

  it('does not depend on the Unicode form of the text', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
      }),
    )
  })

  it('keeps letters, case, joiners and emoji', () => {
    expect(fold('Straße ﬁ ÅNGSTRÖM 👩‍👩‍👧 می‌خواهم')).toBe('Straße ﬁ ÅNGSTRÖM 👩‍👩‍👧 می‌خواهم')
  })

  it('leads back from every passage to the original passage that folds to it', () => {
    fc.assert(
      fc.property(mixed, fc.nat(), fc.nat(), (text, a, b) => {
        const folded = FoldedText.of(text)
        const start = a % (folded.text.length + 1)
        const end = start + (b % (folded.text.length - start + 1))
        const original = text.slice(
          folded.originalStart(start),
          Math.max(folded.originalStart(start), folded.originalEnd(end)),
        )
        expect(fold(original)).toContain(folded.text.slice(start, end))
      }),
    )
  })

  it('leaves out invisible characters around a passage', () => {
    const folded = FoldedText.of('a\u00ad\u200bword\u200b\u00adb')
    expect([folded.originalStart(1), folded.originalEnd(5)]).toEqual([3, 7])
  })
})
