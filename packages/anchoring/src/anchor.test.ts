import type { Selector } from '@semiont/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchor, isTextSelector } from './anchor.ts'
import { CodePoints } from './code-points.ts'
import { describeRange } from './describe-range.ts'

const quote = (exact: string, prefix?: string, suffix?: string): Selector => ({
  type: 'TextQuoteSelector',
  exact,
  prefix,
  suffix,
})
const position = (start: number, end: number): Selector => ({ type: 'TextPositionSelector', start, end })
const orphan = { state: 'orphan', score: 0, start: null, end: null, by: null }

describe('anchoring', () => {
  it('is certain where quote and position agree', () => {
    const text = 'Alice saw Alice. Alice!'
    expect(anchor(text, [quote('Alice'), position(10, 15)])).toEqual({
      ...{ state: 'anchored', score: 1, start: 10, end: 15, by: 'position' },
    })
  })

  it('believes the quote where the position contradicts it', () => {
    const text = 'A new first line.\nCall me Ishmael. Some years ago'
    expect(anchor(text, [position(0, 16), quote('Call me Ishmael.', '', ' Some years')])).toMatchObject({
      ...{ state: 'anchored', score: 1, start: 18, end: 34, by: 'quote' },
    })
  })

  it('believes the context where the same words stand at the old position', () => {
    const text = 'the cat and the dog and the bird'
    expect(anchor(text, [quote('the', ' dog and ', ' bird'), position(0, 3)])).toMatchObject({
      ...{ state: 'anchored', start: 24, by: 'quote' },
    })
  })

  it('says so when several places are equally good, and offers the nearest', () => {
    const text = 'one. two. one. two. one. two.'
    expect(anchor(text, quote('two'))).toMatchObject({ state: 'uncertain', start: 5, score: 1 / 3 })
    expect(anchor(text, [quote('two'), position(18, 21)])).toMatchObject({ state: 'uncertain', start: 15 })
  })

  it('takes the place that is far nearer to the old position, a little less surely', () => {
    const text = `${' '.repeat(8)}refrain${' '.repeat(500)}refrain`
    const anchored = anchor(text, [quote('refrain'), position(5, 12)])
    expect(anchored).toMatchObject({ state: 'anchored', start: 8, by: 'quote' })
    expect(anchored.score).toBeLessThan(1)
  })

  it('gives up on text that is not there', () => {
    expect(anchor('Nothing of the kind', quote('Alice'))).toEqual(orphan)
    expect(anchor('Nothing of the kind', [quote('Alice'), position(0, 5)])).toEqual(orphan)
    expect(anchor('', quote('Alice'))).toEqual(orphan)
  })

  it('does not attach a short deleted passage to the same word elsewhere', () => {
    const context = ['“What a curious plan!” exclaimed ', ', who was thinking about the tea']
    expect(anchor('The Hatter looked at Alice in a rage.', quote('Alice', ...context))).toEqual(orphan)
  })

  it('does not trust a recurring clause between other neighbours', () => {
    const clause =
      'Neither party shall be liable for any failure to perform its obligations under this agreement. '.repeat(2)
    const found = anchor(
      `7. Force majeure. ${clause}End`,
      quote(clause, 'in clause 12 of that annex: ', 'Costs are shared.'),
    )
    expect(found.state).toBe('uncertain')
  })

  it('scores strictly less the more of the context differs', () => {
    const prefix = 'It was the best of times, it was '
    const suffix = ', it was the age of wisdom, it was'
    const text = `${prefix}the worst of times${suffix}`
    const edits = [0, 4, 8, 16, 24].map((kept) => `${'#'.repeat(kept)}${prefix.slice(kept)}`)
    const scores = edits.map((edited) => anchor(text, quote('the worst of times', edited, `,${'#'.repeat(20)}`)).score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect(new Set(scores).size).toBe(scores.length)
  })

  it('keeps a passage whose one neighbour was rewritten', () => {
    const text = 'Down the rabbit-hole fell nobody but Alice, and it was raining all over the place'
    const found = anchor(text, quote('Alice', 'rabbit-hole fell nobody but ', ' was beginning to get very tired'))
    expect(found).toMatchObject({ state: 'anchored', start: 37 })
    expect(found.score).toBeLessThan(1)
  })

  it('answers in time, and without certainty, where a quote is nearly everywhere', () => {
    const periodic = new CodePoints('ab'.repeat(500_000))
    const started = performance.now()
    expect(anchor(periodic, quote('a')).state).toBe('uncertain')
    expect(anchor(periodic, describeRange(periodic, { start: 600_000, end: 610_000 })[0]).state).toBe('uncertain')
    expect(anchor(periodic, [quote('a', 'b', 'c'), position(4, 5)]).state).not.toBe('orphan')
    expect(anchor(periodic, describeRange(periodic, { start: 600_000, end: 600_002 }))).toMatchObject({
      start: 600_000,
    })
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('treats a bare position as said of this text, or else as a guess', () => {
    expect(anchor('some text', position(0, 4))).toMatchObject({ state: 'anchored', score: 1, by: 'position' })
    expect(anchor('some text', position(0, 4), { positionsAreOfThisText: false })).toMatchObject({ state: 'uncertain' })
    expect(anchor('some', position(0, 5))).toEqual(orphan)
  })
})

describe('anchoring text that was typed differently', () => {
  const original = '“Curiouser and\n curiouser!” cried Alice—she’d caf\u00e9 au lait…'

  it('sees through white space, quotation marks, dashes and Unicode forms, with a lower score', () => {
    const found = anchor(original, quote('"Curiouser and curiouser!"'))
    expect(found).toMatchObject({ state: 'anchored', start: 0, end: 27 })
    expect(found.score).toBeLessThan(1)
    expect(anchor(original, quote("she'd cafe\u0301 au"))).toMatchObject({ state: 'anchored', start: 40, end: 53 })
  })

  it('sees through CRLF line ends', () => {
    const canonical = 'first line\nsecond line\nthird'
    expect(anchor(canonical, quote('line\r\nsecond', 'first ', ' line\r\nthird'))).toMatchObject({ start: 6, end: 17 })
  })

  it('trusts identical text in context that was typed differently more than the other way round', () => {
    const text = 'he said “no” to the plan, and “yes” to the tea'
    const sameText = anchor(text, quote('plan', '"no" to the ', ', and "yes"'))
    const sameContext = anchor(text, quote('"no" to the plan', 'he said ', ', and “yes”'))
    expect([sameText.state, sameContext.state]).toEqual(['anchored', 'anchored'])
    expect(sameText.score).toBeGreaterThan(sameContext.score)
  })

  it('does not take another letter for the same', () => {
    expect(anchor('resume', quote('resumé'))).toEqual(orphan)
    expect(anchor('alice', quote('Alice'))).toEqual(orphan)
  })
})

describe('anchoring in any script', () => {
  it.each([
    ['Hebrew with points', 'בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם', 'בָּרָא'],
    ['Arabic', 'كان يا ما كان في قديم الزمان', 'قديم'],
    ['mixed directions', 'The word שלום means سلام, or peace', 'שלום'],
    ['emoji with joiners', 'family 👩‍👩‍👧‍👦 and 👩‍👩‍👧 and 👩', '👩‍👩‍👧'],
    ['combining marks', 'Zalgo z̷̡̛a̴l̵g̸o̶ here', 'a̴l̵'],
    ['wide CJK', '𠮷野家で𩸽を食べる', '𩸽'],
  ])('finds %s', (_script, text, exact) => {
    const points = new CodePoints(text)
    const start = points.fromUtf16(text.indexOf(exact))
    const end = start + [...exact].length
    const [wanted, where] = describeRange(points, { start, end })
    expect(points.slice(start, end)).toBe(exact)
    expect(anchor(text, [wanted, where])).toMatchObject({ state: 'anchored', score: 1, start, end })
    expect(anchor(text, wanted)).toMatchObject({ state: 'anchored', score: 1, start, end })
  })

  it('never starts or ends inside of a character', () => {
    expect(anchor('a😀b', quote('\ude00b'))).toEqual(orphan)
  })
})

describe('composed selectors', () => {
  const text = 'Chapter 1. Down the hole. Chapter 2. The pool of tears. Down again.'

  it('select from the beginning of one passage up to the beginning of another', () => {
    const range: Selector = {
      type: 'RangeSelector',
      startSelector: { type: 'TextQuoteSelector', exact: 'Chapter 2' },
      endSelector: { type: 'TextQuoteSelector', exact: ' Down again' },
    }
    expect(anchor(text, range)).toMatchObject({ state: 'anchored', start: 26, end: 55 })
  })

  it('select within what another selector selected', () => {
    const refined: Selector = { type: 'TextPositionSelector', start: 26, end: 67, refinedBy: quote('Down') }
    expect(anchor(text, refined)).toMatchObject({ state: 'anchored', start: 56, end: 60 })
    const counted: Selector = { ...quote('The pool of tears'), refinedBy: position(4, 8) }
    expect(anchor(text, counted)).toMatchObject({ state: 'anchored', start: 41, end: 45 })
  })

  it('are refused where a part is missing, backwards or not about text', () => {
    const start = { type: 'TextQuoteSelector', exact: 'Chapter 2' } as const
    const earlier = { type: 'TextQuoteSelector', exact: 'Chapter 1' } as const
    const css = { type: 'CssSelector', value: 'p' } as const
    expect(anchor(text, { type: 'RangeSelector', startSelector: start, endSelector: earlier })).toEqual(orphan)
    expect(anchor(text, { type: 'RangeSelector', startSelector: start, endSelector: css })).toEqual(orphan)
    expect(anchor(text, { ...css, refinedBy: quote('Down the hole') })).toEqual(orphan)
    expect(anchor(text, { ...start, refinedBy: css })).toEqual(orphan)
  })

  it('understand the text fragments of RFC 5147', () => {
    expect(anchor(text, { type: 'FragmentSelector', value: 'char=0,9' })).toMatchObject({ start: 0, end: 9 })
  })

  it('are told apart from those that are not about text', () => {
    expect(isTextSelector(quote('x'))).toBe(true)
    expect(isTextSelector({ type: 'XPathSelector', value: '/p' })).toBe(false)
    expect(isTextSelector({ ...quote('x'), refinedBy: position(0, 1) })).toBe(true)
    expect(isTextSelector({ ...quote('x'), refinedBy: { type: 'CssSelector', value: 'p' } })).toBe(false)
    expect(isTextSelector({ type: 'FragmentSelector', value: 'page=3' })).toBe(false)
  })

  it('come second to a quote that is found', () => {
    const range: Selector = {
      type: 'RangeSelector',
      startSelector: { type: 'TextPositionSelector', start: 0, end: 1 },
      endSelector: { type: 'TextPositionSelector', start: 3, end: 4 },
    }
    expect(anchor(text, [range, quote('pool of tears')])).toMatchObject({ start: 41, end: 54 })
  })
})

describe('describing and then anchoring', () => {
  const anyText = fc
    .array(
      fc.oneof(
        fc.constantFrom('a', 'b', 'ab ', '\n', '😀', '👩‍👧', 'e\u0301', 'שׁ', 'ل'),
        fc.string({ unit: 'grapheme' }),
      ),
    )
    .map((parts) => parts.join(''))

  it('gives the same range for any text and range', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const points = new CodePoints(text)
        const start = a % (points.length + 1)
        const end = start + (b % (points.length - start + 1))
        expect(anchor(points, describeRange(points, { start, end }))).toMatchObject({
          state: 'anchored',
          score: 1,
          start,
          end,
        })
      }),
      { numRuns: 500 },
    )
  })

  it('never anchors elsewhere without the position, and finds what can be found', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
        const points = new CodePoints(text)
        const start = a % (points.length + 1)
        const end = start + (b % (points.length - start + 1))
        const [wanted] = describeRange(points, { start, end })
        const whole = wanted.prefix + wanted.exact + wanted.suffix
        const found = anchor(points, wanted)
        const unique = whole !== '' && text.indexOf(whole) === text.lastIndexOf(whole)
        if (unique) expect(found).toMatchObject({ state: 'anchored', start, end })
        else expect(found.state).not.toBe('anchored')
      }),
      { numRuns: 500 },
    )
  })
})
