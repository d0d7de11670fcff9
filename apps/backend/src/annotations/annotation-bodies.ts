import {
  type AnnotationBody,
  type AnnotationTag,
  bodiesOf,
  type BodyTerm,
  isTextualBody,
  listOf,
  motivationsOf,
  purposesOf,
  SemiontError,
  sourceOf,
  type TextualBody,
} from '@semiont/contract'
import { findTerm, livingTag, livingTerm, retired, type VocabularyState } from '../vocabulary/index.ts'
import type { StoredAnnotation } from './stored-annotation.ts'

/** Names the tag schema that the value of a tagging body belongs to. */
export const TAG_SCHEMA = 'tagSchema'

interface WithTerms {
  annotation: StoredAnnotation
  terms: BodyTerm[]
}

/** A body without a purpose of its own is there for what the annotation is there for (model, section 3.3.5). */
function effectivePurposes(annotation: StoredAnnotation, body: AnnotationBody): string[] {
  const own = purposesOf(body)
  return own.length > 0 ? own : motivationsOf(annotation)
}

function textualBodies(annotation: StoredAnnotation): { body: TextualBody; index: number; purposes: string[] }[] {
  return bodiesOf(annotation).flatMap((body, index) =>
    isTextualBody(body) ? [{ body, index, purposes: effectivePurposes(annotation, body) }] : [],
  )
}

/** The same annotation with other bodies; one body is written as one, not as a list, where it was so before. */
function withBodies(annotation: StoredAnnotation, bodies: readonly AnnotationBody[]): StoredAnnotation {
  const { body: before, bodyValue: _, ...rest } = annotation
  const [first, ...others] = bodies
  if (first === undefined) return rest
  const single = others.length === 0 && !Array.isArray(before)
  return { ...rest, body: single ? first : [...bodies] }
}

function replaceTexts(
  annotation: StoredAnnotation,
  changes: ReadonlyMap<number, Partial<TextualBody>>,
): StoredAnnotation {
  if (changes.size === 0) return annotation
  const value = changes.get(0)?.value
  if (annotation.bodyValue !== undefined) return value === undefined ? annotation : { ...annotation, bodyValue: value }
  const bodies = listOf<AnnotationBody>(annotation.body).map((body, index) => {
    const change = changes.get(index)
    return change && typeof body === 'object' ? ({ ...body, ...change } as AnnotationBody) : body
  })
  return withBodies(annotation, bodies)
}

/**
 * Finds the terms of the vocabulary that the bodies name, and writes them as the vocabulary does. A classification that
 * the vocabulary does not know stays what it is: a text. Throws SemiontError `unprocessable-content` for a new use of a
 * retired term, and for a tag that its schema does not have.
 */
export function resolveTerms(
  annotation: StoredAnnotation,
  vocabulary: VocabularyState,
  inUse: readonly BodyTerm[] = [],
): WithTerms {
  const terms: BodyTerm[] = []
  const changes = new Map<number, Partial<TextualBody>>()
  const keptTypes = new Set(inUse.flatMap((term) => livingTerm(vocabulary, term.entityTypeId ?? '')?.id ?? []))
  for (const { body, index, purposes } of textualBodies(annotation)) {
    if (purposes.includes('classifying')) {
      const type = findTerm(vocabulary, 'entityType', body.value)
      if (!type) continue
      if (type.status === 'retired' && !keptTypes.has(type.id)) throw retired(type.name)
      terms.push({ body: index, entityTypeId: type.id, tagSchemaId: null, tagNumber: null })
      changes.set(index, { value: type.name })
    } else if (purposes.includes('tagging') && typeof body[TAG_SCHEMA] === 'string') {
      const { schema, tag } = resolveTag(vocabulary, body[TAG_SCHEMA], body.value, inUse)
      terms.push({ body: index, entityTypeId: null, tagSchemaId: schema.id, tagNumber: tag.number })
      changes.set(index, { value: tag.name, [TAG_SCHEMA]: schema.name })
    }
  }
  return { annotation: replaceTexts(annotation, changes), terms }
}

