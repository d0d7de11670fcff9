import {
  type Collection,
  type CollectionMember,
  type listCollectionMembers,
  type listCollections,
  NotFoundError,
  type Page,
  type ParticipantRef,
  type QueryOf,
} from '@semiont/contract'
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Actor } from '../kernel/actor.ts'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import { type CollectionAccess, editableCollections, permissionsOf, visibleCollections } from './collection-policy.ts'
import { collectionTable as table, memberTable } from './collection-table.ts'

type Row = Awaited<ReturnType<typeof selectCollections>>[number]

const naturalName = sql`${table.name} collate natural_order`

/** By name. */
export async function findCollections(
  db: NodePgDatabase,
  actor: Actor,
  { q, editable, cursor, limit }: QueryOf<typeof listCollections>,
): Promise<Page<Collection>> {
  const conditions = [
    sql`${table.id} in ${editable ? editableCollections(actor) : visibleCollections(actor)}`,
    q === undefined ? undefined : sql`strpos(lower(${table.name}), lower(${q})) > 0`,
    cursor === undefined ? undefined : after(cursor),
  ]
  const rows = await selectCollections(db, actor)
    .where(and(...conditions))
    .orderBy(asc(naturalName), asc(table.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    (row) => toCollection(actor, row),
    (row) => [row.collection.name, row.collection.id],
  )
}

/** @throws NotFoundError when the actor cannot see it */
export async function getCollectionById(db: NodePgDatabase, actor: Actor, id: string): Promise<Collection> {
  const [row] = await selectCollections(db, actor).where(
    sql`${table.id} = ${id} and ${table.id} in ${visibleCollections(actor)}`,
  )
  if (!row) throw new NotFoundError('collection', id)
  return toCollection(actor, row)
}

/**
 * What decides about the actor in a collection.
 * @throws NotFoundError when the actor cannot see it
 */
export async function getCollectionAccess(db: NodePgDatabase, actor: Actor, id: string): Promise<CollectionAccess> {
  const [row] = await db
    .select({ id: table.id, name: table.name, everyone: table.everyone, role: memberTable.role })
    .from(table)
    .leftJoin(memberTable, and(eq(memberTable.collectionId, table.id), eq(memberTable.participantId, actor.id)))
    .where(sql`${table.id} = ${id} and ${table.id} in ${visibleCollections(actor)}`)
  if (!row) throw new NotFoundError('collection', id)
  return row
}

/** By name. */
export async function findMembers(
  db: NodePgDatabase,
  collectionId: string,
  { cursor, limit }: QueryOf<typeof listCollectionMembers>,
): Promise<Page<CollectionMember>> {
  const rows = await selectMembers(db)
    .where(and(eq(memberTable.collectionId, collectionId), cursor === undefined ? undefined : afterMember(cursor)))
    .orderBy(sql`lower(p.name)`, asc(memberTable.participantId))
    .limit(limit + 1)
  return toPage(rows, limit, toMember, ({ nameKey, participant }) => [nameKey, participant.id])
}

/** @throws NotFoundError */
export async function getMember(db: NodePgDatabase, collectionId: string, id: string): Promise<CollectionMember> {
  const [row] = await selectMembers(db).where(
    and(eq(memberTable.collectionId, collectionId), eq(memberTable.participantId, id)),
  )
  if (!row) throw new NotFoundError('member', id)
  return toMember(row)
}

/** Somebody's name and kind, beside what they did: a correlated subquery. */
export function participantRef(id: SQL): SQL<ParticipantRef> {
  return sql<ParticipantRef>`(
    select json_build_object('id', p.id, 'kind', p.kind, 'name', p.name) from participants p where p.id = ${id})`
}

function selectCollections(db: NodePgDatabase, actor: Actor) {
  return db
    .select({
      collection: table,
      createdBy: participantRef(sql`${table.createdBy}`),
      role: memberTable.role,
      resourceCount: sql<number>`(select count(*)::int from resources r where r.collection_id = ${table.id})`,
      memberCount: sql<number>`(select count(*)::int from collection_members m where m.collection_id = ${table.id})`,
    })
    .from(table)
    .leftJoin(memberTable, and(eq(memberTable.collectionId, table.id), eq(memberTable.participantId, actor.id)))
    .$dynamic()
}

function selectMembers(db: NodePgDatabase) {
  return db
    .select({
      participant: sql<ParticipantRef>`json_build_object('id', p.id, 'kind', p.kind, 'name', p.name)`,
      nameKey: sql<string>`lower(p.name)`,
      role: memberTable.role,
      since: memberTable.since,
    })
    .from(memberTable)
    .innerJoin(sql`participants p`, sql`p.id = ${memberTable.participantId}`)
    .$dynamic()
}

function after(cursor: string): SQL {
  const [name, id] = decodeCursor(cursor, 2)
  return sql`(${naturalName}, ${table.id}) > (${String(name)} collate natural_order, ${String(id)})`
}

function afterMember(cursor: string): SQL {
  const [nameKey, id] = decodeCursor(cursor, 2)
  return sql`(lower(p.name), ${memberTable.participantId}) > (${String(nameKey)}, ${String(id)})`
}

function toCollection(actor: Actor, { collection, role, ...rest }: Row): Collection {
  return {
    ...collection,
    ...rest,
    role,
    permissions: permissionsOf(actor, { everyone: collection.everyone, role }),
    createdAt: collection.createdAt.toISOString(),
    modifiedAt: collection.modifiedAt.toISOString(),
  }
}

function toMember({
  participant,
  role,
  since,
}: {
  participant: ParticipantRef
  role: CollectionMember['role']
  since: Date
}) {
  return { participant, role, since: since.toISOString() }
}
