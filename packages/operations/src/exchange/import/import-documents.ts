import { SemiontError } from '@semiont/sdk'
import { type Client, during, forEachLimited, patiently } from '../api.ts'
import { MissingAccessError } from '../missing-access.ts'
import type { ManifestDocument } from '../manifest.ts'
import type { ExchangeBody } from '../model.ts'
import { NotUtf8Error } from '../source-text.ts'
import { stableId } from '../stable-id.ts'
import { toWebAnnotation } from '../web-annotation.ts'
import type { AnnotationWriter } from './annotation-writer.ts'
import { entryOf, type Library, type LibraryEntry } from './library.ts'
import type { ImportItem } from './plan.ts'
import { type ReadyDocument, type ReadyItem, readItem } from './read-document.ts'
import type { ImportReport } from './report.ts'
import { entitySignature, fullSignature } from './signature.ts'
import type { VocabularyKeeper } from './vocabulary.ts'

export type DocumentItem = Exclude<ImportItem, { kind: 'annotations' }>

export interface DocumentsDeps {
  readonly client: Client
  readonly library: Library
  readonly vocabulary: VocabularyKeeper
  readonly writer: AnnotationWriter
  readonly report: ImportReport
  readonly collectionId: string
  readonly manifest: ReadonlyMap<string, ManifestDocument>
  readonly onConflict: 'skip' | 'new'
  readonly signal: AbortSignal
  /** After each item. */
  done(): void
}

/** Uploads at once; the server reads each document in a thread of its own. */
const AT_ONCE = 4

/** Takes in documents, and what their files say about them. Resolves to the notes that link to others. */
export async function importDocuments(deps: DocumentsDeps, items: readonly DocumentItem[]): Promise<LibraryEntry[]> {
  const notes: LibraryEntry[] = []
  await forEachLimited(items, AT_ONCE, async (item) => {
    const { documents, faults } = await readSafely(deps, item)
    for (const { where, reason } of faults) {
      deps.report.annotations.failed += 1
      deps.report.problem(`${item.file.path}: ${where}`, reason)
    }
    for (const document of documents) {
      const entry = await importDocument(deps, document)
      if (entry && document.hasLinks) notes.push(entry)
    }
    deps.done()
  })
  return notes.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function readSafely({ manifest, report }: DocumentsDeps, item: DocumentItem): Promise<ReadyItem> {
  try {
    return await readItem(item, manifest)
  } catch (error) {
    if (!(error instanceof NotUtf8Error) && !isFileError(error)) throw error
    report.documents.failed += 1
    report.problem(item.file.path, error.message)
    return { documents: [], faults: [] }
  }
}

/** A file that has gone or may not be read is that file's problem. */
const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error

async function importDocument(deps: DocumentsDeps, document: ReadyDocument): Promise<LibraryEntry | undefined> {
  const { library, report, onConflict } = deps
  const { path, sha256 } = document
  const there = library.atPath(path)
  const same = there.find((entry) => entry.sha256 === sha256)
  if (same) report.documents.skipped += 1
  else if (there.length > 0 && onConflict === 'skip') {
    report.documents.skipped += 1
    report.conflicts += 1
    report.problem(
      path,
      'another document with this path is here already; it was left as it is (--on-conflict new adds this one beside it)',
    )
    return undefined
  }
  const entry = same ?? (await create(deps, document))
  if (!entry) return undefined
  const { aliases = [], derivedFrom } = document.metadata
  if (!same) library.add(entry, derivedFrom === undefined ? [] : [derivedFrom])
  library.alias(entry, aliases)
  for (const annotation of document.annotations) {
    const signature = document.signatureKind === 'entity' ? entitySignature(annotation) : fullSignature(annotation)
    await deps.writer.write({
      item: `${path}: annotation`,
      annotation: toWebAnnotation(annotation, entry.id),
      status: annotation.status ?? 'accepted',
      signature: { kind: document.signatureKind, value: signature },
    })
  }
  return entry
}

async function create(deps: DocumentsDeps, document: ReadyDocument): Promise<LibraryEntry | undefined> {
  const { client, report, collectionId, signal, vocabulary } = deps
  const { path, name, mediaType, sha256, metadata } = document
  const entityTypes = metadata.entityTypes ?? []
  try {
    await vocabulary.ensure(entityTypes.map((value): ExchangeBody => ({ kind: 'entityType', value })))
    if (report.dryRun) {
      report.documents.created += 1
      return { id: `dry-run:${stableId(path, sha256)}`, path, name, sha256, hasText: true, isNew: true }
    }
    const { description, language, derivedFrom } = metadata
    const resource = await patiently(signal, async () =>
      client.resources.upload({
        content: await document.content(),
        mediaType: mediaType ?? 'application/octet-stream',
        collectionId,
        name,
        fileName: path,
        sha256,
        ...(description === undefined ? {} : { description }),
        ...(language === undefined ? {} : { language }),
        ...(entityTypes.length === 0 ? {} : { entityTypes: [...entityTypes] }),
        ...(derivedFrom === undefined ? {} : { derivedFrom }),
        signal: during(signal),
      }),
    )
    report.documents.created += 1
    if (!resource.markable.possible) report.withoutText += 1
    return { ...entryOf(resource, true), path }
  } catch (error) {
    if (!(error instanceof SemiontError)) throw error
    if (MissingAccessError.isCause(error)) throw new MissingAccessError(error)
    report.documents.failed += 1
    report.problem(path, error.message)
    return undefined
  }
}
