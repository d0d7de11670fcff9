import { describe, expect, it } from 'vitest'
import {
  ANNOTATION_CONTEXT,
  annotationCollection,
  annotationCollectionSchema,
  annotationPage,
  annotationPageSchema,
  type WebAnnotation,
} from './index.ts'
import { assertionsOf, w3cDataPresent } from './testing/w3c-assertions.ts'

const highlight: WebAnnotation = {
  '@context': ANNOTATION_CONTEXT,
  id: 'https://library.example/api/annotations/ann_1',
  type: 'Annotation',
  motivation: 'highlighting',
  target: 'https://library.example/api/resources/res_1',
}
const id = 'https://library.example/api/resources/res_1/annotations.jsonld'

describe('a collection of annotations', () => {
  it('carries its annotations in one embedded page, under the context of the whole', () => {
    const collection = annotationCollection({ id, label: 'Marks in "Alice"', annotations: [highlight] })
    expect(annotationCollectionSchema.parse(collection)).toMatchObject({
      total: 1,
      first: { items: [{ id: highlight.id }] },
    })
    expect(JSON.stringify(collection).match(/@context/g)).toHaveLength(1)
  })

  it('keeps the context of an annotation that extends it', () => {
    const extended = { ...highlight, '@context': [ANNOTATION_CONTEXT, { ex: 'https://example.org/' }] }
    const { first } = annotationCollection({ id, annotations: [extended] })
    expect(first).toMatchObject({ items: [{ '@context': [ANNOTATION_CONTEXT, { ex: 'https://example.org/' }] }] })
  })

  it('without a first page is refused unless it is empty', () => {
    const { first: _first, ...pageless } = annotationCollection({ id, annotations: [highlight] })
    expect(annotationCollectionSchema.safeParse(pageless).success).toBe(false)
    expect(annotationCollectionSchema.safeParse({ ...pageless, total: 0 }).success).toBe(true)
  })

  it.runIf(w3cDataPresent)('meets every W3C assertion on collections, empty or not', () => {
    const { violations, count } = assertionsOf('collections/collectionMusts.test')
    expect(count).toBe(10)
    for (const annotations of [[], [highlight]]) {
      expect(violations(annotationCollection({ id, annotations }))).toEqual([])
    }
  })

  it.runIf(w3cDataPresent)('meets every W3C assertion on pages', () => {
    const { violations, count } = assertionsOf('collections/pages/pageMusts.test')
    const page = annotationPage({
      id: `${id}?page=2`,
      collection: { id, label: 'Marks in "Alice"', total: 201 },
      startIndex: 200,
      prev: `${id}?page=1`,
      annotations: [highlight],
    })
    expect(count).toBe(15)
    expect(violations(annotationPageSchema.parse(page))).toEqual([])
  })
})
