import type pg from 'pg'
import { EXACT_CONFIG } from './searchable-text.ts'
import type { SearchQuery, Term } from './search-query.ts'
import { quoteLexeme } from './word-frequencies.ts'

/** A term as PostgreSQL cuts and stems it. */
export interface AnalyzedTerm extends Term {
  /** Sequences of lexemes, any of which is a hit: the exact words, and their stems in each language there is. */
  alternatives: string[][]
  /** A word that says little by itself in some language here: "the", "und". */
  isStopWord: boolean
}

export interface AnalyzedQuery {
  required: AnalyzedTerm[][]
  excluded: AnalyzedTerm[]
}

/** @param language restricts the stemming to one configuration; otherwise to those of all documents there are */
export async function analyze(pool: pg.Pool, query: SearchQuery, config: string | undefined): Promise<AnalyzedQuery> {
  const terms = [...query.required.flat(), ...query.excluded]
  const { rows } = await pool.query<{ n: number; config: string; lexemes: string[] | null }>({
    name: 'search.analyze',
    text: ANALYZE,
    values: [terms.map((term) => term.text), config ?? null],
  })
  const analyzed = terms.map((term, index) =>
    analyzeTerm(
      term,
      rows.filter((row) => row.n === index + 1),
    ),
  )
  let next = 0
  const take = () => analyzed[next++]
  return {
    required: query.required.map((group) => group.flatMap(() => take() ?? [])),
    excluded: query.excluded.flatMap(() => take() ?? []),
  }
}

/** Each configuration that some document has: a loose scan of the index on it. */
const ANALYZE = `
  with recursive used as (
    (select config from search_documents order by config limit 1)
    union all
    select (select d.config from search_documents d where d.config > used.config order by d.config limit 1)
    from used where used.config is not null
  ), configs as (
    select '${EXACT_CONFIG}' as config
    union
    select config from used where config is not null and config = coalesce($2::text, config)
    union
    select $2::text where $2::text is not null
  )
  select term.n::int, configs.config, (
    select array_agg(lexeme order by place)
    from unnest(to_tsvector(configs.config::regconfig, term.text)) as found, unnest(found.positions) as place
  ) as lexemes
  from unnest($1::text[]) with ordinality as term (text, n), configs`

function analyzeTerm(term: Term, rows: readonly { config: string; lexemes: string[] | null }[]): AnalyzedTerm {
  const exact = rows.find((row) => row.config === EXACT_CONFIG)?.lexemes ?? []
  const stems = rows.filter((row) => row.config !== EXACT_CONFIG)
  const isStopWord = term.kind === 'words' && stems.some((row) => row.lexemes === null)
  const sequences =
    term.kind === 'words' ? [exact, ...stems.flatMap((row) => (row.lexemes ? [row.lexemes] : []))] : [exact]
  const distinct = new Map(sequences.filter((sequence) => sequence.length > 0).map((each) => [each.join(' '), each]))
  return { ...term, alternatives: [...distinct.values()], isStopWord }
}

/** The text of a tsquery that any form of the term satisfies; empty when nothing of it is searchable. */
export function termQuery({ kind, alternatives }: AnalyzedTerm): string {
  return either(
    alternatives.map((sequence) =>
      sequence
        .map((lexeme, index) => quoteLexeme(lexeme) + (kind === 'prefix' && index === sequence.length - 1 ? ':*' : ''))
        .join(' <-> '),
    ),
  )
}

/** The same for passages in which the term occurs at least `times` times; undefined when the index cannot tell. */
export function frequentTermQuery({ kind, alternatives }: AnalyzedTerm, times: 2 | 4): string | undefined {
  if (kind !== 'words' || alternatives.some((sequence) => sequence.length !== 1)) return undefined
  return either(alternatives.flat().map((lexeme) => quoteLexeme(`${lexeme}#${times}`)))
}

export function either(queries: readonly string[]): string {
  const parts = queries.filter((query) => query !== '')
  return parts.length > 1 ? `(${parts.map((part) => `(${part})`).join(' | ')})` : (parts[0] ?? '')
}

export function all(queries: readonly string[]): string {
  return queries
    .filter((query) => query !== '')
    .map((part) => `(${part})`)
    .join(' & ')
}
