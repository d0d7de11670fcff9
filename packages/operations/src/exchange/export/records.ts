import { type Annotation, type Client, during, everyPage, patiently } from '../api.ts'
import type { Losses } from '../losses.ts'
import type { ExchangeAnnotation, JsonObject, WrittenDocument } from '../model.ts'
import { fromRecord, knownIds } from '../web-annotation.ts'
import type { SelectedDocument } from './select.ts'

export interface RecordDeps {
  readonly client: Client
  readonly signal: AbortSignal
}

/** Pages of the annotations of a document in reading order, each annotation at the first document it is about. */
export async function* recordsOf(
  { client, signal }: RecordDeps,
  { id: resourceId, annotationCount }: Pick<SelectedDocument, 'id' | 'annotationCount'>,
): AsyncGenerator<readonly Annotation[]> {
  if (annotationCount === 0) return
  const pages = everyPage(signal, (at) =>
    client.annotations.list({ resourceId, order: 'position', limit: 200, ...at }, { signal: during(signal) }),
  )
  for await (const page of pages) yield page.filter((record) => record.resourceId === resourceId)
}

/** All annotations of a collection, also those that are about nothing of ours, as they were made. */
export async function* recordsIn(
  { client, signal }: RecordDeps,
  collectionId: string,
): AsyncGenerator<readonly Annotation[]> {
  yield* everyPage(signal, (at) =>
    client.annotations.list({ collectionId, order: 'oldest', limit: 200, ...at }, { signal: during(signal) }),
  )
}

/** The Web Annotation with its state, which the model has no word for. */
export function webAnnotationOf({ annotation, status }: Pick<Annotation, 'annotation' | 'status'>): JsonObject {
  return status === 'accepted' ? annotation : { ...annotation, 'semiont:status': status }
}

/** The document with its text and all its annotations, for the formats that count in the text. */
export async function loadDocument(
  deps: RecordDeps,
  document: SelectedDocument,
  losses: Losses,
): Promise<WrittenDocument> {
  const { client, signal } = deps
  const { id, path, name, iri, hasText } = document
  const text = hasText ? await patiently(signal, () => client.resources.text(id)) : ''
  const annotations: ExchangeAnnotation[] = []
  const ids = new Map<string, string>()
  for await (const records of recordsOf(deps, document)) {
    for (const record of records) {
      const annotation = fromRecord(record, id, losses)
      if (!annotation) continue
      for (const known of knownIds(record)) ids.set(known, annotation.id)
      annotations.push(annotation)
    }
  }
  return { path, name, iri, text, annotations: annotations.map((annotation) => withMembers(annotation, ids)) }
}

export function withLinks(annotation: ExchangeAnnotation, nameOfLink: (iri: string) => string): ExchangeAnnotation {
  const bodies = annotation.bodies.map((body) =>
    body.kind === 'link' ? { ...body, target: nameOfLink(body.target) } : body,
  )
  return { ...annotation, bodies }
}

/** Relations name others by the ids these had when they came here. */
function withMembers(annotation: ExchangeAnnotation, ids: ReadonlyMap<string, string>): ExchangeAnnotation {
  const { relation } = annotation
  if (relation === undefined) return annotation
  const members = relation.members.map(({ role, id }) => ({ role, id: ids.get(id) ?? id }))
  return { ...annotation, relation: { ...relation, members } }
}
