import { describe, expect, it } from 'vitest'
import { CodePoints } from './code-points.ts'
import { describeRange } from './describe-range.ts'

describe('describing a range', () => {
  it('quotes it with 32 code points on either side and counts its position in code points', () => {
    const text = `${'😀'.repeat(40)}needle${'é'.repeat(40)}`
    const [quote, position] = describeRange(text, { start: 40, end: 46 })
    expect(position).toEqual({ type: 'TextPositionSelector', start: 40, end: 46 })
    expect(quote).toEqual({
      type: 'TextQuoteSelector',
      exact: 'needle',
      prefix: '😀'.repeat(32),
      suffix: 'é'.repeat(32),
    })
  })

  it('does not cut a family emoji, a flag, a combining mark or a conjoined syllable at the edge of the context', () => {
    for (const cluster of ['👩‍👩‍👧‍👦', '🇩🇪', 'e\u0301\u0323', '한', 'क्षि']) {
      const length = [...cluster].length
      for (let shift = 1; shift < length; shift += 1) {
        const filler = 'x'.repeat(32 - shift)
        const text = `${cluster}${filler}needle${filler}${cluster}`
        const start = length + filler.length
        const [quote] = describeRange(text, { start, end: start + 6 })
        expect([quote.prefix, quote.suffix]).toEqual([filler, filler])
      }
    }
  })

  it('takes more context where the quote would stand elsewhere too', () => {
    const refrain = 'The sea, the sea, the open sea! '.repeat(2)
    const text = `First. ${refrain}needle ${refrain}Second. ${refrain}needle ${refrain}Third.`
    const start = text.lastIndexOf('needle')
    const [quote] = describeRange(text, { start, end: start + 6 })
    expect(quote.prefix).toContain('Second. ')
    const whole = quote.prefix + quote.exact + quote.suffix
    expect(text.indexOf(whole)).toBe(text.lastIndexOf(whole))
  })

  it('stops at 256 code points of context where nothing makes the quote unique', () => {
    const [quote] = describeRange('ab'.repeat(2_000), { start: 1_000, end: 1_002 })
    expect([quote.prefix.length, quote.suffix.length]).toEqual([256, 256])
  })

  it('describes the whole of a text, and a point between two characters', () => {
    expect(describeRange('שלום', { start: 0, end: 4 })[0]).toMatchObject({ exact: 'שלום', prefix: '', suffix: '' })
    expect(describeRange('שלום', { start: 2, end: 2 })[0]).toMatchObject({ exact: '', prefix: 'של', suffix: 'ום' })
  })

  it('refuses ranges that are not in the text', () => {
    const text = new CodePoints('short')
    expect(() => describeRange(text, { start: 3, end: 2 })).toThrow('A range cannot end (2) before it starts (3)')
    expect(() => describeRange(text, { start: 0, end: 6 })).toThrow(RangeError)
  })
})
