import { analyse } from 'chardet'
import { BrokenEncodingError, UnknownEncodingError } from './document-errors.ts'

export type EncodingSource = 'given' | 'byte-order-mark' | 'declared' | 'detected'

export interface DecodedText {
  /** Without byte order mark, otherwise exactly as encoded. */
  text: string
  /** Name of the WHATWG Encoding Standard, lower case: `utf-8`, `windows-1252`, `shift_jis`. */
  encoding: string
  encodingSource: EncodingSource
}

export interface DecodeInput {
  bytes: Uint8Array
  /** A person's word; beats everything. */
  encoding?: string | undefined
  /** The charset parameter of the Content-Type. */
  charset?: string | undefined
  /** Look for `<meta charset>`. */
  isHtml?: boolean
}

/**
 * Order of belief: a person's word, byte order mark, the sender's charset, the document's own declaration, the bytes.
 * @throws UnknownEncodingError, BrokenEncodingError
 */
export function decodeText({ bytes, encoding, charset, isHtml = false }: DecodeInput): DecodedText {
  if (encoding !== undefined) return { ...decodeAs(bytes, encoding), encodingSource: 'given' }

  const marked = byteOrderMark(bytes)
  if (marked) return { ...decodeAs(bytes, marked), encodingSource: 'byte-order-mark' }

  const declared = knownLabel(charset) ?? (isHtml ? declaredInHtml(bytes) : undefined)
  if (declared) return { ...decodeAs(bytes, declared), encodingSource: 'declared' }

  return { ...detect(bytes), encodingSource: 'detected' }
}

/** UTF-16 by its byte order mark or by the NULs that Latin text has in it. */
export function looksLikeUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const marked = byteOrderMark(bytes)
  if (marked === 'utf-16le' || marked === 'utf-16be') return marked
  const sample = bytes.subarray(0, 4096)
  if (sample.length < 4 || bytes.length % 2 === 1) return undefined
  let even = 0
  let odd = 0
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] !== 0) continue
    const other = sample[index ^ 1] ?? 0
    if (other < 0x20 && other !== 0x09 && other !== 0x0a && other !== 0x0d) return undefined
    if (index % 2 === 0) even += 1
    else odd += 1
  }
  const half = sample.length / 2
  if (odd > half * 0.4 && even < half * 0.02) return 'utf-16le'
  if (even > half * 0.4 && odd < half * 0.02) return 'utf-16be'
  return undefined
}

function byteOrderMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

function knownLabel(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

/** The prescan of the HTML Standard (13.2.3.2), simplified: the first charset in the first 1024 bytes. */
function declaredInHtml(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const label =
    /<meta[^>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)/i.exec(head)?.[1] ??
    /^<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9_.:-]+)/.exec(head)?.[1]
  const found = knownLabel(label)
  // Whoever could read that declaration byte by byte did not read UTF-16.
  return found?.startsWith('utf-16') ? 'utf-8' : found
}

function detect(bytes: Uint8Array): { text: string; encoding: string } {
  const utf16 = bytes.includes(0) ? looksLikeUtf16(bytes) : undefined
  if (utf16) return decodeAs(bytes, utf16)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch (error) {
    assertNotDamagedUtf8(bytes, error)
  }
  for (const { name, confidence } of analyse(sampleOf(bytes))) {
    const encoding = knownLabel(name)
    if (encoding === undefined || encoding.startsWith('utf-') || confidence < 10) continue
    const decoded = tryDecode(bytes, encoding)
    if (decoded !== undefined) return { text: decoded, encoding }
  }
  return decodeAs(bytes, 'windows-1252')
}

/** Text that is UTF-8 nearly everywhere is damaged UTF-8; reading it as Latin-1 would garble all of it silently. */
function assertNotDamagedUtf8(bytes: Uint8Array, cause: unknown): void {
  const replaced = new TextDecoder('utf-8').decode(bytes)
  let damaged = 0
  let intact = 0
  for (let index = 0; index < replaced.length; index += 1) {
    const unit = replaced.charCodeAt(index)
    if (unit === 0xfffd) damaged += 1
    else if (unit > 0x7f) intact += 1
  }
  if (intact >= 3 && damaged * 5 <= intact) throw brokenEncoding(bytes, 'utf-8', cause)
}

function decodeAs(bytes: Uint8Array, label: string): { text: string; encoding: string } {
  const encoding = decoderFor(label).encoding
  if (encoding === 'windows-1252') return { text: decodeWindows1252(bytes), encoding }
  try {
    return { text: decoderFor(encoding).decode(bytes), encoding }
  } catch (error) {
    throw brokenEncoding(bytes, encoding, error)
  }
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return decodeAs(bytes, encoding).text
  } catch (error) {
    if (error instanceof BrokenEncodingError) return undefined
    throw error
  }
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label, { fatal: true })
  } catch (error) {
    throw new UnknownEncodingError(label, error)
  }
}

function brokenEncoding(bytes: Uint8Array, encoding: string, cause: unknown): BrokenEncodingError {
  const offset = firstUndecodable(bytes, encoding)
  if (offset === bytes.length) {
    return new BrokenEncodingError(
      encoding,
      offset,
      `The content ends in the middle of a character of ${encoding} (at byte ${offset}).`,
      cause,
    )
  }
  const byte = bytes[offset]?.toString(16).padStart(2, '0')
  return new BrokenEncodingError(
    encoding,
    offset,
    `The content is not valid ${encoding}: byte ${offset} (0x${byte}) does not fit.`,
    cause,
  )
}

/** The shortest prefix that fails, by bisection: decoders do not tell where they stopped. */
function firstUndecodable(bytes: Uint8Array, encoding: string): number {
  const fails = (length: number): boolean => {
    try {
      decoderFor(encoding).decode(bytes.subarray(0, length), { stream: true })
      return false
    } catch {
      return true
    }
  }
  if (!fails(bytes.length)) return bytes.length
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (fails(middle)) bad = middle
    else good = middle
  }
  return bad - 1
}

/** Beginning, middle and end: licences at the top are often plain ASCII. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const part = 32 * 1024
  if (bytes.length <= 3 * part) return bytes
  const middle = bytes.length >> 1
  return Buffer.concat([bytes.subarray(0, part), bytes.subarray(middle, middle + part), bytes.subarray(-part)])
}

// Encoding Standard, index windows-1252: 0x80 to 0x9F. Node's own decoder leaves these as control characters.
const WINDOWS_1252_HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252_HIGH.charAt(control.charCodeAt(0) - 0x80))
}
