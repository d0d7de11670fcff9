import { SemiontError } from '@semiont/contract'
import type { BlobStore } from '../blobs/index.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { attachment, type ByteRange, matchesEtag, parseRange, rangeStillHolds } from './byte-range.ts'
import { type StoredVersion, withText } from './resource-access.ts'

type Asked = Pick<RequestInfo, 'header' | 'method'>

/** What was uploaded is somebody else's: it is never sniffed, framed, or run in the origin of this site. */
const HARMLESS = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}
/** Private, because rights decide; versions never change, so whoever has the bytes only asks whether they may keep them. */
const REVALIDATE = { 'cache-control': 'private, no-cache' }

/** @throws SemiontError `range-not-satisfiable` */
export async function serveContent(
  blobs: BlobStore,
  request: Asked,
  version: StoredVersion,
  fileName: string,
): Promise<Response> {
  const etag = `"${version.sha256}"`
  const headers = new Headers({ ...HARMLESS, ...REVALIDATE, etag, 'accept-ranges': 'bytes' })
  if (matchesEtag(request.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  headers.set('content-type', contentTypeOf(version))
  headers.set('content-disposition', attachment(fileName))
  const asked = rangeStillHolds(request.header('if-range'), etag) ? request.header('range') : undefined
  const range = parseRange(asked, version.size)
  if (range === null) throw outside(version.size)
  if (range) headers.set('content-range', `bytes ${range.start}-${range.end}/${version.size}`)
  headers.set('content-length', String(range ? range.end - range.start + 1 : version.size))
  const body = request.method === 'HEAD' ? null : await read(blobs, version.sha256, range)
  return new Response(body, { status: range ? 206 : 200, headers })
}

async function read(blobs: BlobStore, sha256: string, range: ByteRange | undefined): Promise<BodyInit> {
  // node:stream/web and the DOM declare the same class twice.
  return (await blobs.read(sha256, range)) as unknown as BodyInit
}

function outside(size: number): SemiontError {
  return new SemiontError('range-not-satisfiable', `The content has ${size} bytes; the range begins after its end.`, {
    action: 'Ask for a range within the content, or for all of it.',
    extensions: { size },
  })
}

function contentTypeOf({ mediaType, encoding }: StoredVersion): string {
  return encoding === null ? mediaType : `${mediaType}; charset=${encoding}`
}

/** @throws SemiontError `invalid-state` when the version has no text */
export async function serveText(blobs: BlobStore, request: Asked, version: StoredVersion): Promise<Response> {
  const { textSha256 } = withText(version)
  const etag = `"${textSha256}"`
  const headers = new Headers({ ...HARMLESS, ...REVALIDATE, etag })
  if (matchesEtag(request.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  headers.set('content-type', 'text/plain; charset=utf-8')
  headers.set('content-length', String(await blobs.size(textSha256)))
  const body = request.method === 'HEAD' ? null : await read(blobs, textSha256, undefined)
  return new Response(body, { status: 200, headers })
}

/** @throws SemiontError `invalid-state` when the version has no text */
export async function serveDocument(
  blobs: BlobStore,
  request: Asked,
  version: StoredVersion,
  language: string | null,
): Promise<Response> {
  const { documentSha256, resourceId, number, mediaType } = withText(version)
  const etag = `"${documentSha256}-${number}-${language ?? ''}"`
  const headers = new Headers({ ...REVALIDATE, etag })
  if (matchesEtag(request.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  headers.set('content-type', 'application/json')
  const kept = Buffer.from(await blobs.readAll(documentSha256)).toString('utf8')
  return new Response(
    request.method === 'HEAD' ? null : join({ resourceId, version: number, mediaType, language }, kept),
    {
      status: 200,
      headers,
    },
  )
}

/** A tree may be megabytes of JSON; it is passed on as it was kept, with what belongs to this version put in front. */
function join(
  own: { resourceId: string; version: number; mediaType: string; language: string | null },
  kept: string,
): string {
  return `${JSON.stringify(own).slice(0, -1)},${kept.slice(1)}`
}
