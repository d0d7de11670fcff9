import type { CodePoints } from './code-points.ts'
import { FoldedText } from './folded-text.ts'
import type { Candidate, Passage, Strategy } from './placement.ts'

/** Text that differs only in white space, quotes or Unicode form is the same passage, but not quite as surely. */
const FOLDED_TEXT = 0.9
const FOLDED_CONTEXT = 0.95

/** The quote with all of its context. Also the only way to find a point between two characters, whose quote is empty. */
const exactQuoteInContext: Strategy = {
  name: 'exact quote in its context',
  candidates: (text, { quote }) => {
    const prefix = quote.prefix ?? ''
    const whole = prefix + quote.exact + (quote.suffix ?? '')
    return occurrences(text.text, whole).flatMap((index) =>
      candidate(text, index + prefix.length, index + prefix.length + quote.exact.length, { text: 1, context: 1 }),
    )
  },
}

const exactQuote: Strategy = {
  name: 'exact quote',
  candidates: (text, { quote }) =>
    occurrences(text.text, quote.exact).flatMap((index) => {
      const end = index + quote.exact.length
      return candidate(text, index, end, { text: 1, context: contextScore(text.text, index, end, quote) })
    }),
}

const foldedQuote: Strategy = {
  name: 'quote apart from white space, quotation marks and Unicode form',
  candidates: (text, { quote }) => {
    const folded = foldedOf(text)
    const wanted = {
      exact: FoldedText.of(quote.exact).text,
      prefix: FoldedText.of(quote.prefix ?? '').text,
      suffix: FoldedText.of(quote.suffix ?? '').text,
    }
    return occurrences(folded.text, wanted.exact).flatMap((index) => {
      const foldedEnd = index + wanted.exact.length
      const [start, end] = [folded.originalStart(index), folded.originalEnd(foldedEnd)]
      const same = text.text.slice(start, end) === quote.exact
      return candidate(text, start, end, {
        text: same ? 1 : FOLDED_TEXT,
        context: contextScore(folded.text, index, foldedEnd, wanted) * FOLDED_CONTEXT,
      })
    })
  },
}

/** From the surest to the least sure. */
export const strategies: readonly Strategy[] = [exactQuoteInContext, exactQuote, foldedQuote]

const foldedTexts = new WeakMap<CodePoints, FoldedText>()

function foldedOf(text: CodePoints): FoldedText {
  const known = foldedTexts.get(text)
  if (known) return known
  const folded = FoldedText.of(text.text)
  foldedTexts.set(text, folded)
  return folded
}

/** All indices at which `wanted` occurs, overlapping ones included; none for an empty string, which is everywhere. */
function occurrences(text: string, wanted: string): number[] {
  const found: number[] = []
  if (wanted === '') return found
  for (let index = text.indexOf(wanted); index !== -1; index = text.indexOf(wanted, index + 1)) found.push(index)
  return found
}

/** No candidate where a malformed quote would cut a surrogate pair. */
function candidate(
  text: CodePoints,
  start: number,
  end: number,
  scores: Pick<Candidate, 'text' | 'context'>,
): Candidate[] {
  if (text.isInsidePair(start) || text.isInsidePair(end)) return []
  return [{ start: text.fromUtf16(start), end: text.fromUtf16(end), ...scores }]
}

/** An edit beside a passage usually leaves the other side alone, so the better side counts four times the worse one. */
function contextScore(text: string, start: number, end: number, quote: Passage['quote'] | QuoteContext): number {
  const sides: number[] = []
  if (quote.prefix) sides.push(commonBefore(text, start, quote.prefix) / quote.prefix.length)
  if (quote.suffix) sides.push(commonAfter(text, end, quote.suffix) / quote.suffix.length)
  if (sides.length === 0) return 1
  return 0.8 * Math.max(...sides) + 0.2 * Math.min(...sides)
}

interface QuoteContext {
  prefix: string
  suffix: string
}

function commonBefore(text: string, start: number, prefix: string): number {
  let common = 0
  while (
    common < prefix.length &&
    common < start &&
    text.charCodeAt(start - 1 - common) === prefix.charCodeAt(prefix.length - 1 - common)
  ) {
    common += 1
  }
  return common
}

function commonAfter(text: string, end: number, suffix: string): number {
  let common = 0
  while (common < suffix.length && text.charCodeAt(end + common) === suffix.charCodeAt(common)) common += 1
  return common
}
