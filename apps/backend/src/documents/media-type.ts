import { InvalidMediaTypeError, MediaTypeMismatchError } from './document-errors.ts'
import { findSignature, looksLikeText, type Signature } from './signatures.ts'

const MEBIBYTE = 1024 * 1024

/** Media types whose text can be read and marked now, and up to which size. */
export const MARKABLE_MEDIA_TYPES = {
  'text/plain': { limitBytes: 32 * MEBIBYTE },
  'text/markdown': { limitBytes: 8 * MEBIBYTE },
  'text/html': { limitBytes: 8 * MEBIBYTE },
} as const
export type MarkableMediaType = keyof typeof MARKABLE_MEDIA_TYPES

export type UnmarkableReason = 'media-type' | 'too-large' | 'too-deep' | 'too-complex'
export type Markability = { markable: true } | { markable: false; reason: UnmarkableReason; detail: string }

/** Whether a document of this kind and size can be read and marked; to ask before loading its bytes. */
export function markability(document: { mediaType: string; size: number }): Markability {
  const mediaType = essenceOf(document.mediaType)
  if (!isMarkable(mediaType)) {
    const detail = `Documents of type ${mediaType} are stored and can be downloaded, but they cannot be marked yet.`
    return { markable: false, reason: 'media-type', detail }
  }
  const { limitBytes } = MARKABLE_MEDIA_TYPES[mediaType]
  if (document.size > limitBytes) {
    const detail = `It is stored and can be downloaded, but it is too large to mark: ${mediaType} can be marked up to ${limitBytes / MEBIBYTE} MiB.`
    return { markable: false, reason: 'too-large', detail }
  }
  return { markable: true }
}

export function isMarkable(mediaType: string): mediaType is MarkableMediaType {
  return Object.hasOwn(MARKABLE_MEDIA_TYPES, mediaType)
}

export interface CheckedMediaType {
  /** Lower case, without parameters. */
  mediaType: string
  /** From `text/plain; charset=…`; to be passed to readDocument as `charset`. */
  charset?: string
}

/**
 * What kind of content this is: the claim when the bytes agree; without a claim (or with application/octet-stream) what
 * the file name says, else what the bytes look like.
 *
 * @param claimed Content-Type as sent, or undefined
 * @param head the first bytes, 4 KiB are enough
 * @throws MediaTypeMismatchError when the bytes are something else, InvalidMediaTypeError
 */
export function checkMediaType(claimed: string | undefined, head: Uint8Array, fileName?: string): CheckedMediaType {
  const { essence, charset } = parseMediaType(claimed ?? '')
  const signature = findSignature(head)
  if (essence === '' || UNSPECIFIC.has(essence)) return { mediaType: resolve(head, signature, fileName) }
  assertHonest(essence, head, signature)
  return charset === undefined ? { mediaType: essence } : { mediaType: essence, charset }
}

const UNSPECIFIC = new Set(['application/octet-stream', 'binary/octet-stream', 'application/x-download'])

const ALIASES: Record<string, string> = {
  'text/x-markdown': 'text/markdown',
  'text/md': 'text/markdown',
  'image/jpg': 'image/jpeg',
  'application/x-pdf': 'application/pdf',
  'application/x-zip-compressed': 'application/zip',
  'application/x-gzip': 'application/gzip',
}

const BY_EXTENSION: Record<string, string> = {
  txt: 'text/plain',
  text: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  mdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'application/xhtml+xml',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  jsonld: 'application/ld+json',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  rtf: 'application/rtf',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  svg: 'image/svg+xml',
  zip: 'application/zip',
  gz: 'application/gzip',
  epub: 'application/epub+zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  doc: 'application/msword',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
}

function resolve(head: Uint8Array, signature: Signature | undefined, fileName: string | undefined): string {
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(fileName ?? '')?.[1]?.toLowerCase()
  const byName = extension === undefined ? undefined : BY_EXTENSION[extension]
  if (byName !== undefined) {
    assertHonest(byName, head, signature, `the name of the file (.${extension}) says ${byName}`)
    return byName
  }
  if (signature) return signature.mediaType
  return looksLikeText(head) ? 'text/plain' : 'application/octet-stream'
}

function assertHonest(
  mediaType: string,
  head: Uint8Array,
  signature: Signature | undefined,
  claim = `it was sent as ${mediaType}`,
): void {
  if (signature) {
    if (signature.mediaType === mediaType || signature.alsoUsedFor?.test(mediaType)) return
    if (isTextual(mediaType) || hasSignature(mediaType)) {
      const detail = `The content is ${signature.name} (${signature.mediaType}), but ${claim}.`
      throw new MediaTypeMismatchError(mediaType, signature.mediaType, detail)
    }
    return
  }
  if (hasSignature(mediaType) && !isLatePdf(mediaType, head)) {
    const found = looksLikeText(head) ? 'text' : 'unknown'
    const detail = `The content does not begin as ${mediaType} does${found === 'text' ? ' (it is text)' : ''}, but ${claim}.`
    throw new MediaTypeMismatchError(mediaType, found === 'text' ? 'text/plain' : 'application/octet-stream', detail)
  }
  if (isTextual(mediaType) && !looksLikeText(head)) {
    const detail = `The content is binary (it contains NUL bytes), but ${claim}.`
    throw new MediaTypeMismatchError(mediaType, 'application/octet-stream', detail)
  }
}

/** Types that always begin with the same bytes, so that content without them is something else. */
const SIGNED = new Set([
  'application/pdf',
  'application/zip',
  'application/gzip',
  'application/epub+zip',
  'application/rtf',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/tiff',
])

function hasSignature(mediaType: string): boolean {
  return (
    SIGNED.has(mediaType) ||
    /^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\./.test(mediaType)
  )
}

/** Readers accept a PDF header anywhere in the first 1024 bytes (PDF 1.7, appendix H.3, note 13). */
function isLatePdf(mediaType: string, head: Uint8Array): boolean {
  return mediaType === 'application/pdf' && Buffer.from(head.subarray(0, 1024)).includes('%PDF-')
}

function isTextual(mediaType: string): boolean {
  return (
    mediaType.startsWith('text/') ||
    /^(?:application|image)\/(?:json|xml|yaml|javascript|[\w.-]+\+(?:json|xml|yaml))$/.test(mediaType)
  )
}

function essenceOf(mediaType: string): string {
  return parseMediaType(mediaType).essence
}

function parseMediaType(value: string): { essence: string; charset?: string } {
  const [first = '', ...parameters] = value.split(';')
  const essence = first.trim().toLowerCase()
  if (essence !== '' && !/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(essence))
    throw new InvalidMediaTypeError(value)
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(parameter)?.[1])
    .find((found) => found !== undefined)
  return { essence: ALIASES[essence] ?? essence, ...(charset === undefined ? {} : { charset }) }
}
