import { sql } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import type { Usage } from '../vocabulary/index.ts'
import { type Reader, visibleAnnotation } from './annotation-queries.ts'

/** How many annotations use each term, among those that the actor can see and that are not rejected. */
export async function vocabularyUsage({ db }: Pick<Kernel, 'db'>, actor: Reader): Promise<Usage> {
  const { rows } = await db.execute<{ id: string; uses: number }>(sql`
    select term.id, count(*)::int as uses
    from annotations a cross join lateral unnest(a.entity_type_ids || a.tag_schema_ids) term (id)
    where a.status <> 'rejected' and ${visibleAnnotation(actor)}
    group by term.id`)
  return new Map(rows.map((row) => [row.id, row.uses]))
}
