/**
 * A text by Unicode code points, the unit of every position here; JavaScript counts UTF-16 units. Remembers only where
 * characters beyond the Basic Multilingual Plane are: most texts have few.
 */
export class CodePointText {
  readonly text: string
  readonly length: number
  /** UTF-16 positions of the astral characters. */
  readonly #astral: readonly number[]

  constructor(text: string) {
    this.text = text
    this.#astral = [...text.matchAll(/[\u{10000}-\u{10FFFF}]/gu)].map(({ index }) => index)
    this.length = text.length - this.#astral.length
  }

  /** @param start in code points, inclusive; `end` exclusive */
  slice(start: number, end: number): string {
    return this.text.slice(this.toUtf16(start), this.toUtf16(end))
  }

  toUtf16(codePoints: number): number {
    // The n-th astral character begins at code point astral[n] - n; those before the wanted position each take one more unit.
    return codePoints + countBelow(this.#astral.length, (index) => (this.#astral[index] ?? 0) - index < codePoints)
  }

  toCodePoints(utf16: number): number {
    return utf16 - countBelow(this.#astral.length, (index) => (this.#astral[index] ?? 0) < utf16)
  }
}

/** How many of the first indices are below, where `isBelow` is true up to some index and false from there. */
function countBelow(length: number, isBelow: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBelow(middle)) low = middle + 1
    else high = middle
  }
  return low
}

export function countCodePoints(text: string): number {
  return new CodePointText(text).length
}
