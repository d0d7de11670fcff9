import { countCodePoints } from '@semiont/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPassages } from './cut-passages.ts'

const slice = (text: string, start: number, end: number) => [...text].slice(start, end).join('')

describe('passages', () => {
  it('a short text is one, without the white space around it', () => {
    expect(cutPassages('\n  A line.\nAnother.\n\n')).toEqual([{ start: 3, end: 19, text: 'A line.\nAnother.' }])
  })

  it('there are none in a text of white space', () => {
    expect(cutPassages(' \n\n ')).toEqual([])
    expect(cutPassages('')).toEqual([])
  })

  it('end with a paragraph where there is one in reach', () => {
    const paragraph = `${'A sentence of some length, nothing more. '.repeat(18).trim()}\n\n`
    const passages = cutPassages(paragraph.repeat(3))
    expect(passages.map((passage) => passage.text)).toEqual(Array.from({ length: 3 }, () => paragraph.trim()))
  })

  it('end with a sentence where there is no paragraph', () => {
    const passages = cutPassages('A sentence of some length, nothing more. '.repeat(200))
    for (const passage of passages) expect(passage.text).toMatch(/^A sentence.*more\.$/s)
  })

  it('never cut through a character', () => {
    const passages = cutPassages('😀'.repeat(5_000))
    expect(passages.map((passage) => passage.text).join('')).toBe('😀'.repeat(5_000))
  })

  it('cover every character that is not white space, once, at its place', () => {
    const piece = fc.oneof(
      fc.constantFrom('word ', 'Sentence. ', 'Line\n', 'Paragraph.\n\n', '😀 ', 'e\u0301', '東京', '   '),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 600 }), (pieces) => {
        const text = pieces.join('')
        const passages = cutPassages(text)
        let end = 0
        for (const passage of passages) {
          expect(slice(text, end, passage.start).trim()).toBe('')
          expect(slice(text, passage.start, passage.end)).toBe(passage.text)
          expect(countCodePoints(passage.text)).toBeLessThanOrEqual(1_201)
          end = passage.end
        }
        expect(slice(text, end, text.length).trim()).toBe('')
      }),
      { numRuns: 60 },
    )
  })
})
