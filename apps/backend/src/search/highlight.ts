import type { PassageHit } from '@semiont/contract'
import { countCodePoints } from '@semiont/contract'
import type pg from 'pg'
import { searchable, EXACT_CONFIG } from './searchable-text.ts'

/** Characters that no canonical text has. */
const START = '\u0002'
const STOP = '\u0003'

export interface PassageToShow {
  version: number
  start: number
  text: string
  config: string
}

/**
 * Passages with the places of the matched words. PostgreSQL marks what it would match in the text as it was searched,
 * which has a character for every character of the passage.
 * @param queries a tsquery for stems, and one for words as they are written; either may be empty
 */
export async function highlightPassages(
  pool: pg.Pool,
  passages: readonly PassageToShow[],
  queries: { stems: string; exact: string },
): Promise<PassageHit[]> {
  if (passages.length === 0) return []
  const { rows } = await pool.query<{ stems: string | null; exact: string | null }>({
    name: 'search.highlight',
    text: `select
        case when $3 <> '' then ts_headline(config::regconfig, content, $3::tsquery, '${OPTIONS}') end as stems,
        case when $4 <> '' then ts_headline('${EXACT_CONFIG}', content, $4::tsquery, '${OPTIONS}') end as exact
      from unnest($1::text[], $2::text[]) with ordinality as passage (config, content, n) order by n`,
    values: [
      passages.map((passage) => passage.config),
      passages.map((passage) => searchable(passage.text)),
      queries.stems,
      queries.exact,
    ],
  })
  return passages.map(({ version, start, text }, index) => ({
    version,
    start,
    end: start + countCodePoints(text),
    text,
    matches: union([...spans(rows[index]?.stems), ...spans(rows[index]?.exact)]).map((span) => ({
      start: start + span.start,
      end: start + span.end,
    })),
  }))
}

const OPTIONS = `HighlightAll=true, StartSel=${START}, StopSel=${STOP}`

interface Span {
  start: number
  end: number
}

/** What lies between the marks, in code points of the text without them. */
function spans(marked: string | null | undefined): Span[] {
  const found: Span[] = []
  let position = 0
  for (const [index, part] of (marked ?? '').split(/[\u0002\u0003]/).entries()) {
    const start = position
    position += countCodePoints(part)
    if (index % 2 === 1) found.push({ start, end: position })
  }
  return found
}

/** In order, overlapping ones as one. */
export function union(found: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of found.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1)
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}

/** Where the words that begin like one of `words` stand in a name; accents and case do not matter. */
export function highlightName(name: string, words: readonly string[]): Span[] {
  const wanted = words.map(fold)
  const found: Span[] = []
  for (const match of searchable(name).matchAll(/\S+/g)) {
    const folded = fold(match[0])
    const hit = wanted.find((word) => folded.startsWith(word))
    if (hit === undefined) continue
    const start = countCodePoints(name.slice(0, match.index))
    const length = folded === hit ? countCodePoints(match[0]) : countCodePoints(matchedPart(match[0], hit))
    found.push({ start, end: start + length })
  }
  return union(found)
}

/** The beginning of a word that folds to `folded`. */
function matchedPart(word: string, folded: string): string {
  let part = ''
  for (const character of word) {
    if (fold(part).length >= folded.length) break
    part += character
  }
  return part
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
