import type { Annotation, AnnotationReference, AnnotationStatus, ParticipantRef } from '@semiont/contract'
import { livingTerm, presentEntityTypes, type VocabularyState } from '../vocabulary/index.ts'
import type { AnnotationContent } from './annotation.ts'
import { findReference, tagsOf, withPresentNames } from './annotation-bodies.ts'
import { externalName, isResourceId, presentWebAnnotation, quoteOf, targetLeaves } from './stored-annotation.ts'

/** An annotation as the view holds it, with the names that stand beside it. */
export interface AnnotationRow {
  id: string
  /** Of its first resource, or its own when it is about something outside. */
  collectionId: string
  status: AnnotationStatus
  version: number
  content: AnnotationContent
  motivations: string[]
  creator: ParticipantRef
  /** Of the resource it refers to, when the reader may see that. */
  referenceName: string | null
  createdAt: Date
  modifiedAt: Date
}

export interface PresenterContext {
  publicUrl: string
  vocabulary: VocabularyState
}

export function presentAnnotation({ publicUrl, vocabulary }: PresenterContext, row: AnnotationRow): Annotation {
  const { content } = row
  const withTerms = { annotation: content.annotation, terms: [...content.terms] }
  const named = withPresentNames(withTerms, vocabulary)
  const createdAt = row.createdAt.toISOString()
  const modifiedAt = row.modifiedAt.toISOString()
  const leaves = targetLeaves(content.annotation.target)
  const targets = content.targets.map((target, index) => {
    const leaf = leaves[index]
    return { ...target, iri: externalName(publicUrl, target.iri), quote: leaf === undefined ? null : quoteOf(leaf) }
  })
  const first = targets.find((target) => target.resourceId !== null)
  return {
    id: row.id,
    collectionId: row.collectionId,
    resourceId: first?.resourceId ?? null,
    resourceVersion: first?.resourceVersion ?? null,
    status: row.status,
    version: row.version,
    anchor: first?.anchor ?? null,
    targets,
    motivations: row.motivations,
    entityTypes: entityTypesOf(content, vocabulary),
    tags: tagsOf(withTerms, vocabulary),
    reference: referenceOf(publicUrl, content, row.referenceName),
    creator: row.creator,
    createdAt,
    modifiedAt,
    annotation: presentWebAnnotation(named, { publicUrl, id: row.id, creator: row.creator, createdAt, modifiedAt }),
  }
}

export function entityTypesOf({ terms }: AnnotationContent, vocabulary: VocabularyState) {
  const ids = terms.flatMap((term) => term.entityTypeId ?? [])
  return presentEntityTypes(
    vocabulary,
    ids.filter((id) => livingTerm(vocabulary, id) !== undefined),
  )
}

export function referenceOf(
  publicUrl: string,
  { annotation }: Pick<AnnotationContent, 'annotation'>,
  name: string | null,
): AnnotationReference | null {
  const reference = findReference(annotation)
  if (!reference) return null
  const { iri } = reference
  return { iri: externalName(publicUrl, iri), resourceId: isResourceId(iri) ? iri : null, name }
}
