import { NotFoundError, SemiontError } from '@semiont/contract'
import { and, eq, sql } from 'drizzle-orm'
import type { BlobStore } from '../blobs/index.ts'
import { type CollectionAccess, visibleCollections } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { resourceTable as table, versionTable } from './resource-table.ts'

/** A resource that the actor can see, with what decides about the rest. */
export interface ReadableResource {
  id: string
  name: string
  archived: boolean
  language: string | null
  /** Stream version. */
  version: number
  currentVersion: number
  access: CollectionAccess
}

/** @throws NotFoundError when the actor cannot see it */
export async function getReadableResource(
  { db }: Pick<Kernel, 'db'>,
  actor: Actor,
  id: string,
): Promise<ReadableResource> {
  const [row] = await db
    .select({
      resource: table,
      name: sql<string>`c.name`,
      everyone: sql<CollectionAccess['everyone']>`c.everyone`,
      role: sql<CollectionAccess['role']>`(
        select m.role from collection_members m where m.collection_id = c.id and m.participant_id = ${actor.id})`,
    })
    .from(table)
    .innerJoin(sql`collections c`, sql`c.id = ${table.collectionId}`)
    .where(sql`${table.id} = ${id} and ${table.collectionId} in ${visibleCollections(actor)}`)
  if (!row) throw new NotFoundError('resource', id)
  const { resource, ...collection } = row
  return {
    id,
    name: resource.name,
    archived: resource.archived,
    language: resource.language,
    version: resource.version,
    currentVersion: resource.currentVersion,
    access: { id: resource.collectionId, ...collection },
  }
}

export type StoredVersion = typeof versionTable.$inferSelect

/** One version of a resource, the current one unless told otherwise. Does not ask who asks. @throws NotFoundError */
export async function getVersion(
  { db }: Pick<Kernel, 'db'>,
  resourceId: string,
  number: number | undefined,
): Promise<StoredVersion> {
  const [row] = await db
    .select({ version: versionTable })
    .from(versionTable)
    .innerJoin(table, eq(table.id, versionTable.resourceId))
    .where(and(eq(table.id, resourceId), eq(versionTable.number, number ?? table.currentVersion)))
  if (!row) throw new NotFoundError('version', number === undefined ? resourceId : `${number} of ${resourceId}`)
  return row.version
}

export interface CanonicalText {
  version: number
  text: string
  /** Code points. */
  length: number
}

/**
 * The text that positions of a version count in. Does not ask who asks.
 * @throws NotFoundError, SemiontError `invalid-state` when the version has no text
 */
export async function getCanonicalText(
  deps: Pick<Kernel, 'db'> & { blobs: BlobStore },
  resourceId: string,
  number?: number,
): Promise<CanonicalText> {
  const version = await getVersion(deps, resourceId, number)
  const { textSha256, textLength } = withText(version)
  const bytes = await deps.blobs.readAll(textSha256)
  return { version: version.number, text: Buffer.from(bytes).toString('utf8'), length: textLength }
}

/** @throws SemiontError `invalid-state` when the version has no text */
export function withText(version: StoredVersion): StoredVersion & {
  textSha256: string
  textLength: number
  documentSha256: string
} {
  const { textSha256, textLength, documentSha256 } = version
  if (textSha256 !== null && textLength !== null && documentSha256 !== null) {
    return { ...version, textSha256, textLength, documentSha256 }
  }
  throw new SemiontError('invalid-state', version.notMarkableBecause ?? 'This version has no text.', {
    action: 'Download its content instead.',
  })
}
