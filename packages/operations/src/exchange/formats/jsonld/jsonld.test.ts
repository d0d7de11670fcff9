import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { annotationCollectionSchema, annotationPageSchema, newWebAnnotationSchema } from '@semiont/contract'
import { findSharedData } from '@semiont/testkit/shared-data'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model.ts'
import { markedText } from '../../testing/arbitrary.ts'
import { ANNOTATION_CONTEXT, renameSources, targetSources, toWebAnnotation } from '../../web-annotation.ts'
import { isFault, readWebAnnotations } from './read.ts'
import { collectionOfPages, pageDocument, writeCollection } from './write.ts'

const head = { id: 'urn:uuid:1', label: 'All of it' }
async function* each(annotations: readonly JsonObject[]) {
  for (const annotation of annotations) yield await Promise.resolve(annotation)
}
const read = (text: string) => [...readWebAnnotations(JSON.parse(text))]

describe('JSON-LD', () => {
  it('of any annotations is a collection as the model has it, and is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(markedText({ wholeDocument: true }), async ({ annotations }) => {
        const web = annotations.map((annotation) => toWebAnnotation(annotation, 'https://example.org/a'))
        for (const annotation of web) newWebAnnotationSchema.parse(annotation)
        let text = ''
        for await (const piece of writeCollection(head, each(web))) text += piece
        annotationCollectionSchema.parse(JSON.parse(text))
        expect(read(text)).toEqual(web)
      }),
      { numRuns: 50 },
    )
  })

  it('may be pages that name each other', () => {
    const web = [1, 2, 3].map((n) => ({
      '@context': ANNOTATION_CONTEXT,
      id: `urn:x:${n}`,
      type: 'Annotation',
      target: 'urn:t:1',
    }))
    const pages = [
      pageDocument(head, { number: 1, startIndex: 0, isLast: false }, web.slice(0, 2)),
      pageDocument(head, { number: 2, startIndex: 2, isLast: true }, web.slice(2)),
    ]
    const [first, last] = pages.map((page) => annotationPageSchema.parse(JSON.parse(page)))
    expect([first?.next, last?.prev]).toEqual([last?.id, first?.id])
    expect(annotationCollectionSchema.parse(JSON.parse(collectionOfPages(head, 3, 2)))).toMatchObject({
      first: first?.id,
      total: 3,
    })
    expect([...pages, collectionOfPages(head, 3, 2)].flatMap(read)).toEqual(web)
  })

  it('is read from lists and graphs, and what is no annotation is named', () => {
    const annotation = { id: 'urn:x:1', type: ['Annotation', 'ex:Note'], target: 'urn:t:1' }
    const found = read(JSON.stringify([{ '@graph': [annotation] }, { type: 'Person' }, 'https://example.org/9']))
    expect(found.map((item) => (isFault(item) ? `${item.where}: ${item.reason}` : item['id']))).toEqual([
      'urn:x:1',
      'item 2: its type is neither Annotation, AnnotationPage nor AnnotationCollection',
      'item 3: https://example.org/9 is elsewhere; only what is in the file is read',
    ])
  })

  it('gives its sources other names wherever they stand', () => {
    const target = [
      { type: 'Composite', items: ['urn:a', { source: { id: 'urn:b' } }] },
      { id: 'urn:c', format: 'text/plain' },
    ]
    const annotation = { target, body: [{ type: 'TextualBody', value: 'x', id: 'urn:keep' }, { source: 'urn:d' }] }
    expect(targetSources(annotation)).toEqual(['urn:a', 'urn:b', 'urn:c'])
    expect(renameSources(annotation, (name) => name.toUpperCase())).toEqual({
      target: [
        { type: 'Composite', items: ['URN:A', { source: { id: 'URN:B' } }] },
        { id: 'URN:C', format: 'text/plain' },
      ],
      body: [{ type: 'TextualBody', value: 'x', id: 'urn:keep' }, { source: 'URN:D' }],
    })
  })
})

const samples = findSharedData('w3c-annotation-model', 'reading the samples of the W3C annotation model')
const folder =
  samples === undefined
    ? undefined
    : readdirSync(samples, { recursive: true, withFileTypes: true }).find(
        (entry) => entry.isDirectory() && entry.name === 'correct',
      )

describe.runIf(folder)('the samples of the W3C', () => {
  const path = folder === undefined ? '' : join(folder.parentPath, folder.name)
  const files =
    path === '' ? [] : readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.json/.test(name))
  it.each(files)('%s is read as an annotation, a page or a collection', (file) => {
    const json: unknown = JSON.parse(readFileSync(join(path, file), 'utf8'))
    expect([...readWebAnnotations(json)].filter((item) => isFault(item) && item.reason.startsWith('its type'))).toEqual(
      [],
    )
  })
})
