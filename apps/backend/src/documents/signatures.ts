import { looksLikeUtf16 } from './encoding.ts'

export interface Signature {
  mediaType: string
  /** With its article, for sentences. */
  name: string
  /** Other types whose content begins the same. */
  alsoUsedFor?: RegExp
}

interface Pattern extends Signature {
  bytes: readonly number[]
  offset?: number
  /** The format is made of printable characters. */
  isTextual?: boolean
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')]

/** First bytes by which formats are known (their specifications; collected in the WHATWG MIME Sniffing Standard, section 6). */
const PATTERNS: readonly Pattern[] = [
  {
    mediaType: 'image/png',
    name: 'a PNG picture',
    bytes: [0x89, ...ascii('PNG\r\n\x1a\n')],
    alsoUsedFor: /^image\/(?:apng|vnd\.mozilla\.apng)$/,
  },
  { mediaType: 'image/jpeg', name: 'a JPEG picture', bytes: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/gif', name: 'a GIF picture', bytes: ascii('GIF8') },
  { mediaType: 'image/webp', name: 'a WebP picture', bytes: ascii('WEBPVP8'), offset: 8 },
  { mediaType: 'image/tiff', name: 'a TIFF picture', bytes: [0x49, 0x49, 0x2a, 0x00], alsoUsedFor: /^image\// },
  { mediaType: 'image/tiff', name: 'a TIFF picture', bytes: [0x4d, 0x4d, 0x00, 0x2a], alsoUsedFor: /^image\// },
  {
    mediaType: 'application/pdf',
    name: 'a PDF document',
    bytes: ascii('%PDF-'),
    isTextual: true,
    alsoUsedFor: /illustrator/,
  },
  {
    mediaType: 'application/zip',
    name: 'a ZIP archive',
    bytes: ascii('PK\x03\x04'),
    alsoUsedFor: /^application\/(?:vnd\.|java-archive|epub\+zip|[\w.-]+\+zip|x-)/,
  },
  {
    mediaType: 'application/zip',
    name: 'an empty ZIP archive',
    bytes: ascii('PK\x05\x06'),
    alsoUsedFor: /^application\/(?:java-archive|[\w.-]+\+zip)/,
  },
  {
    mediaType: 'application/gzip',
    name: 'a gzip archive',
    bytes: [0x1f, 0x8b, 0x08],
    alsoUsedFor: /^application\/|^image\/svg/,
  },
  { mediaType: 'application/x-7z-compressed', name: 'a 7z archive', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { mediaType: 'application/vnd.rar', name: 'a RAR archive', bytes: ascii('Rar!\x1a\x07'), alsoUsedFor: /rar/ },
  {
    mediaType: 'application/x-elf',
    name: 'an ELF program',
    bytes: [0x7f, ...ascii('ELF')],
    alsoUsedFor: /^application\/x-/,
  },
  { mediaType: 'application/wasm', name: 'a WebAssembly module', bytes: [0x00, ...ascii('asm')] },
  {
    mediaType: 'application/x-ole-storage',
    name: 'an old Office document',
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    alsoUsedFor: /^application\/(?:msword|vnd\.ms-)/,
  },
  {
    mediaType: 'application/vnd.sqlite3',
    name: 'an SQLite database',
    bytes: ascii('SQLite format 3\0'),
    alsoUsedFor: /sqlite/,
  },
  {
    mediaType: 'application/rtf',
    name: 'an RTF document',
    bytes: ascii('{\\rtf'),
    isTextual: true,
    alsoUsedFor: /rtf$/,
  },
  { mediaType: 'audio/mpeg', name: 'an MP3 recording', bytes: ascii('ID3'), alsoUsedFor: /^audio\// },
  { mediaType: 'application/ogg', name: 'an Ogg recording', bytes: ascii('OggS'), alsoUsedFor: /ogg|opus/ },
  {
    mediaType: 'video/mp4',
    name: 'an MP4 recording',
    bytes: ascii('ftyp'),
    offset: 4,
    alsoUsedFor: /^(?:video|audio|image)\//,
  },
  { mediaType: 'audio/wav', name: 'a WAV recording', bytes: ascii('WAVE'), offset: 8, alsoUsedFor: /wav/ },
]

export function findSignature(head: Uint8Array): Signature | undefined {
  return PATTERNS.find((pattern) => begins(head, pattern)) ?? program(head)
}

function begins(head: Uint8Array, { bytes, offset = 0, isTextual = false }: Pattern): boolean {
  if (!bytes.every((byte, index) => head[offset + index] === byte)) return false
  // "GIF89a was a format…" is a sentence; the format has control bytes at once.
  return isTextual || bytes.some(isControl) || head.subarray(0, 64).some(isControl)
}

function isControl(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20) || byte === 0x7f
}

/** "MZ" alone is also how an English sentence may begin; a Windows program has NULs soon after. */
function program(head: Uint8Array): Signature | undefined {
  const isWindowsProgram = head[0] === 0x4d && head[1] === 0x5a && head.subarray(0, 64).includes(0)
  return isWindowsProgram
    ? { mediaType: 'application/vnd.microsoft.portable-executable', name: 'a Windows program' }
    : undefined
}

/** No NUL bytes, except where UTF-16 has them. */
export function looksLikeText(head: Uint8Array): boolean {
  return !head.includes(0) || looksLikeUtf16(head) !== undefined
}
