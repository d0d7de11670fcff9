import { join } from 'node:path'
import { SemiontError } from '@semiont/sdk'
import { UnusableInputError } from '../../errors.ts'
import { type Annotation, type Client, during, forEachLimited, patiently } from '../api.ts'
import { writeAnn } from '../formats/brat/write.ts'
import { conllLines } from '../formats/conll/write.ts'
import { tableHeader, tableRow } from '../formats/csv/write.ts'
import { writeCollection } from '../formats/jsonld/write.ts'
import { DOCUMENTS_FOLDER, MANIFEST, type ManifestDocument, manifestHead, manifestTail } from '../manifest.ts'
import { MissingAccessError } from '../missing-access.ts'
import type { ExportFormat, WrittenDocument } from '../model.ts'
import { stableId } from '../stable-id.ts'
import { fromRecord } from '../web-annotation.ts'
import type { Destination } from './destination.ts'
import { writeBytes, writePieces } from './destination.ts'
import { writeNote } from './notes.ts'
import { loadDocument, recordsIn, recordsOf, withLinks } from './records.ts'
import { ExportReport } from './report.ts'
import { type SelectedDocument, type Selection, select } from './select.ts'
import { collectionFiles, statements, webAnnotations } from './write-statements.ts'

export interface ExportRequest {
  readonly client: Client
  readonly baseUrl: string
  /** Name or id; undefined: everything. */
  readonly collection: string | undefined
  readonly resources: readonly string[]
  readonly format: ExportFormat
  readonly destination: Destination
  readonly exportedAt: Date
  /** Only count what would be written. */
  readonly dryRun?: boolean
  readonly signal: AbortSignal
  progress(text: string): void
}

/** Documents at once; each is a few requests. */
const AT_ONCE = 4
const OUTSIDE = 'annotations are about something outside; only jsonld and nquads have them'
/** Formats that are a folder: a text has its annotations beside it. */
export const NEEDS_FOLDER: readonly ExportFormat[] = ['brat', 'markdown']

/**
 * Writes documents with what was said about them. What the format cannot hold is counted; a bad item never stops the rest.
 * @throws UnusableInputError, MissingAccessError
 */
export async function exportMaterial(request: ExportRequest): Promise<ExportReport> {
  const { destination, format } = request
  if (destination.kind === 'stream' && NEEDS_FOLDER.includes(format))
    throw new UnusableInputError(`${format} is files side by side, not one file.`, 'Name a folder: --to <folder>')
  const report = new ExportReport(format)
  report.where = destination.kind === 'folder' ? destination.folder : destination.where
  const selection = await select(request)
  if (request.dryRun === true) {
    report.documents = selection.documents.length
    report.annotations = selection.documents.reduce((sum, { annotationCount }) => sum + annotationCount, 0)
    return report
  }
  const work = new Export(request, selection, report)
  if (destination.kind === 'stream') await destination.write(work.stream())
  else await work.intoFolder(destination.folder)
  return report
}

class Export {
  readonly #request: ExportRequest
  readonly #selection: Selection
  readonly #report: ExportReport
  readonly #paths: ReadonlyMap<string, string>

  constructor(request: ExportRequest, selection: Selection, report: ExportReport) {
    this.#request = request
    this.#selection = selection
    this.#report = report
    this.#paths = new Map(selection.documents.map(({ iri, path }) => [iri, path]))
  }

