import { SemiontError } from '@semiont/sdk'
import { type Annotation, type Client, during, everyPage, patiently } from '../api.ts'
import { isIri, isObject, listOf } from '../json.ts'
import { Losses } from '../losses.ts'
import { MissingAccessError } from '../missing-access.ts'
import type { JsonObject } from '../model.ts'
import { stableId } from '../stable-id.ts'
import { bodiesOf, fromRecord, knownIds, renameSources, targetSources } from '../web-annotation.ts'
import type { Library } from './library.ts'
import type { ImportReport, Pending } from './report.ts'
import { entitySignature, fullSignature } from './signature.ts'
import type { VocabularyKeeper } from './vocabulary.ts'

const BATCH = 500
const VERSION = 'semiont:version'
const STATUS = 'semiont:status'

export interface WriterDeps {
  readonly client: Client
  readonly library: Library
  readonly vocabulary: VocabularyKeeper
  readonly report: ImportReport
  readonly collectionId: string
  readonly signal: AbortSignal
  /** From the IRI a document had elsewhere to its path here. */
  readonly pathOfIri: (iri: string) => string | undefined
}

/** What is known of the annotations that a document, or something outside, has already. */
interface Known {
  readonly ids: Set<string>
  readonly signatures: Map<string, number>
}

/** Sends annotations in bulk: those that are here already are left out, a bad one never stops the others. */
export class AnnotationWriter {
  readonly #deps: WriterDeps
  readonly #known = new Map<string, Promise<Known>>()
  #batch: Pending[] = []

  constructor(deps: WriterDeps) {
    this.#deps = deps
  }

  /** @throws MissingAccessError when the server does not answer or does not let us */
  async write(pending: Pending): Promise<void> {
    const ready = await this.#prepare(pending)
    if (!ready) return
    this.#batch.push(ready)
    if (this.#batch.length >= BATCH) await this.flush()
  }

  /** Looks again at what is said about a document by now, also about one that this import has made. */
  async refresh(about: string): Promise<void> {
    const known = await this.#load(about)
    this.#known.set(about, Promise.resolve(known))
  }

  async flush(): Promise<void> {
    const batch = this.#batch
    this.#batch = []
    if (batch.length === 0) return
    const { vocabulary } = this.#deps
    await vocabulary.ensure(batch.flatMap(({ annotation }) => bodiesOf(annotation, new Losses())))
    for (const status of ['accepted', 'suggested', 'rejected'] as const) {
      await this.#send(
        batch.filter((pending) => pending.status === status),
        status,
      )
    }
  }

  /** With the names that documents have here; undefined when it cannot be sent, or need not. */
  async #prepare(pending: Pending): Promise<Pending | undefined> {
    const { report } = this.#deps
    const id =
      typeof pending.annotation['id'] === 'string'
        ? pending.annotation['id']
        : stableId('annotation', JSON.stringify(pending.annotation))
    const named = this.#rename({ ...pending.annotation, id })
    if (typeof named === 'string') {
      report.annotations.failed += 1
      report.problem(pending.item, `it names "${named}", and no such document is here`)
      return undefined
    }
    const [about] = targetSources(named)
    if (about !== undefined && (await this.#isKnown(about, id, pending))) {
      report.annotations.skipped += 1
      return undefined
    }
    return { ...pending, annotation: named }
  }

