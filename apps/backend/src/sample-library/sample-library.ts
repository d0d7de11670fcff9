import { ForbiddenError, type SampleLibrary } from '@semiont/contract'
import { sql } from 'drizzle-orm'
import { type CollectionContents, deleteCollection } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { SAMPLE_DOCUMENTS } from './documents.ts'
import { fillCollection, type InstallDeps, makeCollection } from './install.ts'

export type SampleLibraryDeps = InstallDeps & { contents: CollectionContents }

export async function getSampleLibrary({ db }: Pick<Kernel, 'db'>, actor: Actor): Promise<SampleLibrary> {
  const { rows } = await db.execute<{ id: string; count: number }>(sql`
    select c.id, (select count(*)::int from resources r where r.collection_id = c.id) as count
    from collections c where c.kind = 'sample-library'`)
  const found = rows[0]
  return {
    installed: found !== undefined,
    collectionId: found?.id ?? null,
    resourceCount: found?.count ?? SAMPLE_DOCUMENTS.length,
    mayChange: mayChange(actor),
  }
}

/** Installs it unless it is installed. What fails in the middle is taken back. @throws ForbiddenError */
export async function installSampleLibrary(
  deps: SampleLibraryDeps,
  actor: Actor,
  requestId: string,
): Promise<SampleLibrary> {
  assertMayChange(actor)
  const collectionId = await makeCollection(deps, actor, requestId)
  if (collectionId !== undefined) {
    try {
      await fillCollection(deps, actor, collectionId, requestId)
    } catch (error) {
      await deleteCollection(deps, actor, collectionId, { correlationId: requestId })
      throw error
    }
  }
  return await getSampleLibrary(deps, actor)
}

/** @throws ForbiddenError */
export async function removeSampleLibrary(deps: SampleLibraryDeps, actor: Actor, requestId: string): Promise<void> {
  assertMayChange(actor)
  const { collectionId } = await getSampleLibrary(deps, actor)
  if (collectionId !== null) await deleteCollection(deps, actor, collectionId, { correlationId: requestId })
}

function mayChange(actor: Actor): boolean {
  return (
    actor.role === 'administrator' &&
    (actor.scopes === null || actor.scopes.some((scope) => scope === 'write' || scope === 'admin'))
  )
}

function assertMayChange(actor: Actor): void {
  if (!mayChange(actor)) throw new ForbiddenError('Administrators install and remove the sample library.')
}
