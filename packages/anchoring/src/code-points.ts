/**
 * Converts between Unicode code point offsets, in which W3C selectors count, and the UTF-16 indices of a JavaScript
 * string. Only the characters outside the Basic Multilingual Plane make the two differ, so only these are indexed:
 * conversion takes O(log k) for k such characters, and nothing at all where there are none.
 */
export class CodePoints {
  readonly text: string
  /** Number of code points; half a surrogate pair standing alone counts as one, as in `[...text]`. */
  readonly length: number
  /** Code point offset of each character that takes two UTF-16 units, ascending. */
  readonly #wide: Uint32Array

  constructor(text: string) {
    this.text = text
    this.#wide = offsetsOfWideCharacters(text)
    this.length = text.length - this.#wide.length
  }

  static of(text: string | CodePoints): CodePoints {
    return typeof text === 'string' ? new CodePoints(text) : text
  }

  /** UTF-16 index of a code point offset. Offsets outside of the text throw a RangeError. */
  toUtf16(offset: number): number {
    if (!Number.isInteger(offset) || offset < 0 || offset > this.length) {
      throw new RangeError(`Offset ${offset} is outside of the text, which has ${this.length} code points`)
    }
    return offset + firstAtLeast(this.#wide, (wide) => wide >= offset)
  }

  /** Code point offset of a UTF-16 index; an index inside of a surrogate pair gives the offset of that pair. */
  fromUtf16(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index > this.text.length) {
      throw new RangeError(`Index ${index} is outside of the text, which has ${this.text.length} UTF-16 units`)
    }
    // The pair with number i starts at UTF-16 index wide + i and is complete two units later.
    return index - firstAtLeast(this.#wide, (wide, i) => wide + i + 1 >= index) - (this.isInsidePair(index) ? 1 : 0)
  }

  isInsidePair(index: number): boolean {
    return isLow(this.text.charCodeAt(index)) && isHigh(this.text.charCodeAt(index - 1))
  }

  /** Text between two code point offsets, `end` exclusive. */
  slice(start: number, end: number = this.length): string {
    return this.text.slice(this.toUtf16(start), this.toUtf16(end))
  }
}

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00

function offsetsOfWideCharacters(text: string): Uint32Array {
  const first = text.search(/[\ud800-\udbff][\udc00-\udfff]/)
  if (first === -1) return new Uint32Array(0)
  const offsets: number[] = []
  for (let index = first; index < text.length - 1; index += 1) {
    if (!isHigh(text.charCodeAt(index)) || !isLow(text.charCodeAt(index + 1))) continue
    offsets.push(index - offsets.length)
    index += 1
  }
  return Uint32Array.from(offsets)
}

/** Number of leading values for which `reached` is false, by bisection. */
function firstAtLeast(values: Uint32Array, reached: (value: number, position: number) => boolean): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (reached(values[middle] ?? 0, middle)) high = middle
    else low = middle + 1
  }
  return low
}
