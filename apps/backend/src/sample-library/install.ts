import type { NewWebAnnotation, Resource } from '@semiont/contract'
import pg from 'pg'
import { type CreateAnnotationDeps, createAnnotations } from '../annotations/index.ts'
import { collectionStream, decideCollection } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import { createResource, type ResourceDeps } from '../resources/index.ts'
import { findTerm, loadVocabulary, type VocabularyState } from '../vocabulary/index.ts'
import { SAMPLE_ANNOTATIONS } from './annotations.ts'
import { SAMPLE_DOCUMENTS } from './documents.ts'
import type { SampleAnnotation } from './sample.ts'

export type InstallDeps = ResourceDeps & CreateAnnotationDeps

/** Makes the collection with everything in it. Resolves to its id, or to undefined when somebody else has made it. */
export async function makeCollection(deps: InstallDeps, actor: Actor, requestId: string): Promise<string | undefined> {
  const id = deps.newId('col')
  const events = decideCollection(
    {
      type: 'CreateCollection',
      name: 'Sample library',
      description: 'One night, one light, and sources that do not agree. Made for Semiont; none of it ever happened.',
      kind: 'sample-library',
      everyone: 'editor',
      owners: [actor.id],
    },
    undefined,
  )
  const stream = { streamId: collectionStream(id), scopeId: id, expectedVersion: 0, events }
  try {
    await deps.events.append(stream, { actor: actor.id, correlationId: requestId })
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint === 'collections_sample_library') return undefined
    throw error
  }
  return id
}

export async function fillCollection(
  deps: InstallDeps,
  actor: Actor,
  collectionId: string,
  requestId: string,
): Promise<void> {
  const vocabulary = await loadVocabulary(deps.pool)
  const made = new Map<string, Resource>()
  for (const { name, description, mediaType, text, entityTypes } of SAMPLE_DOCUMENTS) {
    const resource = await createResource(
      deps,
      actor,
      {
        collectionId,
        name,
        description,
        mediaType,
        text,
        language: 'en',
        entityTypes: entityTypes.filter((type) => isInUse(vocabulary, 'entityType', type)),
        derivedFrom: [],
      },
      { correlationId: requestId, activity: 'sample-library' },
    )
    made.set(name, resource)
  }
  const annotations = SAMPLE_ANNOTATIONS.filter((sample) => hasItsTerms(vocabulary, sample)).map((sample) =>
    toWebAnnotation(sample, (name) => made.get(name)?.id ?? name),
  )
  await createAnnotations(deps, actor, { annotations, requestId })
}

/** The vocabulary belongs to the people here; what they have taken out of it the samples do without. */
function hasItsTerms(vocabulary: VocabularyState, { entityType, tag }: SampleAnnotation): boolean {
  return (
    (entityType === undefined || isInUse(vocabulary, 'entityType', entityType)) &&
    (tag === undefined || isInUse(vocabulary, 'tagSchema', tag.schema, tag.value))
  )
}

function isInUse(vocabulary: VocabularyState, kind: 'entityType' | 'tagSchema', name: string, tag?: string): boolean {
  const term = findTerm(vocabulary, kind, name)
  if (!term || term.status !== 'active') return false
  return tag === undefined || term.tags.some((candidate) => candidate.name === tag && !candidate.retired)
}

function toWebAnnotation(sample: SampleAnnotation, idOf: (name: string) => string): NewWebAnnotation {
  const { on, quote, motivation, comment, tag, entityType, refersTo } = sample
  const body = [
    ...(comment === undefined
      ? []
      : [{ type: 'TextualBody' as const, purpose: 'commenting' as const, value: comment, format: 'text/plain' }]),
    ...(tag === undefined
      ? []
      : [{ type: 'TextualBody' as const, purpose: 'tagging' as const, value: tag.value, tagSchema: tag.schema }]),
    ...(entityType === undefined
      ? []
      : [{ type: 'TextualBody' as const, purpose: 'classifying' as const, value: entityType }]),
    ...(refersTo === undefined
      ? []
      : [{ type: 'SpecificResource' as const, purpose: 'identifying' as const, source: idOf(refersTo) }]),
  ]
  return {
    type: 'Annotation',
    motivation,
    ...(body.length === 0 ? {} : { body }),
    target: { source: idOf(on), selector: { type: 'TextQuoteSelector', exact: quote } },
  }
}
