import type { TextPositionSelector, TextQuoteSelector } from '@semiont/contract'
import { CodePoints } from './code-points.ts'
import { boundaryAtOrAfter, boundaryAtOrBefore } from './graphemes.ts'

/** Code points, `end` exclusive. */
export interface TextRange {
  start: number
  end: number
}

/** Context on each side of a quote, in code points; tried in turn until the quote is found nowhere else. */
const CONTEXT_LENGTHS = [32, 64, 128, 256] as const

/**
 * The selectors that find a range again: what it says, with enough of its surroundings to be unique where that is
 * possible within 256 code points, and where it stands. Throws a RangeError for a range that is not in the text.
 */
export function describeRange(
  text: string | CodePoints,
  range: TextRange,
): [TextQuoteSelector & { prefix: string; suffix: string }, TextPositionSelector] {
  const points = CodePoints.of(text)
  if (range.start > range.end)
    throw new RangeError(`A range cannot end (${range.end}) before it starts (${range.start})`)
  const start = points.toUtf16(range.start)
  const end = points.toUtf16(range.end)
  let quote = quoteWithContext(points, range, start, end, CONTEXT_LENGTHS[0])
  for (const context of CONTEXT_LENGTHS.slice(1)) {
    if (isFoundOnlyOnce(points.text, quote)) break
    quote = quoteWithContext(points, range, start, end, context)
  }
  return [
    { type: 'TextQuoteSelector', ...quote },
    { type: 'TextPositionSelector', start: range.start, end: range.end },
  ]
}

interface Quote {
  exact: string
  prefix: string
  suffix: string
}

function quoteWithContext(points: CodePoints, range: TextRange, start: number, end: number, context: number): Quote {
  const { text } = points
  const from = boundaryAtOrAfter(text, points.toUtf16(Math.max(0, range.start - context)), start)
  const to = boundaryAtOrBefore(text, points.toUtf16(Math.min(points.length, range.end + context)), end)
  return { exact: text.slice(start, end), prefix: text.slice(from, start), suffix: text.slice(end, to) }
}

function isFoundOnlyOnce(text: string, { prefix, exact, suffix }: Quote): boolean {
  const whole = prefix + exact + suffix
  return text.indexOf(whole, text.indexOf(whole) + 1) === -1
}
