import type { Feature } from '../kernel/feature.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { collectionProjections } from './collection-view.ts'
import type { CollectionContents } from './delete-collection.ts'
import { ensureLibrary } from './library.ts'
import { collectionRoutes } from './routes.ts'

export { collectionStream, decide as decideCollection } from './collection.ts'
export {
  assertMayCurateAnnotations,
  assertMayEdit,
  type CollectionAccess,
  editableCollections,
  mayEdit,
  permissionsOf,
  visibleCollections,
} from './collection-policy.ts'
export { getCollectionAccess, participantRef } from './collection-queries.ts'
export { type CollectionContents, deleteCollection, repeatOnConflict } from './delete-collection.ts'

export function createCollectionsFeature(kernel: Kernel, contents: CollectionContents): Feature {
  return {
    routes: collectionRoutes(kernel, contents),
    projections: collectionProjections,
    followers: [
      // On a new installation the first administrator is registered after `prepare`.
      { name: 'first-collection', types: ['participant.registered'], handle: () => ensureLibrary(kernel) },
    ],
    prepare: () => ensureLibrary(kernel),
  }
}
