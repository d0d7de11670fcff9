import type { Resource } from '@semiont/contract'
import { assertMayEdit, getCollectionAccess } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { getReadableResource, getVersion } from './resource-access.ts'
import { getResourceById } from './resource-queries.ts'
import { newVersion, type ResourceDeps, storeResource, type WriteContext } from './store-resource.ts'

export interface CloneResource {
  name?: string | undefined
  collectionId?: string | undefined
  version?: number | undefined
}

/** Copies one version into a new resource; the bytes are shared. @throws NotFoundError, ForbiddenError */
export async function cloneResource(
  deps: ResourceDeps,
  actor: Actor,
  id: string,
  input: CloneResource,
  context: WriteContext,
): Promise<Resource> {
  const { access } = await getReadableResource(deps, actor, id)
  const { collectionId = access.id } = input
  assertMayEdit(actor, await getCollectionAccess(deps.db, actor, collectionId))
  const original = await getResourceById(deps, actor, id)
  const stored = await getVersion(deps, id, input.version)
  const { textSha256, textLength, documentSha256, notMarkableBecause } = stored
  const version = newVersion({
    mediaType: stored.mediaType,
    size: stored.size,
    sha256: stored.sha256,
    encoding: stored.encoding,
    text:
      textSha256 === null || textLength === null || documentSha256 === null
        ? null
        : { sha256: textSha256, length: textLength, documentSha256 },
    markable: notMarkableBecause === null ? { possible: true } : { possible: false, reason: notMarkableBecause },
    activity: 'clone',
    fileName: stored.fileName,
    derivedFrom: [{ resourceId: id, version: stored.number }],
  })
  const { description, language, entityTypes } = original
  const resource = {
    collectionId,
    name: input.name ?? `${original.name} (copy)`,
    description,
    language,
    entityTypes: entityTypes.map((type) => type.id),
    version,
  }
  return await storeResource(deps, actor, 'CloneResource', resource, context)
}
