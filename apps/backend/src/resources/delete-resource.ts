import { ConflictError, type ResourceEvent } from '@semiont/contract'
import { ConcurrencyError } from '@semiont/event-store'
import type pg from 'pg'
import { assertMayEdit, type CollectionContents } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { AppendContext, StreamAppend } from '../kernel/event-log.ts'
import { inTransaction } from '@semiont/event-store'
import { conflict } from './change-resource.ts'
import { blobsOf, releaseBlobs } from './stored-content.ts'
import { decide, evolve, type ResourceState, resourceStream } from './resource.ts'
import { getReadableResource } from './resource-access.ts'
import type { ResourceDeps, WriteContext } from './store-resource.ts'

/**
 * Removes a resource with its annotations, versions, search entries and every blob that nobody else refers to.
 * The log keeps that there was a resource of this name; content was never in it.
 * @throws NotFoundError, ForbiddenError, ConflictError
 */
export async function deleteResource(
  deps: ResourceDeps,
  actor: Actor,
  id: string,
  { correlationId, expectedVersion }: WriteContext,
): Promise<void> {
  assertMayEdit(actor, (await getReadableResource(deps, actor, id)).access)
  try {
    const digests = await inTransaction(deps.pool, (tx) =>
      deleteStreams(deps, tx, [id], { actor: actor.id, correlationId }, expectedVersion),
    )
    await releaseBlobs(deps, digests)
  } catch (error) {
    if (error instanceof ConcurrencyError || error instanceof StaleError) throw await conflict(deps, actor, id, error)
    throw error
  }
}

/** What the collections feature calls when a collection goes. */
export function contentsOfCollections(deps: ResourceDeps): CollectionContents {
  return {
    async deleteAll(tx, collectionId, context) {
      const { rows } = await tx.query<{ id: string }>('select id from resources where collection_id = $1 order by id', [
        collectionId,
      ])
      const digests = await deleteStreams(
        deps,
        tx,
        rows.map((row) => row.id),
        context,
      )
      return () => releaseBlobs(deps, digests)
    },
  }
}

class StaleError extends ConflictError {}

/** Returns the digests of what the resources consisted of. */
async function deleteStreams(
  deps: ResourceDeps,
  tx: pg.PoolClient,
  ids: readonly string[],
  context: AppendContext,
  expectedVersion?: number,
): Promise<string[]> {
  if (ids.length === 0) return []
  const digests: string[] = []
  const appends: StreamAppend[] = []
  for (const id of ids) {
    const streamId = resourceStream(id)
    const { state, version } = await deps.events.load<ResourceState | undefined, ResourceEvent>(
      streamId,
      evolve,
      undefined,
      { tx },
    )
    if (expectedVersion !== undefined && expectedVersion !== version) throw new StaleError('It', version)
    digests.push(...(state?.versions.flatMap(blobsOf) ?? []))
    appends.push({ streamId, scopeId: id, expectedVersion: version, events: decide({ type: 'DeleteResource' }, state) })
  }
  await deps.annotations.deleteOf(tx, ids, { ...context, tx })
  await deps.events.appendAll(appends, { ...context, tx })
  return [...new Set(digests)]
}
