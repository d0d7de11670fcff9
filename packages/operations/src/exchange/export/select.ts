import { posix } from 'node:path'
import { UnusableInputError } from '../../errors.ts'
import { type Client, type Collection, during, everyPage, patiently, type Resource } from '../api.ts'
import { findCollection } from '../import/import-material.ts'
import type { DocumentMetadata } from '../model.ts'
import { extensionOf } from '../paths.ts'
import { isHidden, safeRelativePath } from '../source/safe-path.ts'

/** What of a resource an export needs, small enough to have all of them at hand. */
export interface SelectedDocument {
  readonly id: string
  readonly iri: string
  /** Unique within the export, safe as a path of a file. */
  readonly path: string
  readonly name: string
  readonly mediaType: string
  readonly hasText: boolean
  /** Zero spares a request for each document about which nothing was said. */
  readonly annotationCount: number
  readonly metadata: DocumentMetadata
}

export interface Selection {
  /** What the export is called. */
  readonly label: string
  /** Whole collections: what is said there about things outside belongs to them. */
  readonly collections: readonly Collection[]
  readonly documents: readonly SelectedDocument[]
}

export interface SelectRequest {
  readonly client: Client
  /** Of the site; the IRIs of its resources begin so. */
  readonly baseUrl: string
  readonly collection: string | undefined
  readonly resources: readonly string[]
  readonly signal: AbortSignal
}

/** @throws UnusableInputError for a collection that is not there, or more than one of that name */
export async function select(request: SelectRequest): Promise<Selection> {
  const { client, resources: ids, collection: named, signal } = request
  const paths = new PathMaker()
  if (ids.length > 0) {
    const documents: SelectedDocument[] = []
    for (const id of ids)
      documents.push(toSelected(await patiently(signal, () => client.resources.get(id)), '', paths, request.baseUrl))
    return {
      label: documents.length === 1 ? (documents[0]?.name ?? '') : `${documents.length} documents`,
      collections: [],
      documents,
    }
  }
  const collections =
    named === undefined ? await everyCollection(client, signal) : [await getCollection(client, named, signal)]
  const documents: SelectedDocument[] = []
  for (const { id, name } of collections) {
    const folder = named === undefined ? `${safeName(name)}/` : ''
    const pages = everyPage(signal, (at) =>
      client.resources.list(
        { collectionId: id, archived: 'any', sort: 'createdAt', order: 'asc', limit: 200, ...at },
        { signal: during(signal) },
      ),
    )
    for await (const page of pages)
      documents.push(...page.map((resource) => toSelected(resource, folder, paths, request.baseUrl)))
  }
  return { label: named === undefined ? 'Everything' : (collections[0]?.name ?? ''), collections, documents }
}

async function getCollection(client: Client, named: string, signal: AbortSignal): Promise<Collection> {
  const found = await findCollection(client, named, signal)
  if (found) return found
  throw new UnusableInputError(`There is no collection "${named}".`, 'Leave out --collection to export everything.')
}

async function everyCollection(client: Client, signal: AbortSignal): Promise<Collection[]> {
  const found: Collection[] = []
  for await (const page of everyPage(signal, (at) =>
    client.collections.list({ limit: 200, ...at }, { signal: during(signal) }),
  ))
    found.push(...page)
  return found
}

function toSelected(resource: Resource, folder: string, paths: PathMaker, baseUrl: string): SelectedDocument {
  const { id, name, mediaType, description, language, entityTypes, provenance } = resource
  const source = provenance.derivedFrom.flatMap((from) => ('iri' in from ? [from.iri] : []))[0]
  return {
    id,
    iri: `${baseUrl}/api/resources/${id}`,
    path: paths.make(folder, resource),
    name,
    mediaType,
    hasText: resource.markable.possible,
    annotationCount: resource.annotationCount,
    metadata: {
      ...(description === '' ? {} : { description }),
      ...(language === null ? {} : { language }),
      ...(entityTypes.length === 0 ? {} : { entityTypes: entityTypes.map((type) => type.name) }),
      ...(source === undefined ? {} : { derivedFrom: source }),
    },
  }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/markdown': 'md',
  'text/html': 'html',
  'application/pdf': 'pdf',
  'application/json': 'json',
  'text/csv': 'csv',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

/** Paths that differ on every file system: also where upper and lower case are one. */
class PathMaker {
  readonly #taken = new Set<string>()

  make(folder: string, { name, mediaType, provenance }: Resource): string {
    const given = safeRelativePath(provenance.generatedBy.fileName ?? '')
    const extension = EXTENSIONS[mediaType]
    const own = given !== undefined && !isHidden(given) ? given.split('/').map(safeName).join('/') : safeName(name)
    const path = folder + (extensionOf(own) === '' && extension !== undefined ? `${own}.${extension}` : own)
    let free = path
    for (let number = 2; this.#taken.has(free.toLowerCase()); number += 1) {
      const end = posix.extname(path)
      free = `${path.slice(0, path.length - end.length)}-${number}${end}`
    }
    this.#taken.add(free.toLowerCase())
    return free
  }
}

/** A name of a file or folder on every system: without the characters and the names that Windows keeps for itself. */
export function safeName(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').replace(/^[. ]+|[. ]+$/g, '')
  const free = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(plain) ? `_${plain}` : plain
  const end = posix.extname(free).slice(0, 20)
  return free.length <= 150 ? free || '_' : [...free.slice(0, 150 - end.length)].join('').toWellFormed() + end
}
