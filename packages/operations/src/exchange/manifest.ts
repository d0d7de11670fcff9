import { isObject, objectsOf, stringOf, stringsOf } from './json.ts'
import type { DocumentMetadata } from './model.ts'

/** Beside the documents of an export: what they are called there and elsewhere. */
export const MANIFEST = 'semiont-export.json'
export const DOCUMENTS_FOLDER = 'documents'

export interface ManifestDocument {
  /** Within the export. */
  readonly file: string
  /** Within the collection. */
  readonly path: string
  readonly name: string
  readonly mediaType: string
  /** Where it was exported from. */
  readonly iri: string
  readonly metadata: DocumentMetadata
}

/** A whole manifest is written line by line: there may be many documents. */
export const manifestHead = (about: { format: string; exportedAt: string; collection: string }): string =>
  `{"semiont":"export","version":1,${JSON.stringify(about).slice(1, -1)},"documents":[`

export const manifestTail = '\n]}\n'

/** undefined when it is something else of that name. */
export function readManifest(text: string): ManifestDocument[] | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isObject(parsed) || parsed['semiont'] !== 'export') return undefined
  return objectsOf(parsed['documents']).flatMap((document) => {
    const [file, path, name, iri] = [document['file'], document['path'], document['name'], document['iri']].map(
      stringOf,
    )
    if (file === undefined || path === undefined || name === undefined || iri === undefined) return []
    return [
      {
        file,
        path,
        name,
        iri,
        mediaType: stringOf(document['mediaType']) ?? '',
        metadata: readMetadata(document['metadata']),
      },
    ]
  })
}

function readMetadata(value: unknown): DocumentMetadata {
  if (!isObject(value)) return {}
  const [description, language, derivedFrom] = [value['description'], value['language'], value['derivedFrom']].map(
    stringOf,
  )
  const entityTypes = stringsOf(value['entityTypes'])
  return {
    ...(description ? { description } : {}),
    ...(language === undefined ? {} : { language }),
    ...(entityTypes.length === 0 ? {} : { entityTypes }),
    ...(derivedFrom === undefined ? {} : { derivedFrom }),
  }
}
