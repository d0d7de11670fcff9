/** First and last byte, both inclusive. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The one range that a Range header asks for (RFC 9110, section 14.1.2): `bytes=0-99`, `bytes=100-`, `bytes=-100`.
 * undefined: answer with everything, because there is no header, because it is none that we know or can read, or because
 * it asks for several ranges, which a server may ignore. null: it lies outside of the content (416).
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined | null {
  const match = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header?.trim() ?? '')
  if (!match) return undefined
  const [first = '', last = ''] = match.slice(1)
  if (first === '') return last === '' ? undefined : suffixRange(Number(last), size)
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? null : { start, end }
}

function suffixRange(length: number, size: number): ByteRange | null {
  if (length === 0 || size === 0) return null
  return { start: Math.max(0, size - length), end: size - 1 }
}

/** Whether an If-None-Match header names this entity tag, compared weakly as RFC 9110, section 13.1.2 asks. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? []
  return tags.some((tag) => tag.replace(/^W\//, '') === etag)
}

/** Whether a range may be answered: If-Range must name the very same bytes, compared strongly; dates never do. */
export function rangeStillHolds(ifRange: string | undefined, etag: string): boolean {
  return ifRange === undefined || ifRange.trim() === etag
}

/** Content-Disposition with a plain and an exact file name (RFC 6266, RFC 5987, RFC 8187). */
export function attachment(fileName: string): string {
  const plain =
    fileName
      .normalize('NFKD')
      .replaceAll(/[^\x20-\x7e]/g, '')
      .replaceAll(/["\\/%;]/g, '_')
      .trim() || 'download'
  const exact = encodeURIComponent(Buffer.from(fileName).toString()).replaceAll(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}
