import type { DocumentContent, VersionRecord } from '@semiont/contract'
import { BlobNotFoundError, type BlobStore } from '../blobs/index.ts'
import { markability, readDocumentAside, type ReadableDocument } from '../documents/index.ts'
import { ContentDeletedError } from './stored-content.ts'

export interface BytesToRead {
  sha256: string
  size: number
  mediaType: string
  /** As the sender named it. */
  charset?: string | undefined
  /** As a person corrected it; beats everything. */
  encoding?: string | undefined
  language?: string | undefined
}

export interface VersionReading {
  encoding: string | null
  text: VersionRecord['text']
  markable: VersionRecord['markable']
  /** Given, declared in the document, or detected; null when it could not be told. */
  language: string | null
}

/** What of a document is kept beside its text: all of DocumentContent that two equal documents have in common. */
export type KeptDocument = Pick<DocumentContent, 'direction' | 'length' | 'root' | 'outline'>

/**
 * Reads stored bytes as a document; keeps canonical text and tree as blobs of their own.
 * @throws BrokenEncodingError, UnknownEncodingError, MediaTypeMismatchError
 */
export async function readVersion(blobs: BlobStore, bytes: BytesToRead): Promise<VersionReading> {
  const mark = markability(bytes)
  if (!mark.markable) return withoutText(mark.detail, bytes.language)
  const document = await readDocumentAside({
    bytes: await readAll(blobs, bytes.sha256),
    mediaType: bytes.mediaType,
    ...(bytes.charset === undefined ? {} : { charset: bytes.charset }),
    ...(bytes.encoding === undefined ? {} : { encoding: bytes.encoding }),
    ...(bytes.language === undefined ? {} : { language: bytes.language }),
  })
  if (!document.markable) return withoutText(document.detail, bytes.language)
  if (document.length === 0)
    return { ...withoutText('There is no text in it.', bytes.language), encoding: document.encoding }
  return {
    encoding: document.encoding,
    text: await keep(blobs, document),
    markable: { possible: true },
    language: document.language,
  }
}

async function readAll(blobs: BlobStore, sha256: string): Promise<Uint8Array> {
  try {
    return await blobs.readAll(sha256)
  } catch (error) {
    throw error instanceof BlobNotFoundError ? new ContentDeletedError(error) : error
  }
}

function withoutText(reason: string, language: string | undefined): VersionReading {
  return { encoding: null, text: null, markable: { possible: false, reason }, language: language ?? null }
}

async function keep(blobs: BlobStore, document: ReadableDocument): Promise<NonNullable<VersionRecord['text']>> {
  // The language may be corrected later; it is said once, beside the tree.
  const { lang: _lang, ...attributes } = document.tree.attributes
  const kept: KeptDocument = {
    direction: document.direction,
    length: document.length,
    root: { ...document.tree, attributes },
    outline: document.outline,
  }
  const [text, tree] = await Promise.all([write(blobs, document.text), write(blobs, JSON.stringify(kept))])
  return { sha256: text, length: document.length, documentSha256: tree }
}

async function write(blobs: BlobStore, content: string): Promise<string> {
  const { sha256 } = await blobs.write([Buffer.from(content)], { limitBytes: Number.MAX_SAFE_INTEGER })
  return sha256
}
