import type { TextQuoteSelector } from '@semiont/contract'

/** Finding the places of a quote in a string, by UTF-16 index, and judging their surroundings. */

export type TextQuote = Pick<TextQuoteSelector, 'exact' | 'prefix' | 'suffix'>

export interface Place {
  index: number
  /** How well the surroundings agree with the quoted ones, 0..1. */
  context: number
}

export interface Places {
  /** In the order of the text. */
  places: readonly Place[]
  /** False where there may be places as good that were not looked at. */
  complete: boolean
}

/** Characters compared in one search; only a quote that is nearly everywhere in a long text needs more. */
const SEARCH_BUDGET = 10_000_000

/** Of a quote that is nearly everywhere, such as a single letter, so many places are weighed against each other. */
const MOST_PLACES = 1_000

/** Context that far behind the best never wins. */
const CONTEXT_THAT_MATTERS = 0.2

/** The likeliest places of a quote; of too many equally good ones those nearest to `near`. */
export function placesOf(text: string, quote: TextQuote, near: number): Places {
  const { prefix = '', exact, suffix = '' } = quote
  const { indices, complete } = occurrences(text, exact, near, prefix.length + exact.length + suffix.length)
  const places = indices.map((index) => ({
    index,
    context: contextScore(text, index, index + exact.length, quote),
  }))
  return { places: likeliest(places, near), complete }
}

/** The places at which the quote stands with all of its context, to the letter. */
export function placesInContext(text: string, { prefix = '', exact, suffix = '' }: TextQuote, near: number): Places {
  const { indices, complete } = occurrences(text, prefix + exact + suffix, Math.max(0, near - prefix.length))
  const places = indices.map((index) => ({ index: index + prefix.length, context: 1 }))
  return { places: likeliest(places, near), complete }
}

interface Occurrences {
  indices: number[]
  complete: boolean
}

/** Ascending, overlapping ones included; none for an empty string, which is everywhere. `cost` is in characters per place. */
function occurrences(text: string, wanted: string, near: number, cost = wanted.length): Occurrences {
  if (wanted === '') return { indices: [], complete: true }
  const most = Math.ceil(SEARCH_BUDGET / (cost + 64))
  const indices = occurrencesFrom(text, wanted, 0, most)
  if (indices.length < most) return { indices, complete: true }
  return {
    indices: occurrencesBefore(text, wanted, near, most).concat(occurrencesFrom(text, wanted, near, most)),
    complete: false,
  }
}

function occurrencesFrom(text: string, wanted: string, start: number, most: number): number[] {
  const found: number[] = []
  for (let at = text.indexOf(wanted, start); at !== -1 && found.length < most; at = text.indexOf(wanted, at + 1)) {
    found.push(at)
  }
  return found
}

/** Only for what is found everywhere: engines search backwards one character at a time. */
function occurrencesBefore(text: string, wanted: string, end: number, most: number): number[] {
  const found: number[] = []
  let at = end === 0 ? -1 : text.lastIndexOf(wanted, end - 1)
  while (at !== -1 && found.length < most) {
    found.push(at)
    at = at === 0 ? -1 : text.lastIndexOf(wanted, at - 1)
  }
  return found.toReversed()
}

function likeliest(places: readonly Place[], near: number): readonly Place[] {
  if (places.length <= MOST_PLACES) return places
  const best = places.reduce((context, place) => Math.max(context, place.context), 0)
  const good = places.filter((place) => place.context >= best - CONTEXT_THAT_MATTERS)
  const firstAfter = good.findIndex((place) => place.index >= near)
  const middle = firstAfter === -1 ? good.length : firstAfter
  const from = Math.max(0, Math.min(middle - MOST_PLACES / 2, good.length - MOST_PLACES))
  return good.slice(from, from + MOST_PLACES)
}

/** An edit beside a passage usually leaves the other side alone, so the better side counts four times the worse one. */
function contextScore(text: string, start: number, end: number, { prefix, suffix }: TextQuote): number {
  const before = prefix ? commonBefore(text, start, prefix) / prefix.length : undefined
  const after = suffix ? commonAfter(text, end, suffix) / suffix.length : undefined
  if (before === undefined || after === undefined) return before ?? after ?? 1
  return 0.8 * Math.max(before, after) + 0.2 * Math.min(before, after)
}

function commonBefore(text: string, start: number, prefix: string): number {
  const most = Math.min(prefix.length, start)
  let common = 0
  while (common < most && text.charCodeAt(start - 1 - common) === prefix.charCodeAt(prefix.length - 1 - common)) {
    common += 1
  }
  return common
}

function commonAfter(text: string, end: number, suffix: string): number {
  let common = 0
  while (common < suffix.length && text.charCodeAt(end + common) === suffix.charCodeAt(common)) common += 1
  return common
}
