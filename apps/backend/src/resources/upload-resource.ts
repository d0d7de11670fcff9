import { type QueryOf, type Resource, SemiontError, type uploadResource as endpoint } from '@semiont/contract'
import { type ByteSource, ContentTooLargeError } from '../blobs/index.ts'
import { assertMayEdit, getCollectionAccess } from '../collections/index.ts'
import { type CheckedMediaType, checkMediaType } from '../documents/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { readVersion } from './read-version.ts'
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

export interface Upload {
  bytes: ByteSource
  /** Content-Type as sent. */
  contentType: string | undefined
  /** Content-Length as sent. */
  contentLength: number | undefined
}

/**
 * Streams a file to disk and makes a resource of it. Whatever is wrong with it leaves nothing behind.
 * @throws NotFoundError, ForbiddenError, ContentTooLargeError, EmptyContentError, MediaTypeMismatchError, BrokenEncodingError …
 */
export async function uploadResource(
  deps: ResourceDeps,
  actor: Actor,
  input: QueryOf<typeof endpoint>,
  upload: Upload,
  context: WriteContext,
): Promise<Resource> {
  assertMayEdit(actor, await getCollectionAccess(deps.db, actor, input.collectionId))
  const entityTypes = await entityTypeIds(deps, input.entityTypes ?? [])
  return await withNewBlobs(deps, async (written) => {
    const { sha256, size, mediaType, charset } = await receive(deps, upload, input.fileName ?? input.name)
    written([sha256])
    assertAsExpected(input.sha256, sha256)
    assertComplete(upload.contentLength, size)
    const { encoding, language } = input
    const reading = await readVersion(deps.blobs, { sha256, size, mediaType, charset, encoding, language })
    const version = newVersion({
      mediaType,
      size,
      sha256,
      encoding: reading.encoding,
      text: reading.text,
      markable: reading.markable,
      activity: 'upload',
      fileName: input.fileName ?? null,
      derivedFrom: input.derivedFrom === undefined ? [] : [{ iri: input.derivedFrom }],
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

async function receive(deps: ResourceDeps, upload: Upload, fileName: string) {
  const limitBytes = deps.configuration.maxUploadBytes
  if (upload.contentLength !== undefined && upload.contentLength > limitBytes)
    throw new ContentTooLargeError(limitBytes)
  let checked: CheckedMediaType | undefined
  const { sha256, size, head } = await deps.blobs.write(upload.bytes, {
    limitBytes,
    checkHead: (bytes) => {
      checked = checkMediaType(upload.contentType, bytes, fileName)
    },
  })
  return { sha256, size, ...(checked ?? checkMediaType(upload.contentType, head, fileName)) }
}

function assertAsExpected(expected: string | undefined, sha256: string): void {
  if (expected === undefined || expected === sha256) return
  throw new SemiontError('unprocessable-content', 'The bytes that arrived are not those that were announced.', {
    action: 'Send the file again; if it happens twice, something on the way changes it.',
    extensions: { reason: 'digest-mismatch', expected, received: sha256 },
  })
}

function assertComplete(announced: number | undefined, size: number): void {
  if (announced === undefined || announced === size) return
  throw new SemiontError('unprocessable-content', `${announced} bytes were announced, ${size} arrived.`, {
    action: 'Send the file again.',
    extensions: { reason: 'incomplete' },
  })
}
