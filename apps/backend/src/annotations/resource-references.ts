import type { Page, Reference, ResourceReferences } from '@semiont/contract'
import { type SQL, sql } from 'drizzle-orm'
import { visibleCollections } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import { seeResources } from './annotation-place.ts'
import { entityTypesOf, type PresenterContext, referenceOf } from './annotation-presenter.ts'
import {
  presenterContext,
  type QueryDeps,
  type RawRow,
  type Reader,
  rowColumns,
  toRow,
  visibleAnnotation,
} from './annotation-queries.ts'
import { cursorId, cursorInteger, cursorTime } from './cursor-parts.ts'
import { quoteOf, targetLeaves } from './stored-annotation.ts'

interface ReferenceQuery {
  limit: number
  outgoingCursor?: string | undefined
  incomingCursor?: string | undefined
}

interface ReferenceRow extends RawRow {
  from_id: string | null
  from_name: string | null
}

/** What the resource refers to, in reading order, and what refers to it, newest first. @throws NotFoundError */
export async function resourceReferences(
  deps: QueryDeps,
  actor: Actor,
  id: string,
  { limit, outgoingCursor, incomingCursor }: ReferenceQuery,
): Promise<ResourceReferences> {
  await seeResources(deps, actor, [id])
  const context = await presenterContext(deps)
  const [outgoing, incoming] = await Promise.all([
    outgoingReferences(deps, context, actor, { id, limit, cursor: outgoingCursor }),
    incomingReferences(deps, context, actor, { id, limit, cursor: incomingCursor }),
  ])
  return { outgoing, incoming }
}

interface Direction {
  id: string
  limit: number
  cursor: string | undefined
}

const columns = (actor: Reader): SQL => sql`${rowColumns(actor)}, a.resource_ids[1] as from_id,
  (select r.name from resources r where r.id = a.resource_ids[1] and r.collection_id in ${visibleCollections(actor)}) as from_name`

async function outgoingReferences(
  { db }: QueryDeps,
  context: PresenterContext,
  actor: Reader,
  { id, limit, cursor }: Direction,
): Promise<Page<Reference>> {
  const [start, end, last] = cursor === undefined ? [] : decodeCursor(cursor, 3)
  const after =
    last === undefined
      ? sql``
      : sql`and (t.start_position, t.end_position, a.id) > (${cursorInteger(start)}, ${cursorInteger(end)}, ${cursorId(last)})`
  const { rows } = await db.execute<ReferenceRow>(sql`
    select ${columns(actor)}, t.start_position, t.end_position
    from annotation_targets t join annotations a on a.id = t.annotation_id
    where t.resource_id = ${id} and a.status <> 'rejected'
      and ('linking' = any(a.motivations) or a.reference_iri is not null)
      and ${visibleAnnotation(actor)} ${after}
    order by t.start_position, t.end_position, a.id limit ${limit + 1}`)
  return toPage(
    rows,
    limit,
    (row) => present(context, row),
    (row) => [row.start_position ?? 0, row.end_position ?? 0, row.id],
  )
}

async function incomingReferences(
  { db }: QueryDeps,
  context: PresenterContext,
  actor: Reader,
  { id, limit, cursor }: Direction,
): Promise<Page<Reference>> {
  const [at, last] = cursor === undefined ? [] : decodeCursor(cursor, 2)
  const after =
    last === undefined ? sql`` : sql`and (a.created_at, a.id) < (${cursorTime(at)}::timestamptz, ${cursorId(last)})`
  const { rows } = await db.execute<ReferenceRow>(sql`
    select ${columns(actor)} from annotations a
    where a.reference_resource_id = ${id} and a.status <> 'rejected' and ${visibleAnnotation(actor)} ${after}
    order by a.created_at desc, a.id desc limit ${limit + 1}`)
  return toPage(
    rows,
    limit,
    (row) => present(context, row),
    (row) => [new Date(row.created_at).toISOString(), row.id],
  )
}

function present({ publicUrl, vocabulary }: PresenterContext, raw: ReferenceRow): Reference {
  const row = toRow(raw)
  const { content } = row
  const index = content.targets.findIndex((target) => target.resourceId !== null)
  const leaf = targetLeaves(content.annotation.target)[index]
  return {
    annotationId: row.id,
    status: row.status,
    from: raw.from_id === null ? null : { resourceId: raw.from_id, name: raw.from_name },
    to: referenceOf(publicUrl, content, row.referenceName),
    quote: leaf === undefined ? null : quoteOf(leaf),
    anchor: content.targets[index]?.anchor ?? null,
    entityTypes: entityTypesOf(content, vocabulary),
    creator: row.creator,
    createdAt: row.createdAt.toISOString(),
  }
}
