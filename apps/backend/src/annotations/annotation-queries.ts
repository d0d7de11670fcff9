import {
  type Annotation,
  type AnnotationQuery,
  type AnnotationStatus,
  InvalidRequestError,
  NotFoundError,
  type Page,
  type ParticipantRef,
} from '@semiont/contract'
import { type SQL, sql } from 'drizzle-orm'
import { participantRef, visibleCollections } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import { findTerm, idsOf, loadVocabulary, type VocabularyState } from '../vocabulary/index.ts'
import type { AnnotationContent } from './annotation.ts'
import { type AnnotationRow, presentAnnotation } from './annotation-presenter.ts'
import { cursorId, cursorInteger, cursorTime } from './cursor-parts.ts'
import { internalName } from './stored-annotation.ts'

export type QueryDeps = Pick<Kernel, 'db' | 'pool' | 'configuration'>
export type Reader = Pick<Actor, 'id' | 'role'>

/**
 * An annotation quotes from all of its resources, so it shows only to who may read all of them; one without a resource
 * shows to the readers of its collection.
 */
export function visibleAnnotation(actor: Reader): SQL {
  return sql`(case when cardinality(a.resource_ids) = 0 then a.collection_id in ${visibleCollections(actor)}
    else not exists (
      select 1 from unnest(a.resource_ids) about (id) left join resources r on r.id = about.id
      where r.id is null or r.collection_id not in ${visibleCollections(actor)}) end)`
}

/** The name of the resource referred to, for those who may see it. */
export function referenceName(actor: Reader): SQL {
  return sql`(select r.name from resources r
    where r.id = a.reference_resource_id and r.collection_id in ${visibleCollections(actor)})`
}

export const rowColumns = (actor: Reader): SQL => sql`a.id, a.status, a.version, a.content, a.motivations,
  a.created_at, a.modified_at, ${participantRef(sql`a.creator_id`)} as creator, ${referenceName(actor)} as reference_name,
  coalesce((select r.collection_id from resources r where r.id = a.resource_ids[1]), a.collection_id) as collection_id`

export interface RawRow extends Record<string, unknown> {
  id: string
  status: AnnotationStatus
  version: number
  content: AnnotationContent
  motivations: string[]
  created_at: string
  modified_at: string
  creator: ParticipantRef | null
  reference_name: string | null
  collection_id: string
  start_position?: number
  end_position?: number
}

export function toRow(raw: RawRow): AnnotationRow {
  return {
    id: raw.id,
    collectionId: raw.collection_id,
    status: raw.status,
    version: raw.version,
    content: raw.content,
    motivations: raw.motivations,
    creator: raw.creator ?? FORMER_PARTICIPANT,
    referenceName: raw.reference_name,
    createdAt: new Date(raw.created_at),
    modifiedAt: new Date(raw.modified_at),
  }
}

/** Stands for whoever is no longer known here. */
export const FORMER_PARTICIPANT: ParticipantRef = { id: 'usr_00000000000000000000000000', kind: 'person', name: '' }

export async function presenterContext(deps: QueryDeps) {
  return { publicUrl: deps.configuration.publicUrl, vocabulary: await loadVocabulary(deps.pool) }
}

