import type { JsonObject } from '../../model.ts'
import { ANNOTATION_CONTEXT } from '../../web-annotation.ts'

/** A W3C AnnotationCollection (https://www.w3.org/TR/annotation-model/#collections), written while it is read. */
export interface CollectionHead {
  /** An absolute IRI. */
  readonly id: string
  readonly label: string
}

export const pageIri = ({ id }: CollectionHead, page: number): string => `${id}#page-${page}`

/** One document, its only page inside. */
export async function* writeCollection(
  head: CollectionHead,
  annotations: AsyncIterable<JsonObject>,
): AsyncGenerator<string> {
  const page = { id: pageIri(head, 1), type: 'AnnotationPage', partOf: head.id, startIndex: 0 }
  yield `${open({ '@context': ANNOTATION_CONTEXT, id: head.id, type: 'AnnotationCollection', label: head.label })},"first":${open(page)},"items":[`
  let total = 0
  for await (const annotation of annotations) {
    yield `${total === 0 ? '\n' : ',\n'}${JSON.stringify(withoutStandardContext(annotation))}`
    total += 1
  }
  yield `\n]},"total":${total}}\n`
}

/** The document of a collection whose pages are documents of their own. */
export function collectionOfPages(head: CollectionHead, total: number, pages: number): string {
  return `${JSON.stringify({
    '@context': ANNOTATION_CONTEXT,
    id: head.id,
    type: 'AnnotationCollection',
    label: head.label,
    total,
    ...(pages === 0 ? {} : { first: pageIri(head, 1), last: pageIri(head, pages) }),
  })}\n`
}

export function pageDocument(
  head: CollectionHead,
  page: { number: number; startIndex: number; isLast: boolean },
  annotations: readonly JsonObject[],
): string {
  const { number, startIndex, isLast } = page
  const described = {
    '@context': ANNOTATION_CONTEXT,
    id: pageIri(head, number),
    type: 'AnnotationPage',
    partOf: { id: head.id, type: 'AnnotationCollection', label: head.label },
    startIndex,
    ...(number === 1 ? {} : { prev: pageIri(head, number - 1) }),
    ...(isLast ? {} : { next: pageIri(head, number + 1) }),
  }
  const items = annotations.map((annotation) => JSON.stringify(withoutStandardContext(annotation)))
  return `${open(described)},"items":[\n${items.join(',\n')}\n]}\n`
}

const open = (object: JsonObject): string => JSON.stringify(object).slice(0, -1)

/** What the annotation stands in carries the standard context; an item keeps its own where it brings extensions. */
function withoutStandardContext(annotation: JsonObject): JsonObject {
  if (annotation['@context'] !== ANNOTATION_CONTEXT) return annotation
  return Object.fromEntries(Object.entries(annotation).filter(([key]) => key !== '@context'))
}
