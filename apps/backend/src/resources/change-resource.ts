import {
  ConflictError,
  NotFoundError,
  type Resource,
  type ResourceEvent,
  SemiontError,
  type UpdateResourceBody,
  type VersionRecord,
} from '@semiont/contract'
import { ConcurrencyError } from '@semiont/event-store'
import { assertMayEdit, getCollectionAccess } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { readVersion } from './read-version.ts'
import { currentVersion, decide, evolve, type ResourceCommand, type ResourceState, resourceStream } from './resource.ts'
import { getReadableResource } from './resource-access.ts'
import { getResourceById, knownLanguage } from './resource-queries.ts'
import { blobsOf, holdBlobs } from './stored-content.ts'
import { entityTypeIds, newVersion, type ResourceDeps, withNewBlobs, type WriteContext } from './store-resource.ts'

/** @throws NotFoundError, ForbiddenError, ConflictError, SemiontError */
export async function updateResource(
  deps: ResourceDeps,
  actor: Actor,
  id: string,
  input: Omit<UpdateResourceBody, 'expectedVersion'>,
  context: WriteContext,
): Promise<Resource> {
  assertMayEdit(actor, (await getReadableResource(deps, actor, id)).access)
  if (input.collectionId !== undefined) {
    assertMayEdit(actor, await getCollectionAccess(deps.db, actor, input.collectionId))
  }
  return await withNewBlobs(deps, async (written) => {
    await change(deps, actor, id, context, async (state) => {
      const entityTypes = input.entityTypes && (await entityTypeIds(deps, input.entityTypes, state.entityTypes))
      const reread = await rereadAs(deps, id, state, input.encoding)
      if (reread) written(blobsOf(reread.version))
      const language = input.language === undefined ? reread?.language : input.language
      return { type: 'ChangeResource', ...input, entityTypes, language, reread: reread?.version }
    })
    return await getResourceById(deps, actor, id)
  })
}

/** @throws NotFoundError, ForbiddenError, ConflictError */
export async function archiveResource(
  deps: ResourceDeps,
  actor: Actor,
  id: string,
  type: 'ArchiveResource' | 'UnarchiveResource',
  context: WriteContext,
): Promise<Resource> {
  assertMayEdit(actor, (await getReadableResource(deps, actor, id)).access)
  await change(deps, actor, id, context, async () => ({ type }))
  return await getResourceById(deps, actor, id)
}

/** Loads, decides, appends. @throws ConflictError with the current resource when the caller's version is stale */
async function change(
  deps: ResourceDeps,
  actor: Actor,
  id: string,
  { correlationId, expectedVersion }: WriteContext,
  commandFor: (state: ResourceState) => Promise<ResourceCommand>,
): Promise<void> {
  const streamId = resourceStream(id)
  const { state, version } = await deps.events.load<ResourceState | undefined, ResourceEvent>(
    streamId,
    evolve,
    undefined,
  )
  if (expectedVersion !== undefined && expectedVersion !== version) throw await conflict(deps, actor, id)
  if (!state) throw new NotFoundError('resource', id)
  const events = decide(await commandFor(state), state)
  if (events.length === 0) return
  try {
    await deps.events.append(
      { streamId, scopeId: id, expectedVersion: version, events },
      {
        actor: actor.id,
        correlationId,
        alsoInTransaction: (tx) => holdBlobs(tx, deps.blobs, events.flatMap(blobsOfEvent)),
      },
    )
  } catch (error) {
    throw error instanceof ConcurrencyError ? await conflict(deps, actor, id, error) : error
  }
}

function blobsOfEvent(event: ResourceEvent): string[] {
  return 'version' in event.data ? blobsOf(event.data.version) : []
}

export async function conflict(deps: ResourceDeps, actor: Actor, id: string, cause?: unknown): Promise<ConflictError> {
  const current = await getResourceById(deps, actor, id)
  return new ConflictError(`"${current.name}"`, current.version, current, { cause })
}

/**
 * Reads the bytes of the current version with another encoding. The result is a version of its own, because positions
 * of marks count in the text of the version they were made on, and that text must never change under them.
 */
async function rereadAs(
  deps: ResourceDeps,
  id: string,
  state: ResourceState,
  encoding: string | undefined,
): Promise<{ version: VersionRecord; language: string | null | undefined } | undefined> {
  const current = currentVersion(state)
  if (encoding === undefined || encoding.toLowerCase() === current.encoding) return undefined
  if (current.encoding === null) {
    throw new SemiontError('unprocessable-content', `${current.mediaType} is not read as text here.`, {
      action: 'Leave out the encoding.',
    })
  }
  const { sha256, size, mediaType } = current
  const reading = await readVersion(deps.blobs, { sha256, size, mediaType, encoding })
  const version = newVersion({
    number: current.number + 1,
    mediaType,
    size,
    sha256,
    encoding: reading.encoding,
    text: reading.text,
    markable: reading.markable,
    activity: 'correction',
    fileName: current.fileName,
    derivedFrom: [{ resourceId: id, version: current.number }],
  })
  return { version, language: state.language === null ? knownLanguage(reading.language) : undefined }
}
