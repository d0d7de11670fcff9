import {
  InvalidRequestError,
  languageTagSchema,
  type listResources,
  type Markable,
  NotFoundError,
  type Page,
  type ParticipantRef,
  type QueryOf,
  type Resource,
  type ResourceVersion,
} from '@semiont/contract'
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { type CollectionAccess, participantRef, permissionsOf, visibleCollections } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { decodeCursor, toPage } from '../kernel/keyset.ts'
import { findTerm, idsOf, loadVocabulary, presentEntityTypes, type VocabularyState } from '../vocabulary/index.ts'
import { resourceTable as table, versionTable } from './resource-table.ts'

export type QueryDeps = Pick<Kernel, 'db' | 'pool'>
export type ResourceFilter = Omit<QueryOf<typeof listResources>, 'limit' | 'cursor' | 'sort' | 'order'>
type Version = typeof versionTable.$inferSelect

/** @throws NotFoundError when the actor cannot see it */
export async function getResourceById(deps: QueryDeps, actor: Actor, id: string): Promise<Resource> {
  const found = await getResourcesById(deps, actor, [id])
  const resource = found.get(id)
  if (!resource) throw new NotFoundError('resource', id)
  return resource
}

/** Those of the resources that the actor can see. */
export async function getResourcesById(
  deps: QueryDeps,
  actor: Actor,
  ids: readonly string[],
  known?: VocabularyState,
): Promise<ReadonlyMap<string, Resource>> {
  if (ids.length === 0) return new Map()
  const [rows, vocabulary] = await Promise.all([
    selectResources(deps.db, actor).where(and(inArray(table.id, [...ids]), isVisible(actor))),
    known ?? loadVocabulary(deps.pool),
  ])
  return new Map(rows.map((row) => [row.resource.id, toResource(actor, vocabulary, row)]))
}

