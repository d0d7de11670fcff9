import type { Page, PassageHit, QueryOf, SearchHit, searchResources as endpoint } from '@semiont/contract'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Actor } from '../kernel/actor.ts'
import { decodeCursor, encodeCursor } from '../kernel/keyset.ts'
import { getResourcesById } from '../resources/index.ts'
import { loadVocabulary, type VocabularyState } from '../vocabulary/index.ts'
import { analyze, type AnalyzedTerm, either, termQuery } from './build-tsquery.ts'
import { findPassages, type FoundResource } from './find-passages.ts'
import { highlightName, highlightPassages, type PassageToShow } from './highlight.ts'
import { planSearch } from './plan-search.ts'
import { parseSearchQuery } from './search-query.ts'
import { searchConfig } from './searchable-text.ts'
import type { WordFrequencies } from './word-frequencies.ts'

export interface SearchDeps {
  pool: pg.Pool
  db: NodePgDatabase
  frequencies: WordFrequencies
}

/** Resources whose name or text fits the query, best first, with the passages that fit best. */
export async function searchResources(
  deps: SearchDeps,
  actor: Actor,
  { q, limit, cursor, ...filter }: QueryOf<typeof endpoint>,
): Promise<Page<SearchHit>> {
  const offset = cursor === undefined ? 0 : Math.max(0, Math.trunc(Number(decodeCursor(cursor, 1)[0])) || 0)
  const nothing = { items: [], nextCursor: null }
  const parsed = parseSearchQuery(q)
  if (parsed.required.length === 0) return nothing
  const config = filter.language === undefined ? undefined : searchConfig(filter.language)
  const [query, vocabulary] = await Promise.all([analyze(deps.pool, parsed, config), loadVocabulary(deps.pool)])
  const lexemes = [...new Set(query.required.flat().flatMap((term) => term.alternatives.flat()))]
  const plan = planSearch(query, await deps.frequencies.of(lexemes))
  if (!plan) return nothing
  const found = await findPassages(deps.db, plan, { actor, filter, vocabulary })
  const page = found.slice(offset, offset + limit)
  const items = await present(deps, actor, page, query.required.flat(), vocabulary)
  return { items, nextCursor: found.length > offset + limit ? encodeCursor([offset + limit]) : null }
}

async function present(
  deps: SearchDeps,
  actor: Actor,
  found: readonly FoundResource[],
  terms: readonly AnalyzedTerm[],
  vocabulary: VocabularyState,
): Promise<SearchHit[]> {
  const [resources, passages] = await Promise.all([
    getResourcesById(
      deps,
      actor,
      found.map((each) => each.resourceId),
      vocabulary,
    ),
    readPassages(deps, found, terms),
  ])
  const words = terms.flatMap((term) => term.alternatives[0] ?? [])
  return found.flatMap(({ resourceId, score, passages: own }) => {
    // Gone in this moment: deleted, or the right to see it withdrawn.
    const resource = resources.get(resourceId)
    if (!resource) return []
    const shown = own.flatMap(({ ordinal }) => passages.get(`${resourceId} ${ordinal}`) ?? [])
    return [{ resource, score, nameMatches: highlightName(resource.name, words), passages: shown }]
  })
}

interface PassageRow extends PassageToShow {
  resource_id: string
  ordinal: number
}

async function readPassages(
  { pool }: SearchDeps,
  found: readonly FoundResource[],
  terms: readonly AnalyzedTerm[],
): Promise<ReadonlyMap<string, PassageHit>> {
  const wanted = found.flatMap(({ resourceId, passages }) => passages.map((passage) => ({ resourceId, ...passage })))
  const { rows } = await pool.query<PassageRow>({
    name: 'search.passages',
    text: `select p.resource_id, p.ordinal, d.version, p.start_position as start, p.content as text, d.config
      from unnest($1::text[], $2::bigint[], $3::int[]) as wanted (resource_id, generation, ordinal)
      join search_documents d using (resource_id, generation)
      join search_passages p using (resource_id, generation, ordinal)`,
    values: [
      wanted.map((each) => each.resourceId),
      wanted.map((each) => each.generation),
      wanted.map((each) => each.ordinal),
    ],
  })
  const inAnyForm = terms.filter((term) => term.kind === 'words')
  const asWritten = terms.filter((term) => term.kind !== 'words')
  const hits = await highlightPassages(pool, rows, {
    stems: either(inAnyForm.map(termQuery)),
    exact: either(asWritten.map(termQuery)),
  })
  return new Map(
    rows.flatMap((row, index) => (hits[index] ? [[`${row.resource_id} ${row.ordinal}`, hits[index]]] : [])),
  )
}
