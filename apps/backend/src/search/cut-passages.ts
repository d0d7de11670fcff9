import { countCodePoints } from '@semiont/contract'

/** A piece of a canonical text. `start` and `end` count code points of the whole text. */
export interface Passage {
  start: number
  end: number
  text: string
}

/** A passage is about a paragraph long: long enough to hold what belongs together, short enough to be read at a glance. */
const LEAST = 600
const MOST = 1_200

/**
 * Cuts a text into passages, preferably after a paragraph, else after a line, a sentence, a word. White space around a
 * passage belongs to none.
 */
export function cutPassages(text: string): Passage[] {
  const passages: Passage[] = []
  let from = 0
  let codePoints = 0
  while (from < text.length) {
    const to = endOfPassage(text, from)
    const piece = text.slice(from, to)
    const trimmed = piece.trim()
    const length = countCodePoints(piece)
    if (trimmed !== '') {
      const start = codePoints + countCodePoints(piece.slice(0, piece.length - piece.trimStart().length))
      passages.push({ start, end: start + countCodePoints(trimmed), text: trimmed })
    }
    codePoints += length
    from = to
  }
  return passages
}

/** Best place first: blank line, end of a line that ends a sentence, end of a sentence, any line, any space. */
const BREAKS = [/\n[^\S\n]*\n/g, /[.!?…:;"”’)]\n/g, /[.!?…]["”’)]*\s/g, /[。！？]/g, /\n/g, /\s/g]

function endOfPassage(text: string, from: number): number {
  if (text.length - from <= MOST) return text.length
  const window = text.slice(from + LEAST, from + MOST)
  for (const pattern of BREAKS) {
    const last = [...window.matchAll(pattern)].at(-1)
    if (last) return from + LEAST + last.index + last[0].length
  }
  // No space in sight: never through the middle of a character.
  const end = from + MOST
  return (text.charCodeAt(end) & 0xfc00) === 0xdc00 && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end + 1 : end
}
