import { type CollectionEvent, NotFoundError } from '@semiont/contract'
import { ConcurrencyError } from '@semiont/event-store'
import pg from 'pg'
import type { Actor } from '../kernel/actor.ts'
import type { AppendContext } from '../kernel/event-log.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { inTransaction } from '@semiont/event-store'
import { type ChangeContext, conflict } from './change-collection.ts'
import { type CollectionState, collectionStream, decide, evolve } from './collection.ts'
import { assertMayManage } from './collection-policy.ts'
import { getCollectionAccess } from './collection-queries.ts'

/** Whoever keeps things in collections. */
export interface CollectionContents {
  /**
   * Appends the deletion of everything in the collection, in the transaction that deletes it.
   * Returns what to tidy up after the commit.
   */
  deleteAll(tx: pg.PoolClient, collectionId: string, context: AppendContext): Promise<() => Promise<void>>
}

export interface DeleteCollectionDeps extends Pick<Kernel, 'db' | 'events' | 'pool'> {
  contents: CollectionContents
}

/** Somebody may write into it while it is being deleted; then everything is read anew. */
const ATTEMPTS = 3

/** @throws NotFoundError, ForbiddenError, ConflictError */
export async function deleteCollection(
  deps: DeleteCollectionDeps,
  actor: Actor,
  id: string,
  context: ChangeContext,
): Promise<void> {
  assertMayManage(actor, await getCollectionAccess(deps.db, actor, id))
  const tidyUp = await repeatOnConflict(() =>
    inTransaction(deps.pool, (tx) => deleteWithContents(deps, tx, actor, id, context)),
  )
  await tidyUp()
}

async function deleteWithContents(
  deps: DeleteCollectionDeps,
  tx: pg.PoolClient,
  actor: Actor,
  id: string,
  { correlationId, expectedVersion }: ChangeContext,
): Promise<() => Promise<void>> {
  // Whoever adds a resource holds a share of this row, so none comes in after this line.
  const { rowCount } = await tx.query('select 1 from collections where id = $1 for update', [id])
  if (rowCount === 0) throw new NotFoundError('collection', id)
  const streamId = collectionStream(id)
  const { state, version } = await deps.events.load<CollectionState | undefined, CollectionEvent>(
    streamId,
    evolve,
    undefined,
    { tx },
  )
  if (expectedVersion !== undefined && expectedVersion !== version) throw await conflict(deps, actor, id)
  const append = { actor: actor.id, correlationId, tx }
  const tidyUp = await deps.contents.deleteAll(tx, id, append)
  const events = decide({ type: 'DeleteCollection' }, state)
  await deps.events.append({ streamId, scopeId: id, expectedVersion: version, events }, append)
  return tidyUp
}

/** Runs a transaction again that met another one: both changed the same stream, or each waited for the other. */
export async function repeatOnConflict<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      const isConflict = error instanceof ConcurrencyError || isDeadlock(error)
      if (!isConflict || attempt === ATTEMPTS) throw error
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '40P01'
}
