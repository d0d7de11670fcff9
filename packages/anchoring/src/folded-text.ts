/**
 * Text as two typists would agree on it: NFC, typographic quotes and dashes as on a keyboard, runs of white space as one
 * space, invisible formatting characters gone. Letters and case stay. Every position leads back to the original.
 */
export class FoldedText {
  readonly text: string
  readonly #pieces: Piece[]

  private constructor(text: string, pieces: Piece[]) {
    this.text = text
    this.#pieces = pieces
  }

  static of(original: string): FoldedText {
    const pattern = original.normalize('NFC') === original ? FOLDED : FOLDED_OR_DECOMPOSED
    const pieces: Piece[] = []
    const parts: string[] = []
    let copied = 0
    let length = 0
    for (const match of original.matchAll(pattern)) {
      const [found] = match
      const replacement = fold(found)
      parts.push(original.slice(copied, match.index), replacement)
      length += match.index - copied
      copied = match.index + found.length
      if (replacement.length !== found.length) {
        pieces.push({ from: length, to: length + replacement.length, start: match.index, end: copied })
      }
      length += replacement.length
    }
    parts.push(original.slice(copied))
    return new FoldedText(parts.join(''), pieces)
  }

  /** Index in the original at which a passage starts that starts at `index` here. */
  originalStart(index: number): number {
    const piece = this.#lastPiece((candidate) => candidate.from <= index)
    if (!piece) return index
    return index < piece.to ? piece.start : piece.end + index - piece.to
  }

  /** Index in the original at which a passage ends that ends at `index` here. */
  originalEnd(index: number): number {
    const piece = this.#lastPiece((candidate) => candidate.from < index)
    if (!piece) return index
    return index < piece.to ? piece.end : piece.end + index - piece.to
  }

  #lastPiece(precedes: (piece: Piece) => boolean): Piece | undefined {
    let low = 0
    let high = this.#pieces.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const piece = this.#pieces[middle]
      if (piece && precedes(piece)) low = middle + 1
      else high = middle
    }
    return this.#pieces[low - 1]
  }
}

/** Where folding changed the length: [from, to) here stands for [start, end) of the original. */
interface Piece {
  from: number
  to: number
  start: number
  end: number
}

/** Soft hyphen, zero-width space, word joiner, byte order mark, directional marks. Not ZWJ and ZWNJ, which are spelling. */
const INVISIBLE = '\\u00ad\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff'
const FOLDABLE = `[\\s${INVISIBLE}]{2,}|[^\\S ]|[${INVISIBLE}]|[\\u2018-\\u201f\\u2032\\u2033\\u00ab\\u00bb]|[\\u2010-\\u2015\\u2212\\u2026]`
const FOLDED = new RegExp(FOLDABLE, 'gu')

/** A letter with its marks, a run of Hangul jamo or Kirat Rai vowels, and single characters that NFC writes differently. */
const FOLDED_OR_DECOMPOSED = new RegExp(
  `${FOLDABLE}|[^\\p{M}\\s${INVISIBLE}]?\\p{M}+|[\\u1100-\\u11ff\\uac00-\\ud7a3\\u{16d63}-\\u{16d6a}]+\\p{M}*|[\\u0340-\\u0387\\u0958-\\u0fb9\\u1f71-\\u1fff\\u2000-\\u232a\\u2adc\\uf900-\\ufb4e\\u{1d15e}-\\u{1d1c0}\\u{2f800}-\\u{2fa1d}]`,
  'gu',
)

const INVISIBLE_RUN = new RegExp(`^[${INVISIBLE}]+$`, 'u')

function fold(found: string): string {
  if (INVISIBLE_RUN.test(found)) return ''
  if (/^\s/u.test(found) || /\s$/u.test(found)) return ' '
  if (/^[\u2018-\u201b\u2032]$/u.test(found)) return "'"
  if (/^[\u201c-\u201f\u2033\u00ab\u00bb]$/u.test(found)) return '"'
  if (/^[\u2010-\u2015\u2212]$/u.test(found)) return '-'
  if (found === '\u2026') return '...'
  return /\s/u.test(found) ? ' ' : found.normalize('NFC')
}
