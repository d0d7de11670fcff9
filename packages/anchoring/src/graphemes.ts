/** Cutting text for display and for quotes without cutting what a reader sees as one character. */

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** How far around a cut the segmenter looks; longer clusters exist only as mischief. */
const WINDOW = 64

/** Whether a character may be separated from the one before `index` (UTF-16); never true inside a surrogate pair. */
export function isGraphemeBoundary(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true
  const before = text.charCodeAt(index - 1)
  const after = text.charCodeAt(index)
  // Nothing below U+0300 joins its neighbour, except CR LF.
  if (before < 0x300 && after < 0x300) return !(before === 0x0d && after === 0x0a)
  const from = Math.max(0, index - WINDOW)
  const cluster = segmenter.segment(text.slice(from, index + WINDOW)).containing(index - from)
  return cluster === undefined || cluster.index === index - from
}

/** The next index at or after `index` (at most `limit`) that cuts no grapheme. */
export function boundaryAtOrAfter(text: string, index: number, limit: number): number {
  let boundary = index
  while (boundary < limit && !isGraphemeBoundary(text, boundary)) boundary += 1
  return boundary
}

/** The last index at or before `index` (at least `limit`) that cuts no grapheme. */
export function boundaryAtOrBefore(text: string, index: number, limit: number): number {
  let boundary = index
  while (boundary > limit && !isGraphemeBoundary(text, boundary)) boundary -= 1
  return boundary
}
