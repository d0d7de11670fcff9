import { ConflictError, type ResourceEvent } from '@semiont/contract'
import { ConcurrencyError } from '@semiont/event-store'
import type pg from 'pg'
import { assertMayEdit, type CollectionContents, repeatOnConflict } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { AppendContext, StreamAppend } from '../kernel/event-log.ts'
import { inTransaction } from '@semiont/event-store'
import { conflict } from './change-resource.ts'
import { releaseBlobs } from './stored-content.ts'
import { resourceStream } from './resource.ts'
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
    const digests = await repeatOnConflict(() =>
      inTransaction(deps.pool, (tx) =>
        deleteStreams(deps, tx, [id], { actor: actor.id, correlationId }, expectedVersion),
      ),
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
  // The view is written with the events, so it knows the versions of the streams.
  const { rows } = await tx.query<{ id: string; version: number }>(
    'select id, version from resources where id = any($1) order by id',
    [ids],
  )
  const stale = rows.find(({ version }) => expectedVersion !== undefined && version !== expectedVersion)
  if (stale) throw new StaleError('It', stale.version)
  const digests = await digestsOf(tx, ids)
  if (rows.length > 0) await deps.events.appendAll(rows.map(deletion), { ...context, tx })
  // Afterwards: who marks a passage holds the row of the resource, so from here on there are no new ones.
  await deps.annotations.deleteOf(tx, ids, { ...context, tx })
  return digests
}

const deletion = ({ id, version }: { id: string; version: number }): StreamAppend => ({
  streamId: resourceStream(id),
  scopeId: id,
  expectedVersion: version,
  events: [{ type: 'resource.deleted', data: {} } satisfies ResourceEvent],
})

/** Of everything that all versions of the resources consist of. */
async function digestsOf(tx: pg.PoolClient, ids: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ digests: (string | null)[] }>(
    'select array[sha256, text_sha256, document_sha256] as digests from resource_versions where resource_id = any($1)',
    [ids],
  )
  return [...new Set(rows.flatMap((row) => row.digests).filter((digest) => digest !== null))]
}
