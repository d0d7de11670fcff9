import type { Annotation } from '@semiont/contract'
import { expect, it } from 'vitest'
import { type AnnotationCache, withAnnotation, withChangesMeanwhile, withoutAnnotation } from './annotation-cache.ts'

/** As much of an annotation as the cache looks at. */
const annotation = (id: string, version = 1) => ({ id, version }) as Annotation
const cacheOf = (...annotations: Annotation[]): AnnotationCache => new Map(annotations.map((one) => [one.id, one]))
const contentOf = (cache: AnnotationCache) => [...cache.values()].map(({ id, version }) => `${id} v${version}`)

it('keeps the higher version, whichever comes first', () => {
  const cache = cacheOf(annotation('a', 2))
  expect(withAnnotation(cache, annotation('a', 1))).toBe(cache)
  expect(contentOf(withAnnotation(cache, annotation('a', 3)))).toEqual(['a v3'])
})

it('keeps what appeared, changed and went while a list was loading', () => {
  const before = cacheOf(annotation('old'), annotation('edited'), annotation('deleted'))
  const loaded = cacheOf(annotation('old'), annotation('edited'), annotation('deleted'), annotation('other'))
  const after = withoutAnnotation(
    withAnnotation(withAnnotation(before, annotation('edited', 2)), annotation('new')),
    'deleted',
  )
  expect(contentOf(withChangesMeanwhile(loaded, before, after))).toEqual(['old v1', 'edited v2', 'other v1', 'new v1'])
})

it('drops what a list no longer has and nobody touched', () => {
  const before = cacheOf(annotation('gone'), annotation('kept'))
  expect(contentOf(withChangesMeanwhile(cacheOf(annotation('kept')), before, before))).toEqual(['kept v1'])
})

it('is the list alone when there was none before', () => {
  const loaded = cacheOf(annotation('a'))
  expect(withChangesMeanwhile(loaded, undefined, undefined)).toBe(loaded)
})
