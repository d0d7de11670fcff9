import type { listResources, QueryOf } from '@semiont/contract'
import { and, type SQL, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Actor } from '../kernel/actor.ts'
import { isVisible, resourceConditions } from '../resources/index.ts'
import type { VocabularyState } from '../vocabulary/index.ts'
import { MOST_CANDIDATES, type SearchPlan } from './plan-search.ts'

export type SearchFilter = Partial<
  Pick<QueryOf<typeof listResources>, 'collectionId' | 'mediaType' | 'language' | 'entityType' | 'archived'>
>

export interface FoundPassage {
  /** Of which cutting of the text; it may have been replaced since. */
  generation: string
  ordinal: number
}

export interface FoundResource {
  resourceId: string
  score: number
  /** Best first; empty when only the name matches. */
  passages: FoundPassage[]
}

interface FoundRow extends Record<string, unknown> {
  resourceId: string
  score: number
  generations: string[] | null
  ordinals: number[] | null
}

export interface SearchScope {
  actor: Actor
  filter: SearchFilter
  vocabulary: VocabularyState
}

/** When fewer resources have all words, those with some of them follow. */
const FEW = 10
const PASSAGES_PER_RESOURCE = 2
/** Nobody pages further; a narrower query finds what is behind. */
export const MOST_RESULTS = 500

/** Best first. Everything that the actor may not see is left out inside the query, before anything is counted or cut. */
export async function findPassages(db: NodePgDatabase, plan: SearchPlan, scope: SearchScope): Promise<FoundResource[]> {
  const found = await run(db, plan, scope, plan.everything, sql`resources.name_words @@ ${plan.name}::tsquery`)
  if (found.length >= FEW || plan.something === undefined) return found
  const more = await run(db, plan, scope, [plan.something], sql`false`)
  const known = new Set(found.map((resource) => resource.resourceId))
  return [...found, ...more.filter((resource) => !known.has(resource.resourceId))]
}

async function run(
  db: NodePgDatabase,
  plan: SearchPlan,
  scope: SearchScope,
  tiers: readonly string[],
  nameMatches: SQL,
): Promise<FoundResource[]> {
  const allowed = and(
    isVisible(scope.actor),
    ...resourceConditions(scope.filter, scope.vocabulary),
    plan.excluded === '' ? undefined : notExcluded(plan.excluded),
  )
  const candidates = tiers.map(
    (query) => sql`(
      select p.resource_id, p.generation, p.ordinal, ${passageScore(plan)} as score
      from search_passages p join resources on resources.id = p.resource_id
      where p.words @@ ${query}::tsquery and ${allowed}
      limit ${MOST_CANDIDATES})`,
  )
  const { rows } = await db.execute<FoundRow>(sql`
    with candidates as (
      select distinct * from (select * from (${sql.join(candidates, sql` union all `)}) as tier limit ${MOST_CANDIDATES}) as best
    ), placed as (
      select *, row_number() over (partition by resource_id order by score desc, ordinal) as place from candidates
    ), texts as (
      select resource_id, max(score) + 0.1 * ln(count(*)) as score,
        array_agg(generation order by place) filter (where place <= ${PASSAGES_PER_RESOURCE}) as generations,
        array_agg(ordinal order by place) filter (where place <= ${PASSAGES_PER_RESOURCE}) as ordinals
      from placed group by resource_id
    ), names as (
      select resources.id as resource_id, ${nameScore(plan)} / (1 + 0.05 * length(resources.name_words)) as score
      from resources where ${nameMatches} and ${allowed}
      order by length(resources.name), resources.id limit ${MOST_RESULTS}
    )
    select resource_id as "resourceId", (coalesce(texts.score, 0) + coalesce(names.score, 0))::float8 as score,
      texts.generations, texts.ordinals
    from texts full join names using (resource_id)
    order by 2 desc, 1 limit ${MOST_RESULTS}`)
  return rows.map(({ resourceId, score, generations, ordinals }) => ({
    resourceId,
    score,
    passages: (ordinals ?? []).map((ordinal, index) => ({ generation: generations?.[index] ?? '', ordinal })),
  }))
}

/**
 * For each group its weight, times a share that grows with the number of occurrences and stays below one: for a single
 * query item ts_rank is the sum of 1/n² over the occurrences, divided by its limit.
 */
function passageScore({ groups }: SearchPlan): SQL {
  const parts = groups.map(
    ({ query, weight }) => sql`${weight}::float4 * ts_rank('{1,1,1,1}', p.words, ${query}::tsquery)`,
  )
  return sql.join(parts, sql` + `)
}

/** A name that has all words is worth more than any one passage: it says what the whole is about. */
function nameScore({ groups }: SearchPlan): SQL {
  return sql`${1.5 * groups.reduce((sum, group) => sum + group.weight, 0)}::float4`
}

function notExcluded(query: string): SQL {
  return sql`not resources.name_words @@ ${query}::tsquery`
}
