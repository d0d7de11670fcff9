import { InvalidRequestError, NotFoundError } from '@semiont/contract'
import { CodePoints } from '@semiont/anchoring'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { type CollectionAccess, getCollectionAccess, visibleCollections } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Place } from './annotation-policy.ts'
import type { ResourceText } from './place-targets.ts'

/** What annotations need from whoever keeps the documents. */
export interface ResourceTexts {
  /** The canonical text of a version, or null when it has none. Rights have been checked before. */
  readText(resourceId: string, version: number): Promise<string | null>
}

export type PlaceDeps = Pick<Kernel, 'db'> & { texts: ResourceTexts }

export interface SeenResource {
  id: string
  name: string
  collectionId: string
  archived: boolean
  currentVersion: number
}

type ResourceRow = { id: string; name: string; collection_id: string; archived: boolean; current_version: number }

/** @throws NotFoundError when one of them is not there for this actor */
export async function seeResources(
  { db }: Pick<Kernel, 'db'>,
  actor: Pick<Actor, 'id' | 'role'>,
  ids: readonly string[],
): Promise<Map<string, SeenResource>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const { rows } = await db.execute<ResourceRow>(sql`
    select r.id, r.name, r.collection_id, r.archived, r.current_version from resources r
    where r.id = any(${sql.param(wanted)}) and r.collection_id in ${visibleCollections(actor)}`)
  const seen = new Map(rows.map((row) => [row.id, toSeen(row)]))
  const missing = wanted.find((id) => !seen.has(id))
  if (missing !== undefined) throw new NotFoundError('resource', missing)
  return seen
}

const toSeen = ({ id, name, archived, ...row }: ResourceRow): SeenResource => ({
  id,
  name,
  archived,
  collectionId: row.collection_id,
  currentVersion: row.current_version,
})

/** @param outside the collection of an annotation that is about no resource of ours */
export async function placeOf(
  { db }: Pick<Kernel, 'db'>,
  actor: Actor,
  resources: readonly SeenResource[],
  outside: string | undefined,
): Promise<Place> {
  const inside = [...new Set(resources.map((resource) => resource.collectionId))]
  const ids = inside.length > 0 ? inside : outside === undefined ? [] : [outside]
  const collections: CollectionAccess[] = []
  for (const id of ids) collections.push(await getCollectionAccess(db, actor, id))
  return { collections, archived: resources.filter((resource) => resource.archived).map((resource) => resource.name) }
}

/** Reads each wanted text once, however many passages of it are marked. */
export async function loadTexts(
  { texts }: PlaceDeps,
  resources: ReadonlyMap<string, SeenResource>,
  wanted: readonly { resourceId: string; version: number | undefined }[],
): Promise<(resourceId: string, version: number | undefined) => ResourceText> {
  const loaded = new Map<string, ResourceText>()
  for (const { resourceId, version } of wanted) {
    const key = keyOf(resourceId, version)
    if (!loaded.has(key)) loaded.set(key, await loadText(texts, resources.get(resourceId), resourceId, version))
  }
  return (resourceId, version) => {
    const text = loaded.get(keyOf(resourceId, version))
    if (!text) throw new NotFoundError('resource', resourceId)
    return text
  }
}

const keyOf = (resourceId: string, version: number | undefined) => `${resourceId} ${version ?? ''}`

async function loadText(
  texts: ResourceTexts,
  resource: SeenResource | undefined,
  id: string,
  named: number | undefined,
): Promise<ResourceText> {
  if (!resource) throw new NotFoundError('resource', id)
  const version = named ?? resource.currentVersion
  if (version > resource.currentVersion) {
    const message = `names version ${version} of ${id}, whose newest is ${resource.currentVersion}`
    throw new InvalidRequestError([{ path: 'body.target', message }])
  }
  const text = await texts.readText(id, version)
  return { version, text: text === null ? null : new CodePoints(text) }
}

/** Holds the resources until the transaction ends: whoever deletes one meanwhile waits, or has been faster. */
export async function holdResources(tx: pg.PoolClient, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)].toSorted()
  if (wanted.length === 0) return
  const { rows } = await tx.query<{ id: string }>({
    name: 'annotations.hold_resources',
    text: 'select id from resources where id = any($1) order by id for key share',
    values: [wanted],
  })
  const held = new Set(rows.map((row) => row.id))
  const gone = wanted.find((id) => !held.has(id))
  if (gone !== undefined) throw new NotFoundError('resource', gone)
}
