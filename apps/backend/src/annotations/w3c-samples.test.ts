import { annotationPageSchema, exportResourceAnnotations, getAnnotationJsonLd, listOf } from '@semiont/contract'
import { assertionsOf, samples, w3cDataPresent } from '@semiont/contract/w3c-assertions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotate, mark, type Scene, setScene } from './testing/scene.ts'

/** The server says these itself; what the sample claimed is kept beside them. */
const OURS = ['id', 'creator', 'created', 'modified', 'generator', 'via', 'semiont:original']
const NOT_ANNOTATIONS = ['collection1', 'example41', 'example42', 'example43']

const without = (value: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))

describe.runIf(w3cDataPresent)('the samples of the W3C, through HTTP', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await setScene()
  })
  afterAll(() => scene.close())

  const correct = w3cDataPresent ? samples('correct').filter(({ name }) => !NOT_ANNOTATIONS.includes(name)) : []
  const incorrect = w3cDataPresent ? samples('incorrect') : []
  const musts = w3cDataPresent ? assertionsOf('annotations/annotationMusts.test') : undefined
  const post = (text: string) =>
    scene.editor.request('POST', '/api/annotations', text, { headers: { 'content-type': 'application/ld+json' } })

  it.each(correct)(
    '$name comes back with every property it had, and passes the assertions it passed',
    async ({ text }) => {
      const sample = JSON.parse(text) as Record<string, unknown>
      const extended = { ...sample, 'ex:unknown': { deep: [1, 2.5, null, { ключ: '🦉' }], empty: {} } }
      const created = await post(JSON.stringify(extended))
      expect(created.status).toBe(201)
      const { id } = created.json as { id: string }
      const back = (await scene.editor.request('GET', `/api/annotations/${id}/jsonld`)).json as Record<string, unknown>
      expect(without(back, OURS)).toEqual(without(extended, OURS))
      expect(listOf(back['via'] as string | string[])).toEqual([
        ...listOf(sample['via'] as string | string[]),
        sample['id'],
      ])
      const claims = Object.fromEntries(
        ['id', 'creator', 'created', 'modified'].flatMap((key) => (key in sample ? [[key, sample[key]]] : [])),
      )
      expect(back['semiont:original']).toEqual(claims)
      if (sample['generator']) expect(back['generator']).toEqual(sample['generator'])
      expect(musts?.violations(back).filter((violation) => !musts.violations(sample).includes(violation))).toEqual([])
    },
  )

  it.each(incorrect)('$name is refused', async ({ text }) => {
    const { status } = await post(text)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })

  it('refuses what PostgreSQL cannot store', async () => {
    for (const text of ['"nul \\u0000"', '"half \\ud83d"']) {
      const { status } = await post(`{"type":"Annotation","target":"https://example.org/","ex:note":${text}}`)
      expect(status).toBe(400)
    }
  })

  it('exports a resource as a collection that passes the assertions, empty, small and larger than a page', async () => {
    const collectionMusts = assertionsOf('collections/collectionMusts.test')
    for (const size of [0, 3, 250]) {
      const id = await scene.compose('word '.repeat(300))
      const annotations = Array.from({ length: size }, (_, index) =>
        mark(id, (size - index) * 5, (size - index) * 5 + 4),
      )
      if (size > 0) await scene.editor.request('POST', '/api/annotations/bulk', { annotations })
      const collection = await scene.reader.call(exportResourceAnnotations, { params: { id } })
      expect(collectionMusts.violations(collection)).toEqual([])
      expect(collection).toMatchObject({ type: 'AnnotationCollection', total: size, label: 'Document' })
      const { items } = annotationPageSchema.parse({ '@context': collection['@context'], ...Object(collection.first) })
      const starts = items.map((item) => JSON.stringify(item).match(/"start":(\d+)/)?.[1]).map(Number)
      expect(starts).toEqual(annotations.map((_, index) => (index + 1) * 5))
    }
  })

  it('answers If-None-Match, until something changes', async () => {
    const id = await scene.compose('some text')
    const created = await annotate(scene.editor, mark(id, 0, 4))
    const path = `/api/annotations/${created.id}/jsonld`
    const first = await scene.reader.request('GET', path)
    expect(first.headers.get('content-type')).toContain('application/ld+json')
    expect(await scene.reader.call(getAnnotationJsonLd, { params: { id: created.id } })).toEqual(created.annotation)
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await scene.reader.request('GET', path, undefined, { headers })).status).toBe(304)
    const body = { changes: { motivation: 'tagging' }, expectedVersion: 1 }
    await scene.editor.request('PATCH', `/api/annotations/${created.id}`, body)
    expect((await scene.reader.request('GET', path, undefined, { headers })).status).toBe(200)
  })
})
