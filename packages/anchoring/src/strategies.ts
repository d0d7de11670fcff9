import type { CodePoints } from './code-points.ts'
import { FoldedText } from './folded-text.ts'
import type { Candidate, Passage, Strategy } from './placement.ts'
import { placesInContext, placesOf } from './search.ts'

/** Text that differs only in white space, quotes or Unicode form is the same passage, but not quite as surely. */
const FOLDED_TEXT = 0.9
const FOLDED_CONTEXT = 0.95

/** Also the only way to find a point between two characters, whose quote is empty. */
const exactQuoteInContext: Strategy = {
  name: 'exact quote in its exact context',
  find: (text, { quote, position }) => {
    const { places, complete } = placesInContext(text.text, quote, indexOf(text, position))
    const candidates = places.flatMap(({ index, context }) =>
      candidate(text, index, index + quote.exact.length, { text: 1, context }),
    )
    return { candidates, complete }
  },
}

const exactQuote: Strategy = {
  name: 'exact quote',
  find: (text, { quote, position }) => {
    const { places, complete } = placesOf(text.text, quote, indexOf(text, position))
    const candidates = places.flatMap(({ index, context }) =>
      candidate(text, index, index + quote.exact.length, { text: 1, context }),
    )
    return { candidates, complete }
  },
}

const foldedQuote: Strategy = {
  name: 'quote apart from white space, quotation marks and Unicode form',
  find: (text, { quote, position }) => {
    const folded = foldedOf(text)
    const wanted = {
      exact: FoldedText.of(quote.exact).text,
      prefix: FoldedText.of(quote.prefix ?? '').text,
      suffix: FoldedText.of(quote.suffix ?? '').text,
    }
    const { places, complete } = placesOf(folded.text, wanted, indexOf(text, position))
    const candidates = places.flatMap(({ index, context }) => {
      const [start, end] = [folded.originalStart(index), folded.originalEnd(index + wanted.exact.length)]
      const same = text.text.slice(start, end) === quote.exact
      return candidate(text, start, end, { text: same ? 1 : FOLDED_TEXT, context: context * FOLDED_CONTEXT })
    })
    return { candidates, complete }
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

function indexOf(text: CodePoints, position: Passage['position']): number {
  return position === undefined ? 0 : text.toUtf16(Math.min(position.start, text.length))
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
