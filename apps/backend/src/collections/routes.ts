import {
  createCollection as createCollectionEndpoint,
  deleteCollection as deleteCollectionEndpoint,
  getCollection,
  listCollectionMembers,
  listCollections,
  removeCollectionMember as removeMemberEndpoint,
  setCollectionMember as setMemberEndpoint,
  updateCollection as updateCollectionEndpoint,
} from '@semiont/contract'
import type { Kernel } from '../kernel/kernel.ts'
import { expectedVersion, requiredVersion } from '../kernel/preconditions.ts'
import { type Route, route } from '../kernel/route.ts'
import { createCollection, removeCollectionMember, setCollectionMember, updateCollection } from './change-collection.ts'
import { findCollections, findMembers, getCollectionAccess, getCollectionById } from './collection-queries.ts'
import { type CollectionContents, deleteCollection } from './delete-collection.ts'

export function collectionRoutes(kernel: Kernel, contents: CollectionContents): Route[] {
  const { db } = kernel
  return [
    route(listCollections, ({ actor, query }) => findCollections(db, actor, query)),
    route(createCollectionEndpoint, ({ actor, body, request }) =>
      createCollection(kernel, actor, body, { correlationId: request.id }),
    ),
    route(getCollection, ({ actor, params }) => getCollectionById(db, actor, params.id)),
    route(updateCollectionEndpoint, ({ actor, params, body, request }) =>
      updateCollection(kernel, actor, params.id, body, {
        correlationId: request.id,
        expectedVersion: requiredVersion(request, body.expectedVersion),
      }),
    ),
    route(deleteCollectionEndpoint, async ({ actor, params, query, request }) => {
      const context = { correlationId: request.id, expectedVersion: expectedVersion(request, query.expectedVersion) }
      await deleteCollection({ ...kernel, contents }, actor, params.id, context)
      return undefined
    }),
    route(listCollectionMembers, async ({ actor, params, query }) => {
      await getCollectionAccess(db, actor, params.id)
      return await findMembers(db, params.id, query)
    }),
    route(setMemberEndpoint, ({ actor, params, body, request }) =>
      setCollectionMember(
        kernel,
        actor,
        params.id,
        { participantId: params.participantId, role: body.role },
        { correlationId: request.id, expectedVersion: expectedVersion(request, body.expectedVersion) },
      ),
    ),
    route(removeMemberEndpoint, async ({ actor, params, request }) => {
      await removeCollectionMember(kernel, actor, params.id, params.participantId, { correlationId: request.id })
      return undefined
    }),
  ]
}