/** In the order of `ids`; those that the actor may not see, or that are gone, are left out. */
export async function findAnnotations(deps: QueryDeps, actor: Reader, ids: readonly string[]): Promise<Annotation[]> {
  if (ids.length === 0) return []
  const [{ rows }, context] = await Promise.all([
    deps.db.execute<RawRow>(sql`
      select ${rowColumns(actor)} from annotations a where a.id = any(${sql.param([...ids])}) and ${visibleAnnotation(actor)}`),
    presenterContext(deps),
  ])
  const found = new Map(rows.map((row) => [row.id, presentAnnotation(context, toRow(row))]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** @throws NotFoundError also when the actor may not see it */
export async function getAnnotation(deps: QueryDeps, actor: Reader, id: string): Promise<Annotation> {
  const [annotation] = await findAnnotations(deps, actor, [id])
  if (!annotation) throw new NotFoundError('annotation', id)
  return annotation
}

/** @throws NotFoundError when the actor may not see the resource or the collection asked for */
export async function listAnnotations(
  deps: QueryDeps,
  actor: Reader,
  query: AnnotationQuery,
): Promise<Page<Annotation>> {
  const context = await presenterContext(deps)
  const order = orderOf(query)
  const { rows } = await deps.db.execute<RawRow>(sql`
    select ${rowColumns(actor)}, ${order.columns}
    from ${fromClause(query)}
    where ${and([visibleAnnotation(actor), ...conditions(deps, context.vocabulary, query), after(order, query.cursor)])}
    order by ${order.by} limit ${query.limit + 1}`)
  return toPage(rows, query.limit, (row) => presentAnnotation(context, toRow(row)), order.key)
}

const and = (parts: readonly (SQL | undefined)[]): SQL =>
  sql.join(
    parts.filter((part) => part !== undefined),
    sql` and `,
  )

function fromClause({ resourceId, source }: AnnotationQuery): SQL {
  if (resourceId === undefined && source === undefined) return sql`annotations a`
  return sql`annotation_targets t join annotations a on a.id = t.annotation_id`
}

function conditions(deps: QueryDeps, vocabulary: VocabularyState, query: AnnotationQuery): (SQL | undefined)[] {
  const { resourceId, source, from, to, motivation, creatorId, entityType, status, reference, collectionId } = query
  const list = (values: readonly string[]) => sql.param([...values])
  if ((from !== undefined || to !== undefined) && resourceId === undefined) {
    throw new InvalidRequestError([{ path: 'query.resourceId', message: 'is needed with from and to' }])
  }
  const iri = source === undefined ? undefined : internalName(deps.configuration.publicUrl, source)
  const range = from === undefined && to === undefined ? undefined : rangeOf(from ?? 0, to ?? MAXIMUM_POSITION)
  return [
    resourceId === undefined ? undefined : sql`t.resource_id = ${resourceId}`,
    iri === undefined ? undefined : sql`t.iri = ${iri}`,
    range && sql`t.start_position < ${range[1]} and t.spans && int4range(${range[0]}, ${range[1]})`,
    motivation && sql`a.motivations && ${list(motivation)}::text[]`,
    creatorId && sql`a.creator_id = any(${list(creatorId)})`,
    entityType && sql`a.entity_type_ids && ${list(typeIds(vocabulary, entityType))}::text[]`,
    sql`a.status = any(${list(status)})`,
    reference === 'bound' ? sql`a.reference_iri is not null` : undefined,
    reference === 'unresolved' ? sql`a.reference_iri is null and 'linking' = any(a.motivations)` : undefined,
    collectionId === undefined ? undefined : inCollection(collectionId),
  ]
}

const MAXIMUM_POSITION = 2_147_483_647

/** A range of no length is the code point behind it, as a passage of no length is. */
function rangeOf(from: number, to: number): [from: number, to: number] {
  const start = Math.min(from, MAXIMUM_POSITION - 1)
  return [start, Math.max(to, start + 1)]
}

const inCollection = (id: string): SQL => sql`(case when cardinality(a.resource_ids) = 0 then a.collection_id = ${id}
  else exists (select 1 from resources r where r.id = any(a.resource_ids) and r.collection_id = ${id}) end)`

/** An unknown name finds nothing, rather than everything. */
function typeIds(vocabulary: VocabularyState, namesOrIds: readonly string[]): string[] {
  return namesOrIds.flatMap((name) => {
    const term = findTerm(vocabulary, 'entityType', name)
    return term ? idsOf(vocabulary, term.id) : []
  })
}

interface Order {
  columns: SQL
  by: SQL
  key: (row: RawRow) => (string | number)[]
  after: (key: (string | number)[]) => SQL
  length: number
}

const READING_ORDER: Order = {
  columns: sql`t.start_position, t.end_position`,
  by: sql`t.start_position, t.end_position, t.annotation_id`,
  key: (row) => [row.start_position ?? 0, row.end_position ?? 0, row.id],
  after: ([start, end, id]) =>
    sql`(t.start_position, t.end_position, t.annotation_id) > (${cursorInteger(start)}, ${cursorInteger(end)}, ${cursorId(id)})`,
  length: 3,
}

function timeOrder(column: 'created_at' | 'modified_at', direction: 'asc' | 'desc'): Order {
  const name = sql.raw(`a.${column}`)
  return {
    columns: sql`${name} as sort_key`,
    by: direction === 'asc' ? sql`${name}, a.id` : sql`${name} desc, a.id desc`,
    key: (row) => [new Date(row[column]).toISOString(), row.id],
    after: ([at, id]) =>
      sql`(${name}, a.id) ${sql.raw(direction === 'asc' ? '>' : '<')} (${cursorTime(at)}::timestamptz, ${cursorId(id)})`,
    length: 2,
  }
}

function orderOf(query: AnnotationQuery): Order {
  const order = query.order ?? (query.resourceId === undefined ? 'newest' : 'position')
  if (order === 'position') {
    if (query.resourceId !== undefined) return READING_ORDER
    throw new InvalidRequestError([{ path: 'query.order', message: 'position needs resourceId' }])
  }
  if (order === 'modified') return timeOrder('modified_at', 'desc')
  return timeOrder('created_at', order === 'oldest' ? 'asc' : 'desc')
}

const after = (order: Order, cursor: string | undefined): SQL | undefined =>
  cursor === undefined ? undefined : order.after(decodeCursor(cursor, order.length))