  /** Or the name that nothing here has. */
  #rename(annotation: JsonObject): JsonObject | string {
    let missing: string | undefined
    let moved = false
    let fromPage = false
    const renamed = renameSources(annotation, (name) => {
      const found = this.#find(name)
      if (found === undefined) missing ??= name
      if (found?.fromPage) fromPage = true
      if (found?.id !== name) moved = true
      return found?.id ?? name
    })
    if (missing !== undefined) return missing
    const { [STATUS]: _status, ...rest } = renamed
    if (fromPage) return { ...rest, target: withoutPositions(rest['target']) }
    return moved ? { ...rest, target: withoutVersions(rest['target']) } : rest
  }

  /** `fromPage`: the document was saved from a page of that address, and its text is another one. */
  #find(name: string): { id: string; fromPage?: boolean } | undefined {
    const { library, pathOfIri } = this.#deps
    const ownId = /(?:^|\/api\/resources\/)(res_[0-7][0-9a-hjkmnp-tv-z]{25})$/.exec(name)?.[1]
    if (ownId !== undefined && library.withId(ownId)) return { id: ownId }
    const path = pathOfIri(name)
    const found = path === undefined ? undefined : library.atPath(path)[0]
    if (found) return { id: found.id }
    if (!isIri(name)) {
      const called = library.atPath(name)[0] ?? library.called(name)
      return called ? { id: called.id } : undefined
    }
    const saved = library.withIri(name) ?? library.withIri(name.replace(/#.*$/, ''))
    return saved ? { id: saved.id, fromPage: true } : { id: name }
  }

  async #isKnown(about: string, id: string, { signature }: Pending): Promise<boolean> {
    const { library } = this.#deps
    let loading = this.#known.get(about)
    if (!loading) {
      const isNew = library.withId(about)?.isNew === true || about.startsWith('dry-run:')
      loading = isNew ? Promise.resolve({ ids: new Set(), signatures: new Map() }) : this.#load(about)
      this.#known.set(about, loading)
    }
    const known = await loading
    if (known.ids.has(id)) return true
    known.ids.add(id)
    const key = signature === undefined ? '' : `${signature.kind} ${signature.value}`
    const left = known.signatures.get(key) ?? 0
    if (left > 0) known.signatures.set(key, left - 1)
    return left > 0
  }

  async #load(about: string): Promise<Known> {
    const { client, library, signal } = this.#deps
    const known: Known = { ids: new Set(), signatures: new Map() }
    const which = library.withId(about) ? { resourceId: about } : { source: about }
    const pages = everyPage(signal, (at) =>
      client.annotations.list(
        { ...which, status: ['accepted', 'suggested', 'rejected'], limit: 200, ...at },
        { signal: during(signal) },
      ),
    )
    for await (const page of pages) for (const record of page) remember(known, record, about)
    return known
  }

  async #send(batch: readonly Pending[], status: Pending['status']): Promise<void> {
    const { report, client, collectionId, signal } = this.#deps
    if (batch.length === 0) return
    if (report.dryRun) {
      report.annotations.created += batch.length
      return
    }
    try {
      // The server holds every one to the model; their shape is what it says it is.
      const annotations = batch.map(({ annotation }) => annotation) as unknown as Parameters<
        Client['annotations']['createMany']
      >[0]['annotations']
      const { items } = await patiently(signal, () =>
        client.annotations.createMany(
          { annotations, collectionId, status: status === 'accepted' ? status : 'suggested' },
          { signal: during(signal) },
        ),
      )
      if (status === 'rejected')
        for (const { id } of items) await patiently(signal, () => client.annotations.reject(id))
      report.annotations.created += batch.length
    } catch (error) {
      if (!(error instanceof SemiontError)) throw error
      if (MissingAccessError.isCause(error)) throw new MissingAccessError(error)
      await this.#halve(batch, status, error)
    }
  }

  /** All or none is taken at once; so halves are tried until the bad ones are alone. */
  async #halve(batch: readonly Pending[], status: Pending['status'], error: SemiontError): Promise<void> {
    const { report } = this.#deps
    const [only] = batch
    if (batch.length === 1 && only) {
      report.annotations.failed += 1
      report.problem(only.item, error.message)
      return
    }
    const middle = batch.length >>> 1
    await this.#send(batch.slice(0, middle), status)
    await this.#send(batch.slice(middle), status)
  }
}

function remember(known: Known, record: Annotation, about: string): void {
  for (const id of knownIds(record)) known.ids.add(id)
  const annotation = fromRecord(record, about, new Losses())
  if (!annotation) return
  for (const key of [`full ${fullSignature(annotation)}`, `entity ${entitySignature(annotation)}`]) {
    known.signatures.set(key, (known.signatures.get(key) ?? 0) + 1)
  }
}

/** A version counts the versions of the document it was said of, which this one is not. */
const withoutVersions = (target: unknown): unknown => mapParts(target, ({ [VERSION]: _version, ...rest }) => rest)

/** Words are found in another text, positions are not; where there are only positions they have to do. */
const withoutPositions = (target: unknown): unknown =>
  mapParts(target, ({ [VERSION]: _version, ...rest }) => {
    const quotes = listOf(rest['selector']).filter(
      (selector) => isObject(selector) && selector['type'] === 'TextQuoteSelector',
    )
    return quotes.length === 0 ? rest : { ...rest, selector: quotes.length === 1 ? quotes[0] : quotes }
  })

function mapParts(part: unknown, change: (part: JsonObject) => JsonObject): unknown {
  if (Array.isArray(part)) return part.map((item) => mapParts(item, change))
  if (!isObject(part)) return part
  const { items } = part
  return Array.isArray(items) ? { ...part, items: items.map((item) => mapParts(item, change)) } : change(part)
}
