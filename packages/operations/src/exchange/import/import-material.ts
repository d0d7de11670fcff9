import { readFile } from 'node:fs/promises'
import { UnusableInputError } from '../../errors.ts'
import { type Client, type Collection, during, everyPage, patiently } from '../api.ts'
import { type ManifestDocument, readManifest } from '../manifest.ts'
import { nameOf } from '../paths.ts'
import { openSource, type Source } from '../source/open-source.ts'
import { stableId } from '../stable-id.ts'
import { toWebAnnotation } from '../web-annotation.ts'
import { AnnotationWriter } from './annotation-writer.ts'
import { type DocumentItem, importDocuments } from './import-documents.ts'
import { Library, type LibraryEntry, loadLibrary } from './library.ts'
import { findNoteLinks } from './note-links.ts'
import { type ImportFormat, type ImportItem, type ImportPlan, planImport } from './plan.ts'
import { readAnnotations, readSidecarFile, sniffAnnotations } from './read-annotations.ts'
import { ImportReport } from './report.ts'
import { fullSignature } from './signature.ts'
import { VocabularyKeeper } from './vocabulary.ts'

export interface ImportRequest {
  readonly client: Client
  readonly paths: readonly string[]
  /** Name or id; undefined: the name of the first path. One that is not there is made. */
  readonly collection: string | undefined
  readonly format: ImportFormat
  readonly onConflict: 'skip' | 'new'
  readonly dryRun: boolean
  readonly signal: AbortSignal
  progress(text: string): void
}

/**
 * Takes in documents and annotations. Running it again adds only what is missing; a bad item never stops the others.
 * @throws UnusableInputError for paths and archives that cannot be read, MissingAccessError when the site stops answering
 */
export async function importMaterial(request: ImportRequest): Promise<ImportReport> {
  const { client, signal } = request
  const report = new ImportReport(request.dryRun)
  const source = await openSource(request.paths, signal)
  try {
    const plan = await decideByContent(planImport(source.files, request.format), request.format)
    for (const { path, reason } of source.left) report.problem(path, reason)
    for (const { path, reason } of plan.problems) {
      report.documents.failed += 1
      report.problem(path, reason)
    }
    if (plan.items.length === 0 && plan.problems.length === 0)
      throw new UnusableInputError(
        `There is nothing to import in ${request.paths.join(', ')}.`,
        'Hidden files and folders are not looked at.',
      )
    const collectionId = await openCollection(request, source, report)
    const library = collectionId === null ? new Library() : await loadLibrary(client, collectionId, signal)
    const vocabulary = new VocabularyKeeper(
      client,
      await patiently(signal, () => client.vocabulary.get()),
      report,
      signal,
    )
    await new Import(request, plan, { report, library, vocabulary, collectionId: collectionId ?? '' }).run()
    return report
  } finally {
    await source.close()
  }
}

/** Files that only their content tells apart. */
async function decideByContent(plan: ImportPlan, format: ImportFormat): Promise<ImportPlan> {
  if (format !== 'auto') return plan
  const documents: ImportItem[] = []
  const annotations: ImportItem[] = []
  for (const item of plan.items) {
    if (item.kind !== 'annotations') documents.push(item)
    else {
      const found =
        item.format === undefined || item.format === 'sidecar' ? await sniffAnnotations(item.file) : item.format
      if (found === undefined) documents.push({ kind: 'document', file: item.file, mediaType: undefined })
      else annotations.push({ ...item, format: found })
    }
  }
  return { ...plan, items: [...documents, ...annotations] }
}

/** Null in a dry run, where the collection would be made. */
async function openCollection(
  { client, collection, signal, dryRun }: ImportRequest,
  source: Source,
  report: ImportReport,
): Promise<string | null> {
  const found = await findCollection(client, collection ?? source.name, signal)
  if (found) {
    report.collection = { id: found.id, name: found.name, created: false }
    return found.id
  }
  if (collection?.startsWith('col_'))
    throw new UnusableInputError(
      `There is no collection ${collection}.`,
      'Name one by its name; it is made where it is missing.',
    )
  const name = collection ?? source.name
  const made = dryRun ? undefined : await patiently(signal, () => client.collections.create({ name }))
  report.collection = { id: made?.id ?? null, name, created: true }
  return made?.id ?? null
}

