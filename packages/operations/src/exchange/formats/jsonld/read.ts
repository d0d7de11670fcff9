import { hasType, isObject, listOf } from '../../json.ts'
import type { JsonObject, ReadFault } from '../../model.ts'
import { ANNOTATION_CONTEXT } from '../../web-annotation.ts'

/**
 * Web Annotations in whatever they come: one, a page, a collection with its page inside, a list, a `@graph`. An item
 * takes on the context of what it stands in.
 */
export function* readWebAnnotations(
  value: unknown,
  where = 'file',
  context: unknown = ANNOTATION_CONTEXT,
): Generator<JsonObject | ReadFault> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* readWebAnnotations(item, `${where === 'file' ? 'item' : `${where}, item`} ${index + 1}`, context)
    return
  }
  if (!isObject(value)) {
    yield {
      where,
      reason:
        typeof value === 'string' ? `${value} is elsewhere; only what is in the file is read` : 'it is no annotation',
    }
    return
  }
  const own = value['@context'] ?? context
  if (hasType(value, 'Annotation')) yield { ...value, '@context': own, type: value['type'] ?? value['@type'] }
  else if (hasType(value, 'AnnotationPage')) yield* readWebAnnotations(listOf(value['items']), where, own)
  else if (hasType(value, 'AnnotationCollection')) yield* readCollection(value, where, own)
  else if (Array.isArray(value['@graph'])) yield* readWebAnnotations(value['@graph'], where, own)
  else yield { where, reason: 'its type is neither Annotation, AnnotationPage nor AnnotationCollection' }
}

/** Pages that are files of their own are read as files of their own. */
function* readCollection(collection: JsonObject, where: string, context: unknown): Generator<JsonObject | ReadFault> {
  const first = collection['first']
  if (isObject(first)) yield* readWebAnnotations(first, where, context)
  else if (Array.isArray(collection['items'])) yield* readWebAnnotations(collection['items'], where, context)
  else if (typeof first === 'string' && !first.startsWith('urn:')) {
    yield { where, reason: `the first page, ${first}, is elsewhere; only what is in the file is read` }
  }
}

export const isFault = (read: JsonObject | ReadFault): read is ReadFault =>
  typeof read['reason'] === 'string' && typeof read['where'] === 'string' && !('target' in read)
