import type pg from 'pg'

/**
 * In how many passages a word occurs: from the statistics that the planner keeps of frequent words, counted for the
 * others, which is quick because they are rare. Statistics may be a little old; ranking does not mind.
 */
export class WordFrequencies {
  readonly #pool: pg.Pool
  #frequent: Promise<Frequent> | undefined
  #readAt = 0

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Passages altogether, and the number that contains each of the lexemes. */
  async of(lexemes: readonly string[]): Promise<{ passages: number; counts: ReadonlyMap<string, number> }> {
    const { passages, shares } = await this.#readFrequent()
    const rare = lexemes.filter((lexeme) => !shares.has(lexeme))
    const counts = await this.#count(rare)
    for (const lexeme of lexemes) {
      const share = shares.get(lexeme)
      if (share !== undefined) counts.set(lexeme, Math.max(1, Math.round(share * passages)))
    }
    return { passages: Math.max(passages, ...counts.values(), 1), counts }
  }

  async #count(lexemes: readonly string[]): Promise<Map<string, number>> {
    if (lexemes.length === 0) return new Map()
    const { rows } = await this.#pool.query<{ lexeme: string; count: number }>({
      name: 'search.count_rare',
      text: `select lexeme, (
          select count(*)::int from (select 1 from search_passages p where p.words @@ query limit ${MOST_COUNTED}) as found
        ) as count
        from unnest($1::text[], $2::tsquery[]) as wanted (lexeme, query)`,
      values: [lexemes, lexemes.map(quoteLexeme)],
    })
    return new Map(rows.map((row) => [row.lexeme, row.count]))
  }

  #readFrequent(): Promise<Frequent> {
    const now = performance.now()
    if (!this.#frequent || now - this.#readAt > FRESH_FOR_MS) {
      this.#readAt = now
      this.#frequent = readFrequent(this.#pool).catch((error: unknown) => {
        this.#frequent = undefined
        throw error
      })
    }
    return this.#frequent
  }
}

interface Frequent {
  passages: number
  shares: ReadonlyMap<string, number>
}

const FRESH_FOR_MS = 60_000
const MOST_COUNTED = 2_000

async function readFrequent(pool: pg.Pool): Promise<Frequent> {
  const { rows } = await pool.query<{ passages: number; lexemes: string[] | null; shares: number[] | null }>(
    `select greatest(c.reltuples, 0)::float8 as passages, s.most_common_elems::text::text[] as lexemes,
       s.most_common_elem_freqs as shares
     from pg_class c
     left join pg_stats s on s.schemaname = current_schema() and s.tablename = 'search_passages' and s.attname = 'words'
     where c.oid = 'search_passages'::regclass`,
  )
  const { passages = 0, lexemes, shares } = rows[0] ?? {}
  return { passages, shares: new Map(lexemes?.map((lexeme, index) => [lexeme, shares?.[index] ?? 0])) }
}

/** A lexeme as text of the type tsquery. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
