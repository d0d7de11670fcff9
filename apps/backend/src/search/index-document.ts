import type { CanonicalText } from '../resources/index.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { cutPassages, type Passage } from './cut-passages.ts'
import { searchable, searchConfig } from './searchable-text.ts'

export interface IndexDeps extends Pick<Kernel, 'pool'> {
  texts: { getCanonicalText(resourceId: string, version: number): Promise<CanonicalText> }
}

interface WantedDocument {
  version: number
  language: string | null
  textSha256: string | null
  generation: string | null
  indexedSha256: string | null
  indexedVersion: number | null
  config: string | null
}

/** Passages in one statement: each commits by itself, so that no transaction holds up the readers of the log for long. */
const CHUNK = 100

/**
 * Makes what is searchable of a resource equal to what the resource is now, whatever happened before. The new text takes
 * over from the old one in one step.
 */
export async function indexDocument(deps: IndexDeps, resourceId: string): Promise<void> {
  const wanted = await readWanted(deps, resourceId)
  // Deleted: its passages went with it.
  if (!wanted) return
  if (wanted.textSha256 === null) return await forget(deps, resourceId)
  const config = searchConfig(wanted.language)
  const isCurrent =
    wanted.indexedSha256 === wanted.textSha256 && wanted.indexedVersion === wanted.version && wanted.config === config
  if (isCurrent) return
  const { text } = await deps.texts.getCanonicalText(resourceId, wanted.version)
  const passages = cutPassages(text)
  const generation = await nextGeneration(deps)
  for (let first = 0; first < passages.length; first += CHUNK) {
    await insertPassages(deps, { resourceId, generation, config, first }, passages.slice(first, first + CHUNK))
  }
  await deps.pool.query(
    `with current as (
       insert into search_documents (resource_id, generation, version, text_sha256, config, passages)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (resource_id) do update set generation = excluded.generation, version = excluded.version,
         text_sha256 = excluded.text_sha256, config = excluded.config, passages = excluded.passages
     )
     delete from search_passages where resource_id = $1 and generation <> $2`,
    [resourceId, generation, wanted.version, wanted.textSha256, config, passages.length],
  )
}

async function readWanted({ pool }: IndexDeps, resourceId: string): Promise<WantedDocument | undefined> {
  const { rows } = await pool.query<WantedDocument>({
    name: 'search.wanted',
    text: `select r.current_version as version, r.language, v.text_sha256 as "textSha256", d.generation,
        d.text_sha256 as "indexedSha256", d.version as "indexedVersion", d.config
      from resources r
      join resource_versions v on v.resource_id = r.id and v.number = r.current_version
      left join search_documents d on d.resource_id = r.id
      where r.id = $1`,
    values: [resourceId],
  })
  return rows[0]
}

async function nextGeneration({ pool }: IndexDeps): Promise<string> {
  const { rows } = await pool.query<{ generation: string }>(`select nextval('search_generations') as generation`)
  return rows[0]?.generation ?? '0'
}

async function insertPassages(
  { pool }: IndexDeps,
  place: { resourceId: string; generation: string; config: string; first: number },
  passages: readonly Passage[],
): Promise<void> {
  const contents = passages.map((passage) => passage.text.replaceAll('\u0000', '\ufffd'))
  await pool.query({
    name: 'search.insert_passages',
    text: `insert into search_passages (resource_id, generation, ordinal, start_position, end_position, content, words)
      select $1, $2, $3 + n, start_position, end_position, content, search_vector($4::regconfig, searchable)
      from unnest($5::int[], $6::int[], $7::text[], $8::text[])
        with ordinality as passage (start_position, end_position, content, searchable, n)`,
    values: [
      place.resourceId,
      place.generation,
      place.first,
      place.config,
      passages.map((passage) => passage.start),
      passages.map((passage) => passage.end),
      contents,
      contents.map(searchable),
    ],
  })
}

async function forget({ pool }: IndexDeps, resourceId: string): Promise<void> {
  await pool.query('delete from search_passages where resource_id = $1', [resourceId])
  await pool.query('delete from search_documents where resource_id = $1', [resourceId])
}
