interface Passage {
  text: string
  start: number
  matches: readonly { start: number; end: number }[]
}

const BEFORE = 90

/**
 * The part of a passage that a list has room for: about `length` code points around its first match, cut at spaces.
 * Answers where it begins in the whole text, so that positions keep their meaning.
 */
export function excerptOf(passage: Passage, length = 320): { text: string; start: number } {
  const points = [...passage.text]
  if (points.length <= length) return { text: passage.text, start: passage.start }
  const first = Math.min(...passage.matches.map(({ start }) => start - passage.start), points.length)
  const wanted = first > length - BEFORE ? first - BEFORE : 0
  const from = wanted === 0 ? 0 : nextSpace(points, wanted) + 1
  const limit = from + length
  const to = limit >= points.length ? points.length : previousSpace(points, limit, from)
  return { text: points.slice(from, to).join(''), start: passage.start + from }
}

function nextSpace(points: readonly string[], from: number): number {
  const index = points.indexOf(' ', from)
  // A script without spaces, or one very long word: cut where it was wanted.
  return index === -1 || index - from > 40 ? from - 1 : index
}

function previousSpace(points: readonly string[], limit: number, from: number): number {
  const index = points.lastIndexOf(' ', limit)
  return index <= from || limit - index > 40 ? limit : index
}
