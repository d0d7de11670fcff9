import { createHash } from 'node:crypto'
import type { Annotation } from '../api.ts'
import { type CollectionHead, collectionOfPages, pageDocument, pageIri } from '../formats/jsonld/write.ts'
import { nquadsOf } from '../formats/nquads/write.ts'
import type { Losses } from '../losses.ts'
import type { JsonObject } from '../model.ts'
import { ANNOTATION_CONTEXT } from '../web-annotation.ts'
import { webAnnotationOf } from './records.ts'

/** Annotations of one page of a collection. */
const PAGE = 1_000

export async function* webAnnotations(pages: AsyncIterable<readonly Annotation[]>): AsyncGenerator<JsonObject> {
  for await (const page of pages) for (const record of page) yield webAnnotationOf(record)
}

/** Name and content of each file: pages as they fill, then the collection that begins with the first. */
export async function* collectionFiles(
  head: CollectionHead,
  annotations: AsyncIterable<JsonObject>,
): AsyncGenerator<{ name: string; content: string }> {
  let waiting: JsonObject[] = []
  let number = 0
  let total = 0
  const page = (isLast: boolean) => {
    number += 1
    const content = pageDocument(head, { number, startIndex: total, isLast }, waiting)
    total += waiting.length
    waiting = []
    return { name: `annotations-${`${number}`.padStart(4, '0')}.jsonld`, content }
  }
  for await (const annotation of annotations) {
    // Only when another one comes is it known that the page is not the last.
    if (waiting.length === PAGE) yield page(false)
    waiting.push(annotation)
  }
  if (waiting.length > 0) yield page(true)
  yield { name: 'annotations.jsonld', content: collectionOfPages(head, total, number) }
}

/** The statements of the collection in one page, and of every annotation in it. The list of items grows as they come. */
export async function* statements(
  head: CollectionHead,
  annotations: AsyncIterable<JsonObject>,
  losses: Losses,
): AsyncGenerator<string> {
  const context = { '@context': ANNOTATION_CONTEXT }
  const page = pageIri(head, 1)
  const list = `_:l${createHash('sha256').update(head.id).digest('hex').slice(0, 16)}n`
  const quad = (subject: string, predicate: string, object: string) => `${subject} <${predicate}> ${object} .\n`
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
  let total = 0
  for await (const annotation of annotations) {
    total += 1
    const cell = `${list}${total}`
    if (total === 1) yield quad(`<${page}>`, 'http://www.w3.org/ns/activitystreams#items', cell)
    else yield quad(`${list}${total - 1}`, `${rdf}rest`, cell)
    yield quad(cell, `${rdf}first`, `<${String(annotation['id'])}>`)
    yield nquadsOf(annotation, losses)
  }
  if (total > 0) {
    yield quad(`${list}${total}`, `${rdf}rest`, `<${rdf}nil>`)
    yield nquadsOf({ ...context, id: page, type: 'AnnotationPage', partOf: head.id, startIndex: 0 }, losses)
  }
  const first = total > 0 ? { first: page } : {}
  yield nquadsOf({ ...context, id: head.id, type: 'AnnotationCollection', label: head.label, total, ...first }, losses)
}