/** By id, else by its whole name, upper and lower case alike. @throws UnusableInputError when several are called so */
export async function findCollection(
  client: Client,
  nameOrId: string,
  signal: AbortSignal,
): Promise<Collection | undefined> {
  const wanted = nameOrId.trim().toLowerCase()
  const found: Collection[] = []
  for await (const page of everyPage(signal, (at) =>
    client.collections.list({ limit: 200, ...at }, { signal: during(signal) }),
  )) {
    found.push(...page.filter(({ id, name }) => id === nameOrId || name.trim().toLowerCase() === wanted))
  }
  if (found.length > 1)
    throw new UnusableInputError(
      `${found.length} collections are called "${nameOrId}".`,
      `Name one by its id: ${found.map(({ id }) => id).join(', ')}`,
    )
  return found[0]
}

interface ImportParts {
  readonly report: ImportReport
  readonly library: Library
  readonly vocabulary: VocabularyKeeper
  readonly collectionId: string
}

class Import {
  readonly #request: ImportRequest
  readonly #plan: ImportPlan
  readonly #parts: ImportParts
  #writer: AnnotationWriter

  constructor(request: ImportRequest, plan: ImportPlan, parts: ImportParts) {
    this.#request = request
    this.#plan = plan
    this.#parts = parts
    this.#writer = this.#writerWith(new Map())
  }

  #writerWith(manifest: ReadonlyMap<string, ManifestDocument>): AnnotationWriter {
    const byIri = new Map([...manifest.values()].map(({ iri, path }) => [iri, path]))
    const { client, signal } = this.#request
    return new AnnotationWriter({ ...this.#parts, client, signal, pathOfIri: (iri) => byIri.get(iri) })
  }

  async run(): Promise<void> {
    const { report } = this.#parts
    const manifest = await this.#readManifest()
    this.#writer = this.#writerWith(manifest)
    const documents = this.#plan.items.filter((item): item is DocumentItem => item.kind !== 'annotations')
    const counter = this.#counter('documents', documents.length)
    const { client, onConflict, signal } = this.#request
    const notes = await importDocuments(
      { ...this.#parts, client, onConflict, signal, manifest, writer: this.#writer, done: counter },
      documents,
    )
    await this.#writer.flush()
    for (const item of this.#plan.items) if (item.kind === 'annotations') await this.#importAnnotations(item)
    await this.#writer.flush()
    // Last: an annotation of the same link may have come in a file, with more to it.
    if (!report.dryRun) await this.#importLinks(notes)
  }

  async #readManifest(): Promise<Map<string, ManifestDocument>> {
    const { manifest } = this.#plan
    const listed = manifest === undefined ? [] : (readManifest(await readFile(manifest.location, 'utf8')) ?? [])
    const documents = new Map(listed.map((document) => [document.file, document]))
    for (const item of this.#plan.items) {
      if (item.kind !== 'annotations' || item.format !== 'sidecar') continue
      const sidecar = await readSidecarFile(item.file)
      if (!sidecar) continue
      const { document: path, name, metadata } = sidecar
      documents.set(path, {
        file: path,
        path,
        name: name || nameOf(path),
        mediaType: '',
        iri: stableId('sidecar', path),
        metadata,
      })
    }
    return documents
  }

  async #importLinks(notes: readonly LibraryEntry[]): Promise<void> {
    const { library, report } = this.#parts
    const { client, signal } = this.#request
    const counter = this.#counter('notes with links', notes.length)
    for (const note of notes) {
      if (note.hasText) {
        const found = findNoteLinks(note, await patiently(signal, () => client.resources.document(note.id)), library)
        report.linksWithoutTarget += found.withoutTarget
        if (found.annotations.length > 0) await this.#writer.refresh(note.id)
        for (const annotation of found.annotations) {
          await this.#writer.write({
            item: `${note.path}: link`,
            annotation: toWebAnnotation(annotation, note.id),
            status: 'accepted',
            signature: { kind: 'full', value: fullSignature(annotation) },
          })
        }
      }
      counter()
    }
    await this.#writer.flush()
  }

  async #importAnnotations(item: Extract<ImportItem, { kind: 'annotations' }>): Promise<void> {
    const { report } = this.#parts
    this.#request.progress(`Reading annotations of ${item.file.path}`)
    for await (const read of readAnnotations(item.file, item.format ?? 'jsonld')) {
      if ('reason' in read) {
        report.annotations.failed += 1
        report.problem(`${read.item}: ${read.where}`, read.reason)
      } else await this.#writer.write(read)
    }
    await this.#writer.flush()
  }

  /** Tells how far it is at most a hundred times. */
  #counter(what: string, total: number): () => void {
    const step = Math.max(1, Math.ceil(total / 100), total > 20 ? 10 : 1)
    let done = 0
    return () => {
      done += 1
      if (done % step === 0 || done === total) this.#request.progress(`${done} of ${total} ${what}`)
    }
  }
}