export async function findResources(
  deps: QueryDeps,
  actor: Actor,
  { limit, cursor, sort, order = sort === 'name' ? 'asc' : 'desc', ...filter }: QueryOf<typeof listResources>,
): Promise<Page<Resource>> {
  const vocabulary = await loadVocabulary(deps.pool)
  const key = SORT_KEYS[sort]
  const direction = order === 'asc' ? asc : desc
  const rows = await selectResources(deps.db, actor)
    .where(
      and(
        isVisible(actor),
        ...conditions(filter, vocabulary),
        cursor === undefined ? undefined : after(cursor, key, order),
      ),
    )
    .orderBy(direction(key.column), direction(table.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    (row) => toResource(actor, vocabulary, row),
    (row) => [row.keys[sort], row.resource.id],
  )
}

/** As an array the collections are looked up once, not for every resource. */
export function isVisible(actor: Actor): SQL {
  return sql`${table.collectionId} = any(array${visibleCollections(actor)})`
}

/** The filters that list and search have in common. */
export function conditions(filter: Partial<ResourceFilter>, vocabulary: VocabularyState): (SQL | undefined)[] {
  const { collectionId, mediaType, language, archived, createdBy, name, namePrefix, q } = filter
  return [
    collectionId === undefined ? undefined : eq(table.collectionId, collectionId),
    mediaType === undefined ? undefined : eq(table.mediaType, mediaType),
    language === undefined ? undefined : eq(table.language, language),
    archived === undefined || archived === 'any' ? undefined : eq(table.archived, archived === 'true'),
    createdBy === undefined ? undefined : eq(table.createdBy, createdBy),
    filter.entityType === undefined ? undefined : hasEntityType(filter.entityType, vocabulary),
    name === undefined ? undefined : sql`lower(${table.name}) = lower(${name})`,
    namePrefix === undefined ? undefined : sql`${table.name} ilike ${`${escapeLike(namePrefix)}%`}`,
    q === undefined ? undefined : sql`${table.name} ilike ${`%${escapeLike(q)}%`}`,
  ]
}

/** Whatever was merged into the type counts as it; a type that is not there matches nothing. */
function hasEntityType(nameOrId: string, vocabulary: VocabularyState): SQL {
  const term = findTerm(vocabulary, 'entityType', nameOrId)
  const ids = term ? idsOf(vocabulary, term.id) : []
  return sql`${table.entityTypes} && ${sql.param(ids)}::text[]`
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}

interface SortKey {
  column: SQL
  /** Of a value as `keys` selects it. */
  parameter: (value: string) => SQL
}

/** Microseconds as PostgreSQL keeps them: a JavaScript date would round them away and repeat items. */
const instantKey = (column: SQL): SortKey => ({
  column,
  parameter: (value) => sql`timestamptz 'epoch' + ${integer(value)}::bigint * interval '1 microsecond'`,
})

/** @throws InvalidRequestError for a cursor that was not made for this order */
function integer(value: string): string {
  if (/^\d{1,16}$/.test(value)) return value
  throw new InvalidRequestError([{ path: 'query.cursor', message: 'belongs to another order; start again without it' }])
}

const SORT_KEYS: Record<QueryOf<typeof listResources>['sort'], SortKey> = {
  name: {
    column: sql`${table.name} collate natural_order`,
    parameter: (value) => sql`${value}::text collate natural_order`,
  },
  createdAt: instantKey(sql`${table.createdAt}`),
  modifiedAt: instantKey(sql`${table.modifiedAt}`),
  size: { column: sql`${table.size}`, parameter: (value) => sql`${integer(value)}::bigint` },
}

const keys = {
  name: sql<string>`${table.name}`,
  createdAt: sql<string>`(extract(epoch from ${table.createdAt}) * 1000000)::bigint::text`,
  modifiedAt: sql<string>`(extract(epoch from ${table.modifiedAt}) * 1000000)::bigint::text`,
  size: sql<string>`${table.size}::text`,
}

function after(cursor: string, key: SortKey, order: 'asc' | 'desc'): SQL {
  const [value, id] = decodeCursor(cursor, 2)
  const position = sql`(${key.parameter(String(value))}, ${String(id)})`
  return order === 'asc'
    ? sql`(${key.column}, ${table.id}) > ${position}`
    : sql`(${key.column}, ${table.id}) < ${position}`
}

function selectResources(db: NodePgDatabase, actor: Actor) {
  return db
    .select({
      resource: table,
      version: versionTable,
      keys,
      collectionName: sql<string>`c.name`,
      everyone: sql<CollectionAccess['everyone']>`c.everyone`,
      role: sql<CollectionAccess['role']>`(
        select m.role from collection_members m where m.collection_id = c.id and m.participant_id = ${actor.id})`,
      createdBy: participantRef(sql`${table.createdBy}`),
      firstVersion: sql<Pick<Version, 'activity' | 'fileName' | 'derivedFrom'>>`(
        select json_build_object('activity', v.activity, 'fileName', v.file_name, 'derivedFrom', v.derived_from)
        from resource_versions v where v.resource_id = ${table.id} and v.number = 1)`,
      annotationCount: sql<number>`(
        select count(*)::int from annotation_targets t where t.resource_id = ${table.id})`,
    })
    .from(table)
    .innerJoin(versionTable, and(eq(versionTable.resourceId, table.id), eq(versionTable.number, table.currentVersion)))
    .innerJoin(sql`collections c`, sql`c.id = ${table.collectionId}`)
    .$dynamic()
}

type Row = Awaited<ReturnType<typeof selectResources>>[number]

function toResource(actor: Actor, vocabulary: VocabularyState, row: Row): Resource {
  const { resource, version, createdBy, collectionName, everyone, role, annotationCount } = row
  const { edit } = permissionsOf(actor, { everyone, role })
  const createdAt = resource.createdAt.toISOString()
  return {
    id: resource.id,
    name: resource.name,
    description: resource.description,
    collectionId: resource.collectionId,
    collection: { id: resource.collectionId, name: collectionName },
    mediaType: version.mediaType,
    size: version.size,
    sha256: version.sha256,
    encoding: version.encoding,
    language: resource.language,
    textLength: version.textLength,
    entityTypes: presentEntityTypes(vocabulary, resource.entityTypes),
    archived: resource.archived,
    markable: toMarkable(version),
    version: resource.version,
    currentVersion: resource.currentVersion,
    provenance: toProvenance({ ...row.firstVersion, createdBy, createdAt }),
    permissions: { edit },
    annotationCount,
    createdBy,
    createdAt,
    modifiedAt: resource.modifiedAt.toISOString(),
  }
}

function toMarkable({ notMarkableBecause }: Pick<Version, 'notMarkableBecause'>): Markable {
  return notMarkableBecause === null ? { possible: true } : { possible: false, reason: notMarkableBecause }
}

function toProvenance(
  version: Pick<Version, 'activity' | 'fileName' | 'derivedFrom'> & { createdBy: ParticipantRef; createdAt: string },
): Resource['provenance'] {
  return {
    attributedTo: version.createdBy,
    generatedAt: version.createdAt,
    generatedBy: { activity: version.activity, fileName: version.fileName },
    derivedFrom: version.derivedFrom,
  }
}

/** Newest first. */
export async function findVersions(
  db: NodePgDatabase,
  resourceId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<ResourceVersion>> {
  const before = cursor === undefined ? undefined : Number(integer(String(decodeCursor(cursor, 1)[0])))
  const rows = await db
    .select({ version: versionTable, createdBy: participantRef(sql`${versionTable.createdBy}`) })
    .from(versionTable)
    .where(
      and(
        eq(versionTable.resourceId, resourceId),
        before === undefined ? undefined : sql`${versionTable.number} < ${before}`,
      ),
    )
    .orderBy(desc(versionTable.number))
    .limit(limit + 1)
  return toPage(rows, limit, toVersion, ({ version }) => [version.number])
}

function toVersion({ version, createdBy }: { version: Version; createdBy: ParticipantRef }): ResourceVersion {
  return {
    number: version.number,
    mediaType: version.mediaType,
    size: version.size,
    sha256: version.sha256,
    encoding: version.encoding,
    textLength: version.textLength,
    markable: toMarkable(version),
    provenance: toProvenance({ ...version, createdBy, createdAt: version.createdAt.toISOString() }),
  }
}

/** A tag that everything else in the system accepts; documents declare all sorts of things. */
export function knownLanguage(language: string | null): string | null {
  const tag = language
    ?.trim()
    .replaceAll('_', '-')
    .replace(/^[A-Za-z]+/, (primary) => primary.toLowerCase())
  return languageTagSchema.safeParse(tag).data ?? null
}