  /** The whole as one text. */
  async *stream(): AsyncGenerator<string> {
    const { format } = this.#request
    if (format === 'csv') yield* this.#table()
    else if (format === 'conll')
      for await (const document of this.#texts()) yield* conllLines(document, this.#report.losses)
    else yield* this.#statements()
    if (format === 'conll') await this.#countOutside()
    this.#report.documents = this.#selection.documents.length
  }

  async *#statements(): AsyncGenerator<string> {
    const head = this.#head()
    const annotations = webAnnotations(this.#records())
    yield* this.#request.format === 'nquads'
      ? statements(head, annotations, this.#report.losses)
      : writeCollection(head, annotations)
  }

  async intoFolder(folder: string): Promise<void> {
    const { format } = this.#request
    if (format === 'brat' || format === 'conll' || format === 'markdown') {
      await this.#each((document) => this.#writeBeside(folder, document))
      await this.#countOutside()
      return
    }
    await this.#each((document) => this.#writeDocument(folder, `${DOCUMENTS_FOLDER}/${document.path}`, document))
    await writePieces(join(folder, MANIFEST), this.#manifest())
    if (format === 'csv') await writePieces(join(folder, 'annotations.csv'), this.#table())
    else if (format === 'nquads') await writePieces(join(folder, 'annotations.nq'), this.#statements())
    else
      for await (const { name, content } of collectionFiles(this.#head(), webAnnotations(this.#records())))
        await writePieces(join(folder, name), [content])
  }

  #head() {
    const { label, collections, documents } = this.#selection
    const ids = collections.length > 0 ? collections.map(({ id }) => id) : documents.map(({ id }) => id)
    return { id: stableId('export', this.#request.baseUrl, ...ids), label }
  }

  /** All annotations, page after page: of whole collections at once, else of one document after the other. */
  async *#records(): AsyncGenerator<readonly Annotation[]> {
    const { collections, documents } = this.#selection
    for (const { id } of collections) yield* this.#counted(recordsIn(this.#request, id))
    if (collections.length === 0)
      for (const document of documents) yield* this.#counted(recordsOf(this.#request, document))
  }

  async *#counted(pages: AsyncIterable<readonly Annotation[]>): AsyncGenerator<readonly Annotation[]> {
    for await (const page of pages) {
      this.#report.annotations += page.length
      yield page
    }
  }

  async *#table(): AsyncGenerator<string> {
    const { losses } = this.#report
    const paths = new Map(this.#selection.documents.map(({ id, path }) => [id, path]))
    yield tableHeader()
    for await (const page of this.#records()) {
      for (const record of page) {
        const path = paths.get(record.resourceId ?? '')
        if (path === undefined) losses.add(OUTSIDE)
        const annotation = path === undefined ? undefined : fromRecord(record, record.resourceId ?? '', losses)
        const row =
          annotation && path !== undefined
            ? tableRow(
                path,
                withLinks(annotation, (iri) => this.#paths.get(iri) ?? iri),
                losses,
              )
            : undefined
        if (row === undefined) this.#report.annotations -= 1
        else yield row
      }
    }
  }

  /** Documents with a text, each with its annotations. */
  async *#texts(): AsyncGenerator<WrittenDocument> {
    for (const document of this.#selection.documents) {
      if (document.hasText) yield await this.#load(document)
      else this.#report.losses.add('documents have no text')
    }
  }

  async #load(document: SelectedDocument): Promise<WrittenDocument> {
    const loaded = await loadDocument(this.#request, document, this.#report.losses)
    this.#report.annotations += loaded.annotations.length
    return loaded
  }

  async #countOutside(): Promise<void> {
    for (const { id } of this.#selection.collections) {
      for await (const page of recordsIn(this.#request, id)) {
        const outside = page.filter((record) => record.resourceId === null)
        this.#report.losses.add(OUTSIDE, outside.length)
      }
    }
  }

  /** Every document on its own; what is wrong with one of them is told and the others go on. */
  async #each(write: (document: SelectedDocument) => Promise<void>): Promise<void> {
    const { documents } = this.#selection
    const step = Math.max(1, Math.ceil(documents.length / 100), documents.length > 20 ? 10 : 1)
    let done = 0
    await forEachLimited(documents, AT_ONCE, async (document) => {
      try {
        await write(document)
        this.#report.documents += 1
      } catch (error) {
        if (!(error instanceof SemiontError)) throw error
        if (MissingAccessError.isCause(error)) throw new MissingAccessError(error)
        this.#report.problems.push({ item: document.path, reason: error.message })
      }
      done += 1
      if (done % step === 0 || done === documents.length)
        this.#request.progress(`${done} of ${documents.length} documents`)
    })
  }

  async #writeBeside(folder: string, document: SelectedDocument): Promise<void> {
    const { format, client, signal } = this.#request
    if (format === 'markdown') {
      const annotations = await writeNote({ client, signal, folder, document, pathOf: (iri) => this.#paths.get(iri) })
      this.#report.annotations += annotations
      return
    }
    if (!document.hasText) {
      this.#report.losses.add('documents have no text')
      return
    }
    const loaded = await this.#load(document)
    if (format === 'conll') {
      await writePieces(join(folder, `${document.path}.conll`), conllLines(loaded, this.#report.losses))
      return
    }
    const path = document.path.endsWith('.txt') ? document.path.slice(0, -'.txt'.length) : document.path
    await writePieces(join(folder, `${path}.txt`), [loaded.text])
    await writePieces(join(folder, `${path}.ann`), [writeAnn(loaded, this.#report.losses)])
  }

  async #writeDocument(folder: string, path: string, { id }: SelectedDocument): Promise<void> {
    const { client, signal } = this.#request
    const content = await patiently(signal, () => client.resources.content(id, { signal: during(signal) }))
    await writeBytes(folder, path, content.body)
  }

  *#manifest(): Generator<string> {
    const { format, exportedAt } = this.#request
    yield manifestHead({ format, exportedAt: exportedAt.toISOString(), collection: this.#selection.label })
    for (const [index, { path, name, mediaType, iri, metadata }] of this.#selection.documents.entries()) {
      const listed: ManifestDocument = { file: `${DOCUMENTS_FOLDER}/${path}`, path, name, mediaType, iri, metadata }
      yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(listed)}`
    }
    yield manifestTail
  }
}
