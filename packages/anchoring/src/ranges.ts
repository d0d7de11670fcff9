import type { TextRange } from './describe-range.ts'

/** Where ranges stand to each other: what a reader needs to draw, list and find overlapping marks. */

/** Earlier first; of two that start together the longer, so that an outer mark comes before those inside it. */
export const compareInReadingOrder = (a: TextRange, b: TextRange): number => a.start - b.start || b.end - a.end

export const overlap = (a: TextRange, b: TextRange): boolean => a.start < b.end && b.start < a.end

export const contains = (outer: TextRange, inner: TextRange): boolean =>
  outer.start <= inner.start && inner.end <= outer.end

/**
 * The level of each range, in the order given: ranges of one level never overlap, and the levels are as few as the ranges
 * allow (greedy interval partitioning). Underlines drawn at these levels do not cover each other.
 */
export function layerRanges(ranges: readonly TextRange[]): number[] {
  const levels = ranges.map(() => 0)
  const endOfLevel: number[] = []
  const order = ranges.map((range, index) => ({ range, index }))
  order.sort((a, b) => compareInReadingOrder(a.range, b.range) || a.index - b.index)
  for (const { range, index } of order) {
    const free = endOfLevel.findIndex((end) => end <= range.start)
    const level = free === -1 ? endOfLevel.length : free
    levels[index] = level
    endOfLevel[level] = range.end
  }
  return levels
}

/** Ranges that can be asked which of them cover an offset or touch a stretch of text, in O(log n + answers). */
export class RangeIndex<R extends TextRange> {
  readonly #sorted: readonly R[]
  /** The furthest end within each subtree of the implicit balanced tree, at the subtree's root. */
  readonly #furthest: Float64Array

  constructor(ranges: Iterable<R>) {
    this.#sorted = Array.from(ranges).toSorted(compareInReadingOrder)
    this.#furthest = new Float64Array(this.#sorted.length)
    this.#measure(0, this.#sorted.length)
  }

  get inReadingOrder(): readonly R[] {
    return this.#sorted
  }

  /** The ranges that cover the character at `offset`, outermost first. */
  rangesAt(offset: number): R[] {
    return this.overlapping({ start: offset, end: offset + 1 })
  }

  /** The ranges that share a character with `range`, or are a point inside it, in reading order. */
  overlapping(range: TextRange): R[] {
    const found: R[] = []
    this.#collect(0, this.#sorted.length, range, found)
    return found
  }

  #measure(low: number, high: number): number {
    if (low >= high) return -1
    const middle = (low + high) >>> 1
    const own = this.#sorted[middle]?.end ?? -1
    const furthest = Math.max(own, this.#measure(low, middle), this.#measure(middle + 1, high))
    this.#furthest[middle] = furthest
    return furthest
  }

  #collect(low: number, high: number, wanted: TextRange, found: R[]): void {
    if (low >= high) return
    const middle = (low + high) >>> 1
    if ((this.#furthest[middle] ?? -1) < wanted.start) return
    this.#collect(low, middle, wanted, found)
    const range = this.#sorted[middle]
    if (!range || range.start >= wanted.end) return
    const isPoint = range.start === range.end
    if (range.end > wanted.start || (isPoint && range.start >= wanted.start)) found.push(range)
    this.#collect(middle + 1, high, wanted, found)
  }
}
