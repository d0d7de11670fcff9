import { all, type AnalyzedQuery, type AnalyzedTerm, either, frequentTermQuery, termQuery } from './build-tsquery.ts'

/** One word or phrase of the query (or several of which any will do), as a tsquery, with what a hit is worth. */
export interface WeightedGroup {
  query: string
  /** Inverse document frequency: what is rare says more. */
  weight: number
  /** About how many passages it is in. */
  passages: number
}

export interface SearchPlan {
  groups: WeightedGroup[]
  /** Looked up one after the other until there are enough candidates: the most promising passages first. */
  everything: string[]
  /** When few passages have everything: those with something that is not everywhere. Undefined when that is the same. */
  something: string | undefined
  /** For names: every word, as the beginning of a word. */
  name: string
  /** What a name must not have; passages are asked for without it. */
  excluded: string
}

/** More candidates are not ranked: a word that is in so many passages tells them apart only by how often it is there. */
export const MOST_CANDIDATES = 1_000

export interface Frequencies {
  passages: number
  counts: ReadonlyMap<string, number>
}

/** Undefined when nothing is left to look for. */
export function planSearch(query: AnalyzedQuery, frequencies: Frequencies): SearchPlan | undefined {
  const groups = query.required
    .map((terms) => terms.filter((term) => term.alternatives.length > 0))
    .filter((terms) => terms.length > 0)
  if (groups.length === 0) return undefined
  const weighted = groups.map((terms) => weigh(terms, frequencies))
  const isSaying = groups.map((terms) => terms.some((term) => !term.isStopWord))
  // A word like "the" is asked for only when there is nothing else to ask for.
  const asked = isSaying.some(Boolean) ? groups.filter((_, index) => isSaying[index]) : groups
  const askedWeights = isSaying.some(Boolean) ? weighted.filter((_, index) => isSaying[index]) : weighted
  const excluded = either(query.excluded.map(termQuery))
  const without = (wanted: string) => (excluded === '' ? wanted : `(${wanted}) & !(${excluded})`)
  return {
    groups: askedWeights,
    everything: tiers(asked, askedWeights).map(without),
    something: asked.length > 1 ? without(something(askedWeights)) : undefined,
    name: all(asked.map((terms) => either(terms.map(nameQuery)))),
    excluded,
  }
}

function weigh(terms: readonly AnalyzedTerm[], { passages, counts }: Frequencies): WeightedGroup {
  const found = Math.min(
    passages,
    terms.reduce((sum, term) => sum + passagesOf(term, counts), 0),
  )
  // As in BM25 (Robertson and Zaragoza 2009, section 3), always positive.
  const weight = Math.log(1 + (passages - found + 0.5) / (found + 0.5))
  return { query: either(terms.map(termQuery)), weight, passages: found }
}

/** A sequence is in no more passages than its rarest word; forms of one word lie mostly in the same passages. */
function passagesOf({ alternatives }: AnalyzedTerm, counts: ReadonlyMap<string, number>): number {
  const sequences = alternatives.map((sequence) => Math.min(...sequence.map((lexeme) => counts.get(lexeme) ?? 0)))
  return Math.max(0, ...sequences)
}

function tiers(groups: readonly AnalyzedTerm[][], weighted: readonly WeightedGroup[]): string[] {
  const everything = all(weighted.map((group) => group.query))
  const atMost = Math.min(...weighted.map((group) => group.passages))
  if (atMost <= MOST_CANDIDATES) return [everything]
  const often = (times: 2 | 4) =>
    all(groups.map((terms, index) => eitherOften(terms, times) ?? weighted[index]?.query ?? ''))
  return [often(4), often(2), everything]
}

function eitherOften(terms: readonly AnalyzedTerm[], times: 2 | 4): string | undefined {
  const queries = terms.map((term) => frequentTermQuery(term, times))
  return queries.every((query) => query !== undefined) ? either(queries) : undefined
}

/** Rarest first, as many as lead to a bounded number of candidates. */
function something(weighted: readonly WeightedGroup[]): string {
  const chosen: WeightedGroup[] = []
  let passages = 0
  for (const group of weighted.toSorted((a, b) => a.passages - b.passages)) {
    passages += group.passages
    if (chosen.length > 0 && passages > MOST_CANDIDATES) break
    chosen.push(group)
  }
  return either(chosen.map((group) => group.query))
}

function nameQuery(term: AnalyzedTerm): string {
  const exact = term.alternatives[0]
  return exact ? termQuery({ ...term, kind: term.kind === 'exact' ? 'exact' : 'prefix', alternatives: [exact] }) : ''
}
