import {
  countCodePoints,
  type DocumentElement,
  documentText,
  type OutlineEntry,
  type TextDirection,
} from '@semiont/contract'
import { MediaTypeMismatchError } from './document-errors.ts'
import { decodeText, type EncodingSource } from './encoding.ts'
import { cutIntoSections, markDirections, nameHeadings, needsDirections } from './finish-tree.ts'
import { type ReadTree, readHtml } from './html.ts'
import { detectDirection, detectLanguage } from './language.ts'
import { readMarkdown } from './markdown.ts'
import { isMarkable, type MarkableMediaType, markability, type UnmarkableReason } from './media-type.ts'
import { readPlainText } from './plain-text.ts'

export interface ReadDocumentInput {
  bytes: Uint8Array
  /** As checkMediaType returned it. */
  mediaType: string
  /** The charset the sender named; a hint below the byte order mark. */
  charset?: string
  /** Corrected by a person; beats everything the bytes say. */
  encoding?: string
  /** BCP 47, corrected by a person. */
  language?: string
}

export interface ReadableDocument {
  markable: true
  /** The canonical text. */
  text: string
  /** Of the text, in Unicode code points. */
  length: number
  /** Name of the WHATWG Encoding Standard, lower case. */
  encoding: string
  encodingSource: EncodingSource
  /** BCP 47; null when it cannot be told. */
  language: string | null
  /** 0 to 1; 1 when a person or the document itself says it. */
  languageConfidence: number
  languageSource: 'given' | 'declared' | 'detected'
  direction: TextDirection
  /** What the document calls itself: `<title>`, or `title` in the front matter, else its only main heading. */
  title: string | null
  /** Front matter of Markdown. */
  metadata: Record<string, string | string[]>
  tree: DocumentElement
  outline: OutlineEntry[]
}

/** Kept and downloadable, but without text. `detail` is a sentence for people. */
export interface UnmarkableDocument {
  markable: false
  reason: UnmarkableReason
  detail: string
}

export type ReadDocumentResult = ReadableDocument | UnmarkableDocument

/**
 * From bytes to canonical text and document tree. Pure, and deterministic for the same input. Long Markdown takes seconds:
 * a server calls readDocumentAside.
 * @throws UnknownEncodingError, BrokenEncodingError, MediaTypeMismatchError (NUL characters in what should be text)
 */
export function readDocument(input: ReadDocumentInput): ReadDocumentResult {
  const decoded = decodeDocument(input)
  return 'markable' in decoded ? decoded : readDecoded(decoded)
}

/** A document as text in its own notation; the cheap half of reading, and the one that refuses. */
export interface DecodedDocument {
  source: string
  mediaType: MarkableMediaType
  encoding: string
  encodingSource: EncodingSource
  language?: string
}

export function decodeDocument(input: ReadDocumentInput): DecodedDocument | UnmarkableDocument {
  const mark = markability({ mediaType: input.mediaType, size: input.bytes.length })
  if (!mark.markable) return mark
  const { mediaType, language } = input
  if (!isMarkable(mediaType)) throw new Error(`${mediaType} is markable without a reader`)
  const { text, encoding, encodingSource } = decodeText({ ...input, isHtml: mediaType === 'text/html' })
  assertNoNul(text, mediaType)
  return { source: text, mediaType, encoding, encodingSource, ...(language === undefined ? {} : { language }) }
}

export function readDecoded(decoded: DecodedDocument): ReadDocumentResult {
  const { source, mediaType, encoding, encodingSource, language } = decoded
  try {
    return { ...readSource(source, mediaType, language), encoding, encodingSource }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const detail = 'It is stored and can be downloaded, but its elements are nested too deeply to mark it.'
    return { markable: false, reason: 'too-deep', detail }
  }
}

function readSource(source: string, mediaType: MarkableMediaType, givenLanguage: string | undefined) {
  const read = READERS[mediaType](source.replace(/\r\n?/g, '\n'))
  const text = mediaType === 'text/plain' ? source.replace(/\r\n?/g, '\n') : documentText(read.root)
  const outline = nameHeadings(read.root)
  const direction = read.declared.direction ?? detectDirection(text)
  if (needsDirections(text, direction)) markDirections(read.root, direction)
  const tree = cutIntoSections(read.root)
  const language = languageOf(text, givenLanguage, read.declared.language)
  if (language.language !== null) tree.attributes.lang = language.language
  tree.attributes.dir = direction
  return {
    markable: true as const,
    text,
    length: countCodePoints(text),
    ...language,
    direction,
    title: read.declared.title ?? onlyMainHeading(outline),
    metadata: read.metadata ?? {},
    tree,
    outline,
  }
}

const READERS: Record<MarkableMediaType, (source: string) => ReadTree> = {
  'text/plain': (source) => ({ root: readPlainText(source), declared: {} }),
  'text/markdown': readMarkdown,
  'text/html': readHtml,
}

function languageOf(text: string, given: string | undefined, declared: string | undefined) {
  if (given !== undefined) return { language: given, languageConfidence: 1, languageSource: 'given' as const }
  if (declared !== undefined) return { language: declared, languageConfidence: 1, languageSource: 'declared' as const }
  const { language, confidence } = detectLanguage(text)
  return { language, languageConfidence: confidence, languageSource: 'detected' as const }
}

function onlyMainHeading(outline: OutlineEntry[]): string | null {
  const main = outline.filter(({ level }) => level === 1)
  return main.length === 1 && main[0] ? main[0].text : null
}

/** HTML and Markdown define what becomes of NUL; in plain text it means that this is no text. */
function assertNoNul(source: string, mediaType: MarkableMediaType): void {
  const offset = mediaType === 'text/plain' ? source.indexOf('\0') : -1
  if (offset < 0) return
  const detail = `The content is binary (a NUL character at position ${offset}), but it was sent as ${mediaType}.`
  throw new MediaTypeMismatchError(mediaType, 'application/octet-stream', detail)
}
