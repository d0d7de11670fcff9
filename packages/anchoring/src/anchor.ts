import type { Refinement, Selector, TextPositionSelector, TextQuoteSelector } from '@semiont/contract'
import { CodePoints } from './code-points.ts'
import { type Anchor, decide, type Findings, ORPHAN, type Passage, type PlacedAnchor } from './placement.ts'
import { strategies } from './strategies.ts'

export interface AnchorOptions {
  /**
   * Whether positions were taken from this very text. Where they were taken from another version, a position that no
   * quote confirms is a guess, and comes back `uncertain`.
   */
  positionsAreOfThisText?: boolean
}

/**
 * Finds the passage that selectors describe. The selectors are alternative descriptions of one passage, as the model
 * has it. Quote beats position: positions shift when text above changes.
 */
export function anchor(
  text: string | CodePoints,
  selectors: Selector | readonly Selector[],
  { positionsAreOfThisText = true }: AnchorOptions = {},
): Anchor {
  const points = CodePoints.of(text)
  const list: readonly Selector[] = Array.isArray(selectors) ? selectors : [selectors as Selector]
  const plain = list.filter((selector) => selector.refinedBy === undefined)
  const quote = plain.find((selector) => selector.type === 'TextQuoteSelector')
  const position = plain.map(asPosition).find((found) => found !== undefined)

  const found: Anchor[] = []
  if (quote) found.push(placeQuote(points, { quote, position }))
  else if (position) found.push(placePosition(points, position, positionsAreOfThisText))
  for (const selector of list) {
    if (found.some((anchored) => anchored.state === 'anchored')) break
    if (selector.refinedBy !== undefined) found.push(placeRefined(points, selector, positionsAreOfThisText))
    else if (selector.type === 'RangeSelector') found.push(placeBetween(points, selector, positionsAreOfThisText))
  }
  return found.reduce(better, ORPHAN)
}

/** Whether a selector is about text, with all that refines it, so that `anchor` can say something about it. */
export function isTextSelector(selector: Selector): boolean {
  const isText =
    selector.type === 'RangeSelector'
      ? isTextSelector(selector.startSelector) && isTextSelector(selector.endSelector)
      : selector.type === 'TextQuoteSelector' || asPosition(selector) !== undefined
  return isText && refinementsOf(selector).every((refinement) => isSelector(refinement) && isTextSelector(refinement))
}

const better = (a: Anchor, b: Anchor): Anchor => (rank(b) > rank(a) ? b : a)
const rank = ({ state, score }: Anchor): number => score + (state === 'anchored' ? 1 : 0)

/** A position, also where it is written as a text fragment `char=start,end` (RFC 5147). */
function asPosition(selector: Selector): TextPositionSelector | undefined {
  if (selector.type === 'TextPositionSelector') return selector
  if (selector.type !== 'FragmentSelector') return undefined
  const [, start, end] = /^char=(\d+),(\d+)$/.exec(selector.value) ?? []
  if (start === undefined || end === undefined) return undefined
  return { type: 'TextPositionSelector', start: Number(start), end: Number(end) }
}

function placePosition(points: CodePoints, { start, end }: TextPositionSelector, trusted: boolean): Anchor {
  if (start > end || end > points.length) return ORPHAN
  return { state: trusted ? 'anchored' : 'uncertain', score: trusted ? 1 : 0.5, start, end, by: 'position' }
}

function placeQuote(points: CodePoints, passage: Passage): Anchor {
  if (passage.position && agrees(points, passage.quote, passage.position)) {
    const { start, end } = passage.position
    return { state: 'anchored', score: 1, start, end, by: 'position' }
  }
  let findings: Findings = { candidates: [], complete: true }
  let result: Anchor = ORPHAN
  for (const strategy of strategies) {
    const { candidates, complete } = strategy.find(points, passage)
    findings = { candidates: [...findings.candidates, ...candidates], complete: findings.complete && complete }
    result = decide(findings, passage)
    if (result.state === 'anchored') return result
  }
  return result
}

/** Whether the quote, with the context it has, stands exactly at the position. */
function agrees(points: CodePoints, quote: TextQuoteSelector, position: TextPositionSelector): boolean {
  if (position.start > position.end || position.end > points.length) return false
  const [start, end] = [points.toUtf16(position.start), points.toUtf16(position.end)]
  const { prefix = '', exact, suffix = '' } = quote
  return (
    end - start === exact.length &&
    points.text.startsWith(exact, start) &&
    points.text.startsWith(suffix, end) &&
    start >= prefix.length &&
    points.text.startsWith(prefix, start - prefix.length)
  )
}

/** From where the start selector begins to where the end selector begins: the end is exclusive (model, section 4.2.9). */
function placeBetween(
  points: CodePoints,
  { startSelector, endSelector }: Extract<Selector, { type: 'RangeSelector' }>,
  trusted: boolean,
): Anchor {
  const first = anchor(points, startSelector, { positionsAreOfThisText: trusted })
  const last = anchor(points, endSelector, { positionsAreOfThisText: trusted })
  if (first.state === 'orphan' || last.state === 'orphan' || last.start < first.start) return ORPHAN
  return together(first, last, first.start, last.start)
}

/** The refinement counts and quotes within what the outer selector selects; both must be understood. */
function placeRefined(points: CodePoints, selector: Selector, trusted: boolean): Anchor {
  const { refinedBy: _refinement, ...outer } = selector
  const whole = anchor(points, outer, { positionsAreOfThisText: trusted })
  if (whole.state === 'orphan') return ORPHAN
  const inside = points.slice(whole.start, whole.end)
  const refinements = refinementsOf(selector).filter(isSelector)
  const part = anchor(inside, refinements, { positionsAreOfThisText: trusted })
  return part.state === 'orphan' ? ORPHAN : together(whole, part, whole.start + part.start, whole.start + part.end)
}

function refinementsOf({ refinedBy }: Selector): Refinement[] {
  if (refinedBy === undefined) return []
  return Array.isArray(refinedBy) ? refinedBy : [refinedBy]
}

const isSelector = (refinement: Refinement): refinement is Selector =>
  typeof refinement === 'object' && typeof refinement.type === 'string' && refinement.type.endsWith('Selector')

/** A passage found in two steps is as sure as both steps together. */
function together(a: PlacedAnchor, b: PlacedAnchor, start: number, end: number): PlacedAnchor {
  const state = a.state === 'anchored' && b.state === 'anchored' ? 'anchored' : 'uncertain'
  const by = a.by === 'position' && b.by === 'position' ? 'position' : 'quote'
  return { state, score: a.score * b.score, start, end, by }
}
