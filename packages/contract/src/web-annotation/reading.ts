import type { NewWebAnnotation } from './annotation.ts'
import type { AnnotationAgent } from './agents.ts'
import {
  type AnnotationBody,
  type ExternalResource,
  RESOURCE_SET_TYPES,
  type ResourceSet,
  type SpecificResource,
  type AnnotationTarget,
  type TextualBody,
} from './resources.ts'
import type { ExternalDescription, Selector } from './selectors.ts'
import { listOf, type OneOrMany } from './values.ts'

/** Reading a parsed annotation without caring whether a property was written once, as a list, or not at all. */

const SELECTOR_TYPES = new Set<string>([
  ...['TextQuoteSelector', 'TextPositionSelector', 'DataPositionSelector', 'FragmentSelector'],
  ...['CssSelector', 'XPathSelector', 'SvgSelector', 'RangeSelector'],
])

export const motivationsOf = (annotation: Pick<NewWebAnnotation, 'motivation'>): string[] =>
  listOf(annotation.motivation)

export const targetsOf = (annotation: Pick<NewWebAnnotation, 'target'>): AnnotationTarget[] =>
  listOf<AnnotationTarget>(annotation.target)

/** All bodies; a `bodyValue` counts as the plain text body it abbreviates (model, section 3.2.5). */
export function bodiesOf(annotation: Pick<NewWebAnnotation, 'body' | 'bodyValue'>): AnnotationBody[] {
  if (annotation.bodyValue === undefined) return listOf<AnnotationBody>(annotation.body)
  return [{ type: 'TextualBody', value: annotation.bodyValue, format: 'text/plain' }]
}

export const creatorsOf = (described: {
  creator?: OneOrMany<string | AnnotationAgent> | undefined
}): (string | AnnotationAgent)[] => listOf(described.creator)

export const isResourceSet = (part: AnnotationBody | AnnotationTarget): part is ResourceSet<AnnotationBody> =>
  typeof part === 'object' && Array.isArray(part['items']) && RESOURCE_SET_TYPES.some((type) => type === part.type)

export const isSpecificResource = (part: AnnotationBody | AnnotationTarget): part is SpecificResource =>
  typeof part === 'object' && part['source'] !== undefined

export const isTextualBody = (part: AnnotationBody | AnnotationTarget): part is TextualBody =>
  typeof part === 'object' && typeof part['value'] === 'string' && part['source'] === undefined

export const isExternalResource = (part: AnnotationBody | AnnotationTarget): part is ExternalResource =>
  typeof part === 'object' &&
  typeof part.id === 'string' &&
  !isSpecificResource(part) &&
  !isTextualBody(part) &&
  !isResourceSet(part)

/** The IRI of the resource that a body or target is about; undefined for embedded text and for sets. */
export function sourceOf(part: AnnotationBody | AnnotationTarget): string | undefined {
  if (typeof part === 'string') return part
  if (isSpecificResource(part)) return typeof part.source === 'string' ? part.source : part.source.id
  return isExternalResource(part) ? part.id : undefined
}

/** The selectors of a target that describe themselves; those only referred to by an IRI are left out. */
export function selectorsOf(part: AnnotationBody | AnnotationTarget): Selector[] {
  if (!isSpecificResource(part)) return []
  return listOf<string | Selector | ExternalDescription>(part.selector).filter(isSelector)
}

const isSelector = (value: string | Selector | ExternalDescription): value is Selector =>
  typeof value === 'object' && typeof value.type === 'string' && SELECTOR_TYPES.has(value.type)

export function purposesOf(body: AnnotationBody): string[] {
  if (isTextualBody(body) || isSpecificResource(body)) return listOf(body.purpose)
  return []
}

/** Embedded texts of all bodies with this purpose, e.g. the tags (`tagging`) or entity types (`classifying`). */
export const textsWithPurpose = (annotation: Pick<NewWebAnnotation, 'body' | 'bodyValue'>, purpose: string): string[] =>
  bodiesOf(annotation)
    .filter(isTextualBody)
    .filter((body) => purposesOf(body).includes(purpose))
    .map((body) => body.value)

/** IRIs of the resources that bodies with this purpose refer to, e.g. what a reference identifies (`identifying`). */
export const sourcesWithPurpose = (annotation: Pick<NewWebAnnotation, 'body'>, purpose: string): string[] =>
  listOf<AnnotationBody>(annotation.body)
    .filter(isSpecificResource)
    .filter((body) => purposesOf(body).includes(purpose))
    .flatMap((body) => sourceOf(body) ?? [])

/** The same annotation with every body's and target's resource name replaced, e.g. `res_…` by the IRI of that resource. */
export function withResourceNames<A extends NewWebAnnotation>(annotation: A, rename: (name: string) => string): A {
  const renamed = { ...annotation, target: renameEach<AnnotationTarget>(annotation.target, rename) }
  return annotation.body === undefined
    ? renamed
    : { ...renamed, body: renameEach<AnnotationBody>(annotation.body, rename) }
}

/** Renaming changes no part's shape, which the compiler cannot see through the unions. */
function renameEach<P extends AnnotationBody | AnnotationTarget>(
  parts: OneOrMany<P>,
  rename: (name: string) => string,
): OneOrMany<P> {
  return (
    Array.isArray(parts) ? parts.map((part) => renamePart(part, rename)) : renamePart(parts, rename)
  ) as OneOrMany<P>
}

function renamePart(
  part: AnnotationBody | AnnotationTarget,
  rename: (name: string) => string,
): AnnotationBody | AnnotationTarget {
  if (typeof part === 'string') return rename(part)
  if (isResourceSet(part)) return { ...part, items: part.items.map((item) => renamePart(item, rename)) }
  if (isSpecificResource(part)) {
    const source =
      typeof part.source === 'string' ? rename(part.source) : { ...part.source, id: rename(part.source.id) }
    return { ...part, source }
  }
  return isExternalResource(part) ? { ...part, id: rename(part.id) } : part
}
