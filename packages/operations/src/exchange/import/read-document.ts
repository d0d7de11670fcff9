import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { readAnn } from '../formats/brat/read.ts'
import { readConll } from '../formats/conll/read.ts'
import { type FrontMatter, readFrontMatter } from '../formats/markdown/front-matter.ts'
import { isIri } from '../json.ts'
import type { ManifestDocument } from '../manifest.ts'
import type { DocumentMetadata, ExchangeAnnotation, ReadFault } from '../model.ts'
import { extensionOf, nameOf } from '../paths.ts'
import { decodeLines, readSourceText } from '../source-text.ts'
import { stableId } from '../stable-id.ts'
import type { SourceFile } from '../source/open-source.ts'
import type { ImportItem } from './plan.ts'

/** What is read into memory, to look at it or to send it; larger files are streamed. */
const SMALL = 8 * 1024 ** 2

/** A document that is ready to be sent. */
export interface ReadyDocument {
  readonly path: string
  readonly name: string
  readonly mediaType: string | undefined
  readonly sha256: string
  readonly metadata: DocumentMetadata
  readonly annotations: readonly ExchangeAnnotation[]
  readonly signatureKind: 'full' | 'entity'
  readonly hasLinks: boolean
  /** Anew each time it is called, for a call that is repeated. */
  content(): Promise<Blob | ReadableStream<Uint8Array>>
}

export interface ReadyItem {
  readonly documents: readonly ReadyDocument[]
  readonly faults: readonly ReadFault[]
}

/** @throws NotUtf8Error for annotations on a text whose characters cannot be counted */
export async function readItem(
  item: Exclude<ImportItem, { kind: 'annotations' }>,
  manifest: ReadonlyMap<string, ManifestDocument>,
): Promise<ReadyItem> {
  const { file } = item
  const listed = manifest.get(file.path)
  if (item.kind === 'brat') return await readBrat(file, item.annotations)
  if (item.kind === 'conll') {
    const { documents, faults } = readConll(file.path, decodeLines(file.path, await readFile(file.location)))
    const ready = documents.map(({ bytes, ...document }) => ({
      ...fromBytes(document.path, bytes),
      ...document,
      signatureKind: 'entity' as const,
    }))
    return { documents: ready, faults }
  }
  const base = file.size <= SMALL ? fromBytes(file.path, await readFile(file.location)) : await fromFile(file)
  const mediaType = item.mediaType ?? (listed?.mediaType || undefined)
  const own = await describe(file, mediaType)
  const path = listed?.path ?? file.path
  return {
    documents: [
      {
        ...base,
        path,
        name: listed?.name ?? own.name ?? nameOf(path),
        mediaType,
        metadata: { ...own.metadata, ...listed?.metadata },
        annotations: own.tags.length === 0 ? [] : [noteTags(path, own.tags)],
        hasLinks: own.hasLinks,
      },
    ],
    faults: [],
  }
}

async function readBrat(file: SourceFile, ann: SourceFile): Promise<ReadyItem> {
  const bytes = await readFile(file.location)
  const read = readAnn(file.path, readSourceText(file.path, bytes), decodeLines(ann.path, await readFile(ann.location)))
  const document = { ...fromBytes(file.path, bytes), mediaType: 'text/plain', annotations: read.annotations }
  return {
    documents: [document],
    faults: read.faults.map((fault) => ({ ...fault, where: `${ann.path}, ${fault.where}` })),
  }
}

function fromBytes(path: string, bytes: Uint8Array): ReadyDocument {
  return {
    path,
    name: nameOf(path),
    mediaType: undefined,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    metadata: {},
    annotations: [],
    signatureKind: 'full',
    hasLinks: false,
    content: () => Promise.resolve(new Blob([Buffer.from(bytes)])),
  }
}

async function fromFile(file: SourceFile): Promise<ReadyDocument> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file.location)) hash.update(chunk as Buffer)
  return {
    ...fromBytes(file.path, new Uint8Array()),
    sha256: hash.digest('hex'),
    content: () => Promise.resolve(Readable.toWeb(createReadStream(file.location)) as ReadableStream<Uint8Array>),
  }
}

interface Described extends FrontMatter {
  readonly hasLinks: boolean
}

const NOTHING: Described = { metadata: {}, tags: [], hasLinks: false }

/** What a document says about itself. */
async function describe(file: SourceFile, mediaType: string | undefined): Promise<Described> {
  const extension = extensionOf(file.path)
  const isMarkdown =
    mediaType === 'text/markdown' || (mediaType === undefined && ['md', 'markdown', 'mdown'].includes(extension))
  const isHtml = mediaType === 'text/html' || (mediaType === undefined && ['html', 'htm'].includes(extension))
  if (file.size > SMALL || (!isMarkdown && !isHtml)) return NOTHING
  const text = new TextDecoder().decode(await readFile(file.location))
  if (isMarkdown) return { ...readFrontMatter(text), hasLinks: /\[\[|\]\(|\]:|<a\s/i.test(text) }
  const source = savedFrom(text)
  return { ...NOTHING, metadata: source === undefined ? {} : { derivedFrom: source } }
}

/** Where a page was saved from, as browsers note it, or as it says itself. */
function savedFrom(html: string): string | undefined {
  const head = html.slice(0, 64 * 1024)
  const saved = /<!--\s*saved from url=\(\d+\)(\S+)/i.exec(head)?.[1]
  const link = /<link\b[^>]*\brel=["']?canonical["']?[^>]*>/i.exec(head)?.[0]
  const canonical = /\bhref=["']([^"']+)["']/i.exec(link ?? '')?.[1]
  return [saved, canonical].find((iri) => iri !== undefined && /^https?:/.test(iri) && isIri(iri))
}

/** The tags in the front matter are about the note as a whole. */
function noteTags(path: string, tags: readonly string[]): ExchangeAnnotation {
  return {
    id: stableId('note-tags', path, ...tags),
    spans: [],
    motivation: 'tagging',
    bodies: tags.map((value) => ({ kind: 'tag', value })),
  }
}
