import type { Annotation, LiveEvent } from '@semiont/contract'

/** The annotations of one document by id. Whatever comes twice or late, the higher version wins. */
export type AnnotationCache = ReadonlyMap<string, Annotation>

export function withAnnotation(cache: AnnotationCache, annotation: Annotation): AnnotationCache {
  const known = cache.get(annotation.id)
  return known && known.version >= annotation.version ? cache : new Map(cache).set(annotation.id, annotation)
}

export function withoutAnnotation(cache: AnnotationCache, id: string): AnnotationCache {
  if (!cache.has(id)) return cache
  const rest = new Map(cache)
  rest.delete(id)
  return rest
}

/** What a live event changes; a deleted annotation arrives without its content. */
export function withLiveEvent(cache: AnnotationCache, event: LiveEvent): AnnotationCache {
  if (event.annotationId === null) return cache
  return event.annotation === null
    ? withoutAnnotation(cache, event.annotationId)
    : withAnnotation(cache, event.annotation)
}

/**
 * A list that took a while to load, with what live events and own marks changed in the meantime: `before` and `after` are
 * the cache as it was when the loading began and ended.
 */
export function withChangesMeanwhile(
  loaded: AnnotationCache,
  before: AnnotationCache | undefined,
  after: AnnotationCache | undefined,
): AnnotationCache {
  let result = loaded
  for (const [id, annotation] of after ?? [])
    if (before?.get(id) !== annotation) result = withAnnotation(result, annotation)
  for (const id of before?.keys() ?? []) if (!after?.has(id)) result = withoutAnnotation(result, id)
  return result
}
