import { posix } from 'node:path'
import { type Client, during, everyPage, type Resource } from '../api.ts'
import { nameOf } from '../paths.ts'

export interface LibraryEntry {
  readonly id: string
  readonly path: string
  readonly name: string
  readonly sha256: string
  readonly hasText: boolean
  /** Made by this import: nothing has been said about it yet. */
  readonly isNew: boolean
}

/** The documents of a collection under all the names by which files call them. */
export class Library {
  readonly #byPath = new Map<string, LibraryEntry[]>()
  readonly #byId = new Map<string, LibraryEntry>()
  readonly #byIri = new Map<string, LibraryEntry>()
  readonly #byName = new Map<string, LibraryEntry[]>()

  add(entry: LibraryEntry, iris: readonly string[] = []): void {
    this.#byId.set(entry.id, entry)
    push(this.#byPath, entry.path, entry)
    for (const iri of iris) this.#byIri.set(iri, entry)
    const { path, name } = entry
    const names = [name, nameOf(path), posix.basename(path), path, path.replace(/\.[^./]+$/, '')]
    for (const called of new Set(names.map(keyOf))) push(this.#byName, called, entry)
  }

  /** Further names of a document that is here. */
  alias(entry: LibraryEntry, aliases: readonly string[]): void {
    for (const called of new Set(aliases.map(keyOf))) push(this.#byName, called, entry)
  }

  atPath(path: string): readonly LibraryEntry[] {
    return this.#byPath.get(path) ?? []
  }

  withId(id: string): LibraryEntry | undefined {
    return this.#byId.get(id)
  }

  withIri(iri: string): LibraryEntry | undefined {
    return this.#byIri.get(iri)
  }

  /** As a note calls another: by path, name or alias; of several that in the same folder, else the one nearest to the top. */
  called(name: string, from = ''): LibraryEntry | undefined {
    const relative = posix.normalize(posix.join(posix.dirname(from), name))
    const found = this.#byName.get(keyOf(relative)) ?? this.#byName.get(keyOf(name)) ?? []
    const here = posix.dirname(from)
    return found.toSorted((a, b) => distance(a, here) - distance(b, here) || (a.path < b.path ? -1 : 1))[0]
  }
}

function push(map: Map<string, LibraryEntry[]>, key: string, entry: LibraryEntry): void {
  const known = map.get(key)
  if (known) known.push(entry)
  else map.set(key, [entry])
}

const keyOf = (name: string): string => name.normalize('NFC').trim().toLowerCase()

const distance = ({ path }: LibraryEntry, folder: string): number =>
  posix.dirname(path) === folder ? -1 : path.split('/').length

/** Path under which a document came here, or would have come: its name. */
export const pathOf = (resource: Resource): string => resource.provenance.generatedBy.fileName ?? resource.name

export async function loadLibrary(client: Client, collectionId: string, signal: AbortSignal): Promise<Library> {
  const library = new Library()
  const pages = everyPage(signal, (at) =>
    client.resources.list(
      { collectionId, archived: 'any', sort: 'createdAt', order: 'asc', limit: 200, ...at },
      { signal: during(signal) },
    ),
  )
  for await (const resources of pages) {
    for (const resource of resources) library.add(entryOf(resource, false), irisOf(resource))
  }
  return library
}

export function entryOf(resource: Resource, isNew: boolean): LibraryEntry {
  return {
    id: resource.id,
    path: pathOf(resource),
    name: resource.name,
    sha256: resource.sha256,
    hasText: resource.markable.possible,
    isNew,
  }
}

export function irisOf({ provenance }: Resource): string[] {
  return provenance.derivedFrom.flatMap((source) => ('iri' in source ? [source.iri] : []))
}
