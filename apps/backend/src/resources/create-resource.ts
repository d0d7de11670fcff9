import { type CreateResourceBody, type DerivedFrom, type Resource, type ResourceActivity } from '@semiont/contract'
import { assertMayEdit, getCollectionAccess } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { readVersion } from './read-version.ts'
import { getReadableResource, getVersion } from './resource-access.ts'
import { knownLanguage } from './resource-queries.ts'
import { blobsOf } from './stored-content.ts'
import {
  entityTypeIds,
  newVersion,
  type ResourceDeps,
  storeResource,
  withNewBlobs,
  type WriteContext,
} from './store-resource.ts'

/** Makes a resource of composed or pasted text. @throws NotFoundError, ForbiddenError, SemiontError */
export async function createResource(
  deps: ResourceDeps,
  actor: Actor,
  input: CreateResourceBody,
  context: WriteContext & { activity?: ResourceActivity },
): Promise<Resource> {
  assertMayEdit(actor, await getCollectionAccess(deps.db, actor, input.collectionId))
  const entityTypes = await entityTypeIds(deps, input.entityTypes)
  await assertReadable(deps, actor, input.derivedFrom)
  return await withNewBlobs(deps, async (written) => {
    const { sha256, size } = await deps.blobs.write([Buffer.from(input.text)], {
      limitBytes: deps.configuration.maxUploadBytes,
    })
    written([sha256])
    const { mediaType, language } = input
    const reading = await readVersion(deps.blobs, { sha256, size, mediaType, encoding: 'utf-8', language })
    const version = newVersion({
      mediaType,
      size,
      sha256,
      encoding: reading.encoding,
      text: reading.text,
      markable: reading.markable,
      activity: context.activity ?? 'composition',
      derivedFrom: input.derivedFrom,
    })
    written(blobsOf(version))
    const { collectionId, name, description } = input
    const resource = {
      collectionId,
      name,
      description,
      entityTypes,
      language: knownLanguage(reading.language),
      version,
    }
    return await storeResource(deps, actor, 'CreateResource', resource, context)
  })
}

/** Nobody claims a source here that they cannot see, or that is not there. */
async function assertReadable(deps: ResourceDeps, actor: Actor, sources: readonly DerivedFrom[]): Promise<void> {
  for (const source of sources) {
    if (!('resourceId' in source)) continue
    await getReadableResource(deps, actor, source.resourceId)
    await getVersion(deps, source.resourceId, source.version)
  }
}
