import { sql } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import type { Usage } from '../vocabulary/index.ts'
import { type Reader, visibleAnnotation } from './annotation-queries.ts'

/** How many annotations use each term, among those that the actor can see and that are not rejected. */
export async function vocabularyUsage({ db }: Pick<Kernel, 'db'>, actor: Reader): Promise<Usage> {
  const { rows } = await db.execute<{ id: string; uses: number }>(sql`
    select term.id, sum(a.uses)::int as uses
    from (
      select entity_type_ids || tag_schema_ids as terms, resource_ids, collection_id, count(*) as uses
      from annotations
      where status <> 'rejected' and (entity_type_ids <> '{}' or tag_schema_ids <> '{}')
      group by terms, resource_ids, collection_id
    ) a cross join lateral unnest(a.terms) term (id)
    where ${visibleAnnotation(actor)}
    group by term.id`)
  return new Map(rows.map((row) => [row.id, row.uses]))
}
