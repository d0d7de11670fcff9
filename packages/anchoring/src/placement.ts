import type { TextPositionSelector, TextQuoteSelector } from '@semiont/contract'
import type { CodePoints } from './code-points.ts'

/** Where a passage is in a text, and how sure that is. Offsets count code points, `end` is exclusive. */
export type Anchor = PlacedAnchor | OrphanAnchor

export interface PlacedAnchor {
  /** `uncertain`: the likeliest place, which a person should confirm. */
  state: 'anchored' | 'uncertain'
  /** 1: text, surroundings and, where given, position agree. Falls strictly with every disagreement. */
  score: number
  start: number
  end: number
  /** What decided: the position, with the quote agreeing where there is one, or the quote against or without it. */
  by: 'position' | 'quote'
}

export interface OrphanAnchor {
  state: 'orphan'
  score: 0
  start: null
  end: null
  by: null
}

export const ORPHAN: OrphanAnchor = { state: 'orphan', score: 0, start: null, end: null, by: null }

/** What is looked for. */
export interface Passage {
  quote: TextQuoteSelector
  position?: TextPositionSelector | undefined
}

/** A place where the passage may be. */
export interface Candidate {
  start: number
  end: number
  /** How well the text there is the quoted text, 0..1; 1 is identical. */
  text: number
  /** How well the surroundings are the quoted surroundings, 0..1; 1 also where none were quoted. */
  context: number
}

/**
 * A way to find candidates. Strategies are tried in order, each with the candidates of those before it, until a
 * passage is anchored; fuzzy placing after edits is one more entry at the end of the list.
 */
export interface Strategy {
  name: string
  find(text: CodePoints, passage: Passage): Findings
}

export interface Findings {
  candidates: readonly Candidate[]
  /** False where there may be places as good that were not looked at. */
  complete: boolean
}

/** A score from which a place is trusted, and one below which a place is no better than none. */
const TRUSTED = 0.75
const WORTHLESS = 0.3
/** Context that must agree before a place is trusted: whole clauses recur in contracts, with other neighbours. */
const NEEDED_CONTEXT = 0.2
/** Candidates closer than this in score cannot be told apart by text and context. */
const MARGIN = 0.1
/** A candidate is decisively nearer to the old position when the next is this many times as far away. */
const DECISIVELY_NEARER = 4
/** A quote of this many UTF-16 units says half of what there is to say; its context says the other half. */
const HALF_WEIGHT = 32
/** How much of the missing context an agreeing position makes up for. */
const POSITION_SUPPORT = 0.6

interface Scored {
  candidate: Candidate
  score: number
  distance: number | undefined
}

/** Chooses among the candidates by text and context first, and by nearness to the position where these do not decide. */
export function decide({ candidates, complete }: Findings, passage: Passage): Anchor {
  const scored = distinct(candidates)
    .map((candidate) => score(candidate, passage))
    .toSorted(byPreference)
  const [best] = scored
  if (!best || best.score < WORTHLESS) return ORPHAN
  const rivals = scored.filter((other) => other !== best && other.score > best.score - MARGIN)
  if (best.distance === 0) return placed(best, best.score, true)
  if (rivals.length === 0) return placed(best, best.score, complete)
  if (best.distance === undefined) return placed(best, best.score / (rivals.length + 1), false)
  const nextDistance = Math.min(...rivals.map((rival) => rival.distance ?? Infinity))
  if (best.distance * DECISIVELY_NEARER <= nextDistance) return placed(best, best.score * 0.9, complete)
  return placed(best, best.score * Math.min(0.7, nextDistance / (best.distance + nextDistance)), false)
}

function score(candidate: Candidate, { quote, position }: Passage): Scored {
  const distance = position === undefined ? undefined : Math.abs(candidate.start - position.start)
  const missing = 1 - candidate.context
  const context = candidate.context + (distance === 0 ? POSITION_SUPPORT * missing : 0)
  const weight = quote.exact.length / (quote.exact.length + HALF_WEIGHT)
  return { candidate, distance, score: candidate.text * (weight + (1 - weight) * context) }
}

function byPreference(a: Scored, b: Scored): number {
  return b.score - a.score || (a.distance ?? 0) - (b.distance ?? 0) || a.candidate.start - b.candidate.start
}

function placed({ candidate, distance }: Scored, score: number, unrivalled: boolean): PlacedAnchor {
  const { start, end, context } = candidate
  const trusted = unrivalled && score >= TRUSTED && (context >= NEEDED_CONTEXT || distance === 0)
  return { state: trusted ? 'anchored' : 'uncertain', score, start, end, by: distance === 0 ? 'position' : 'quote' }
}

/** Two strategies may find the same place; the better opinion of it counts. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const places = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const key = `${candidate.start}-${candidate.end}`
    const known = places.get(key)
    if (!known || candidate.text * candidate.context > known.text * known.context) places.set(key, candidate)
  }
  return [...places.values()]
}
