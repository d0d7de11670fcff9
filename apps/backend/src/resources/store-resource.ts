import { NotFoundError, type Resource, type VersionRecord } from '@semiont/contract'
import pg from 'pg'
import type { BlobStore } from '../blobs/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { loadVocabulary, resolveEntityTypes } from '../vocabulary/index.ts'
import type { AnnotationsOfResources } from './annotations-of-resources.ts'
import { decide, type NewResource, resourceStream } from './resource.ts'
import { getResourceById } from './resource-queries.ts'
import { blobsOf, holdBlobs, releaseBlobs } from './stored-content.ts'

export interface ResourceDeps extends Pick<Kernel, 'db' | 'pool' | 'events' | 'newId' | 'configuration' | 'now'> {
  blobs: BlobStore
  annotations: AnnotationsOfResources
}

export interface WriteContext {
  correlationId: string
  /** The stream version the caller has read; undefined: whatever it is now. */
  expectedVersion?: number | undefined
}

/** Appends the first event of a resource whose content is stored. @throws NotFoundError when the collection has just gone */
export async function storeResource(
  deps: ResourceDeps,
  actor: Actor,
  type: 'CreateResource' | 'CloneResource',
  resource: NewResource,
  { correlationId }: WriteContext,
): Promise<Resource> {
  const id = deps.newId('res')
  const events = decide({ type, ...resource }, undefined)
  try {
    await deps.events.append(
      { streamId: resourceStream(id), scopeId: id, expectedVersion: 0, events },
      {
        actor: actor.id,
        correlationId,
        alsoInTransaction: (tx) => holdBlobs(tx, deps.blobs, blobsOf(resource.version)),
      },
    )
  } catch (error) {
    throw isMissingCollection(error) ? new NotFoundError('collection', resource.collectionId, { cause: error }) : error
  }
  return await getResourceById(deps, actor, id)
}

/** Somebody deleted the collection after the right to write into it was looked up. */
function isMissingCollection(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === 'resources_collection_id_fkey'
}

/** Runs what writes blobs first and refers to them later; when it fails, nothing of them stays. */
export async function withNewBlobs<T>(
  deps: Pick<ResourceDeps, 'pool' | 'blobs'>,
  act: (written: (digests: readonly string[]) => void) => Promise<T>,
): Promise<T> {
  const digests: string[] = []
  try {
    return await act((more) => void digests.push(...more))
  } catch (error) {
    await releaseBlobs(deps, digests)
    throw error
  }
}

/** Ids of entity types given by name or id. @throws SemiontError `unprocessable-content` */
export async function entityTypeIds(
  deps: Pick<ResourceDeps, 'pool'>,
  namesOrIds: readonly string[],
  inUse: readonly string[] = [],
): Promise<string[]> {
  if (namesOrIds.length === 0) return []
  return resolveEntityTypes(await loadVocabulary(deps.pool), namesOrIds, inUse)
}

export function newVersion(
  parts: Omit<VersionRecord, 'number' | 'fileName' | 'derivedFrom'> & Partial<VersionRecord>,
): VersionRecord {
  return { number: 1, fileName: null, derivedFrom: [], ...parts }
}