function resolveTag(vocabulary: VocabularyState, schemaName: string, value: string, inUse: readonly BodyTerm[]) {
  const schema = findTerm(vocabulary, 'tagSchema', schemaName)
  if (!schema) {
    throw new SemiontError('unprocessable-content', `The vocabulary has no tag schema ${schemaName}.`, {
      action: 'Use one that GET /api/vocabulary lists, or leave out tagSchema for a free tag.',
    })
  }
  const used = inUse
    .filter((term) => livingTerm(vocabulary, term.tagSchemaId ?? '')?.id === schema.id)
    .map((term) => livingTag(vocabulary, term.tagSchemaId ?? '', term.tagNumber ?? 0)?.tag.number)
  const key = value.normalize('NFKC').trim().toLocaleLowerCase('und')
  const tag = schema.tags.find(
    (candidate) =>
      candidate.name.normalize('NFKC').toLocaleLowerCase('und') === key &&
      (!candidate.retired || used.includes(candidate.number)),
  )
  if (!tag) {
    const allowed = schema.tags.filter((candidate) => !candidate.retired).map((candidate) => candidate.name)
    throw new SemiontError('unprocessable-content', `${value} is not a tag of ${schema.name}.`, {
      action: `Use one of: ${allowed.join(', ')}.`,
    })
  }
  if (schema.status === 'retired' && used.length === 0) throw retired(schema.name)
  return { schema, tag }
}

/** The bodies with the names that their terms have now. */
export function withPresentNames({ annotation, terms }: WithTerms, vocabulary: VocabularyState): StoredAnnotation {
  const changes = new Map<number, Partial<TextualBody>>()
  for (const term of terms) {
    const type = term.entityTypeId === null ? undefined : livingTerm(vocabulary, term.entityTypeId)
    if (type) changes.set(term.body, { value: type.name })
    const found = term.tagSchemaId === null ? undefined : livingTag(vocabulary, term.tagSchemaId, term.tagNumber ?? 0)
    if (found) changes.set(term.body, { value: found.tag.name, [TAG_SCHEMA]: found.schema.name })
  }
  return replaceTexts(annotation, changes)
}

/** The tags, free ones and those of a schema, under their present names. */
export function tagsOf({ annotation, terms }: WithTerms, vocabulary: VocabularyState): AnnotationTag[] {
  return textualBodies(annotation)
    .filter(({ purposes }) => purposes.includes('tagging') && !purposes.includes('classifying'))
    .map(({ body, index }) => {
      const term = terms.find((candidate) => candidate.body === index)
      const found = term?.tagSchemaId ? livingTag(vocabulary, term.tagSchemaId, term.tagNumber ?? 0) : undefined
      if (!found) return { schemaId: null, schema: null, value: body.value }
      return { schemaId: found.schema.id, schema: found.schema.name, value: found.tag.name }
    })
}

/** The body that says what a linking annotation refers to: one that identifies, else the link itself. */
export function findReference(annotation: StoredAnnotation): { index: number; iri: string } | undefined {
  const sources = listOf<AnnotationBody>(annotation.body).flatMap((body, index) => {
    const iri = sourceOf(body)
    return iri === undefined ? [] : [{ index, iri, purposes: purposesOf(body) }]
  })
  const identifying = sources.find(({ purposes }) => purposes.includes('identifying'))
  if (identifying) return identifying
  if (!motivationsOf(annotation).includes('linking')) return undefined
  return sources.find(({ purposes }) => purposes.length === 0 || purposes.includes('linking'))
}

/** Puts the reference in the place of an earlier one, or behind the other bodies. */
export function bindReferenceBody({ annotation, terms }: WithTerms, iri: string): WithTerms {
  const bodies = [...bodiesOf(annotation)]
  const index = findReference(annotation)?.index ?? bodies.length
  bodies[index] = { type: 'SpecificResource', purpose: 'identifying', source: iri }
  return { annotation: withBodies(annotation, bodies), terms }
}

export function unbindReferenceBody({ annotation, terms }: WithTerms): WithTerms {
  const index = findReference(annotation)?.index
  if (index === undefined) return { annotation, terms }
  return {
    annotation: withBodies(annotation, bodiesOf(annotation).toSpliced(index, 1)),
    terms: terms.map((term) => (term.body > index ? { ...term, body: term.body - 1 } : term)),
  }
}
