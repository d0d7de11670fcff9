import type pg from 'pg'
import type { BenchDocument } from './corpus.ts'

/** Names of the best 20 documents, each with a snippet. */
export type Search = (query: string) => Promise<string[]>

export interface Peer {
  name: string
  search: Search
  /** Asked every fifth query, once, or the run would take all day. */
  isSlow?: boolean
}

/** What an application usually does with PostgreSQL: one tsvector for each whole document, websearch_to_tsquery, ts_rank. */
export async function preparePeers(pool: pg.Pool, documents: readonly BenchDocument[]): Promise<Peer[]> {
  await pool.query('create schema peer')
  await pool.query('create table peer.documents (name text not null, body text not null, words tsvector not null)')
  for (let first = 0; first < documents.length; first += 200) {
    const batch = documents.slice(first, first + 200)
    await pool.query(
      `insert into peer.documents
       select name, body, to_tsvector('english', name || ' ' || body) from unnest($1::text[], $2::text[]) as new (name, body)`,
      [batch.map((document) => document.name), batch.map((document) => document.text)],
    )
  }
  await pool.query('create index on peer.documents using gin (words)')
  await pool.query('vacuum analyze peer.documents')
  return [
    { name: 'ts_rank over whole documents', search: (query) => byRank(pool, query) },
    { name: 'ts_rank over whole documents, any word', search: (query) => byAnyWord(pool, query) },
    { name: 'ILIKE over whole documents', search: (query) => byLike(pool, query), isSlow: true },
  ]
}

async function byRank(pool: pg.Pool, query: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>({
    name: 'peer.rank',
    text: `select name, ts_headline('english', body, query) as snippet
      from (select name, body, query from peer.documents, websearch_to_tsquery('english', $1) as query
        where words @@ query order by ts_rank(words, query) desc, name limit 20) as best`,
    values: [query.replaceAll(/(\w+)\*/g, '$1')],
  })
  return rows.map((row) => row.name)
}

/** The same for documents that have at least one of the words. */
async function byAnyWord(pool: pg.Pool, query: string): Promise<string[]> {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  return await byRank(pool, words.join(' or '))
}

/** Every word somewhere; knows neither forms nor an order of merit. */
async function byLike(pool: pg.Pool, query: string): Promise<string[]> {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  const { rows } = await pool.query<{ name: string }>({
    name: 'peer.like',
    text: `select name, left(body, 300) as snippet from peer.documents
      where name || ' ' || body ilike all ($1::text[]) order by name limit 20`,
    values: [words.map((word) => `%${word}%`)],
  })
  return rows.map((row) => row.name)
}
