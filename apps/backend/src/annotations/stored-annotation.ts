import {
  ANNOTATION_CONTEXT,
  type AnnotationTarget,
  InvalidRequestError,
  isResourceSet,
  isSpecificResource,
  listOf,
  type NewWebAnnotation,
  type OneOrMany,
  type ParticipantRef,
  selectorsOf,
  type WebAnnotation,
  withResourceNames,
} from '@semiont/contract'

/** A W3C object with `res_…` for our resources and without id, creator, created and modified, which the server knows. */
export type StoredAnnotation = NewWebAnnotation

/** What an annotation said about itself before it came here. */
export const ORIGINAL = 'semiont:original'
/** The version of the resource that the selectors of a target count in. */
export const VERSION = 'semiont:version'

const CLAIMS = ['id', 'creator', 'created', 'modified', ORIGINAL] as const
const RESOURCE_ID = /^res_[0-7][0-9a-hjkmnp-tv-z]{25}$/

export const isResourceId = (name: string): boolean => RESOURCE_ID.test(name)
export const resourceIri = (publicUrl: string, id: string): string => `${publicUrl}/api/resources/${id}`
export const annotationIri = (publicUrl: string, id: string): string => `${publicUrl}/api/annotations/${id}`
export const participantIri = (publicUrl: string, id: string): string => `${publicUrl}/api/participants/${id}`

/** Our resources by id, everything else by its IRI. */
export function internalName(publicUrl: string, name: string): string {
  const prefix = `${publicUrl}/api/resources/`
  const id = name.startsWith(prefix) ? name.slice(prefix.length) : name
  return isResourceId(id) ? id : name
}

export function externalName(publicUrl: string, name: string): string {
  return isResourceId(name) ? resourceIri(publicUrl, name) : name
}

/**
 * Takes an annotation from outside into the record. Who it says made it is kept, but is never believed; the id it had
 * becomes one of its `via`.
 */
export function takeIn(publicUrl: string, annotation: NewWebAnnotation): StoredAnnotation {
  const { id, creator: _creator, created: _created, modified: _modified, ...rest } = annotation
  const claims = Object.fromEntries(
    CLAIMS.flatMap((key) => (annotation[key] === undefined ? [] : [[key, annotation[key]]])),
  )
  const { [ORIGINAL]: _original, ...own } = rest
  const original = Object.keys(claims).length === 0 ? {} : { [ORIGINAL]: claims }
  return withResourceNames({ ...own, ...original, ...withVia(rest.via, id) }, (name) => internalName(publicUrl, name))
}

function withVia(via: OneOrMany<string> | undefined, id: string | undefined): { via?: OneOrMany<string> } {
  const given = listOf(via)
  if (id === undefined || given.includes(id)) return via === undefined ? {} : { via }
  return { via: given.length === 0 ? id : [...given, id] }
}

export interface Presentation {
  publicUrl: string
  id: string
  creator: ParticipantRef
  createdAt: string
  modifiedAt: string
}

/** The W3C Web Annotation that the world sees. */
export function presentWebAnnotation(stored: StoredAnnotation, about: Presentation): WebAnnotation {
  const { publicUrl, creator } = about
  const named = withResourceNames(stored, (name) => externalName(publicUrl, name))
  return {
    ...named,
    '@context': named['@context'] ?? ANNOTATION_CONTEXT,
    id: annotationIri(publicUrl, about.id),
    creator: {
      id: participantIri(publicUrl, creator.id),
      type: creator.kind === 'person' ? 'Person' : 'Software',
      name: creator.name,
    },
    created: about.createdAt,
    modified: about.modifiedAt,
    generator: named.generator ?? { id: publicUrl, type: 'Software', name: 'Semiont' },
  }
}

/** A target as the model has it, sets of targets taken apart. */
export function targetLeaves(target: OneOrMany<AnnotationTarget>): AnnotationTarget[] {
  return listOf<AnnotationTarget>(target).flatMap((part) => (isResourceSet(part) ? targetLeaves(part.items) : [part]))
}

/** The same targets with each leaf replaced, in the order of `targetLeaves`; sets and lists stay as they were written. */
export function mapTargetLeaves(
  target: OneOrMany<AnnotationTarget>,
  change: (leaf: AnnotationTarget, index: number) => AnnotationTarget,
): OneOrMany<AnnotationTarget> {
  let index = -1
  const visit = (part: AnnotationTarget): AnnotationTarget => {
    if (isResourceSet(part)) return { ...part, items: part.items.map(visit) }
    index += 1
    return change(part, index)
  }
  return Array.isArray(target) ? target.map(visit) : visit(target)
}

/** The passage a target quotes. */
export function quoteOf(target: AnnotationTarget): { exact: string; prefix: string; suffix: string } | null {
  const quote = selectorsOf(target).find((selector) => selector.type === 'TextQuoteSelector')
  return quote ? { exact: quote.exact, prefix: quote.prefix ?? '', suffix: quote.suffix ?? '' } : null
}

/** @throws InvalidRequestError when what is named is no version at all */
export function namedVersion(target: AnnotationTarget): number | undefined {
  const version = isSpecificResource(target) ? target[VERSION] : undefined
  if (version === undefined) return undefined
  if (typeof version === 'number' && Number.isInteger(version) && version > 0) return version
  throw new InvalidRequestError([{ path: `body.target.${VERSION}`, message: 'must be the number of a version' }])
}
