import {
  ANNOTATION_CONTEXT,
  type Annotation,
  ForbiddenError,
  InvalidRequestError,
  type NewWebAnnotation,
  SemiontError,
} from '@semiont/contract'
import { sql } from 'drizzle-orm'
import { editableCollections } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { loadVocabulary, type VocabularyState } from '../vocabulary/index.ts'
import { type AnnotationContent, annotationStream, decide } from './annotation.ts'
import { findReference, resolveTerms } from './annotation-bodies.ts'
import { holdResources, loadTexts, type PlaceDeps, placeOf, seeResources } from './annotation-place.ts'
import { assertMayAnnotate } from './annotation-policy.ts'
import { findAnnotations, type QueryDeps } from './annotation-queries.ts'
import { placeTargets, type ResourceText, wantedTexts } from './place-targets.ts'
import { isResourceId, type StoredAnnotation, takeIn } from './stored-annotation.ts'

export type CreateAnnotationDeps = QueryDeps & PlaceDeps & Pick<Kernel, 'events' | 'newId'>

export interface CreateAnnotations {
  annotations: readonly NewWebAnnotation[]
  /** For annotations that are about no resource of ours. */
  collectionId?: string | undefined
  status?: 'suggested' | 'accepted' | undefined
  requestId: string
}

/** A book's worth of JSON is no annotation. */
const MAXIMUM_LENGTH = 1_000_000

/**
 * All or none, in one transaction. Throws NotFoundError, ForbiddenError, InvalidRequestError, SemiontError
 * (`selector-not-found`, `unprocessable-content`, `invalid-state`, `too-large`).
 */
export async function createAnnotations(
  deps: CreateAnnotationDeps,
  actor: Actor,
  input: CreateAnnotations,
): Promise<Annotation[]> {
  input.annotations.forEach(assertPublishedAsModelSays)
  const taken = input.annotations.map((annotation) => takeIn(deps.configuration.publicUrl, annotation))
  for (const annotation of taken) assertModestSize(annotation)
  const wanted = taken.map((annotation) => wantedTexts(annotation.target))
  const resources = await seeResources(deps, actor, [
    ...wanted.flat().map(({ resourceId }) => resourceId),
    ...taken.flatMap(referredResource),
  ])
  const targets = [...new Set(wanted.flat().map(({ resourceId }) => resourceId))]
  const targeted = targets.flatMap((id) => resources.get(id) ?? [])
  assertMayAnnotate(actor, await placeOf(deps, actor, targeted, undefined))
  const outside = wanted.some((texts) => texts.length === 0) ? await collectionOutside(deps, actor, input) : ''
  const [textOf, vocabulary] = await Promise.all([loadTexts(deps, resources, wanted.flat()), loadVocabulary(deps.pool)])
  const status = input.status ?? (actor.kind === 'agent' ? 'suggested' : 'accepted')
  const appends = taken.map((annotation) => {
    const content = completeContent(annotation, textOf, vocabulary)
    const first = content.targets.find((target) => target.resourceId !== null)?.resourceId ?? undefined
    const collectionId = (first && resources.get(first)?.collectionId) ?? outside
    const id = deps.newId('ann')
    const events = decide({ type: 'CreateAnnotation', content, collectionId, status }, undefined)
    return { id, streamId: annotationStream(id), scopeId: first ?? collectionId, expectedVersion: 0, events }
  })
  await deps.events.appendAll(appends, {
    actor: actor.id,
    correlationId: input.requestId,
    alsoInTransaction: (tx) => holdResources(tx, targets),
  })
  return await findAnnotations(
    deps,
    actor,
    appends.map((append) => append.id),
  )
}

/** Who writes a new annotation may leave its context to us; one that has an id was published, and must have it. */
function assertPublishedAsModelSays(annotation: NewWebAnnotation): void {
  if (annotation.id === undefined || annotation['@context'] !== undefined) return
  const message = `is missing, although the annotation has an id; it should be ${ANNOTATION_CONTEXT}`
  throw new InvalidRequestError([{ path: 'body.@context', message }])
}

export function completeContent(
  annotation: StoredAnnotation,
  textOf: (resourceId: string, version: number | undefined) => ResourceText,
  vocabulary: VocabularyState,
  inUse: AnnotationContent['terms'] = [],
): AnnotationContent {
  const { target, places } = placeTargets(annotation.target, textOf)
  const resolved = resolveTerms({ ...annotation, target }, vocabulary, inUse)
  return { ...resolved, targets: places }
}

export function referredResource(annotation: StoredAnnotation): string[] {
  const iri = findReference(annotation)?.iri
  return iri !== undefined && isResourceId(iri) ? [iri] : []
}

export function assertModestSize(annotation: StoredAnnotation): void {
  const length = JSON.stringify(annotation).length
  if (length <= MAXIMUM_LENGTH) return
  throw new SemiontError('too-large', `An annotation may have at most ${MAXIMUM_LENGTH} characters of JSON.`, {
    action: 'Put long texts into a resource, and refer to it.',
    extensions: { length },
  })
}

/** The named collection, else the oldest one that the actor may write into. */
async function collectionOutside(
  deps: CreateAnnotationDeps,
  actor: Actor,
  { collectionId }: CreateAnnotations,
): Promise<string> {
  const id = collectionId ?? (await oldestEditable(deps, actor))
  if (id === undefined) {
    throw new ForbiddenError('There is no collection into which you may write.', {
      action: 'Name one with collectionId, or ask an owner to make you an editor.',
    })
  }
  assertMayAnnotate(actor, await placeOf(deps, actor, [], id))
  return id
}

async function oldestEditable({ db }: Pick<Kernel, 'db'>, actor: Actor): Promise<string | undefined> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select c.id from collections c where c.id in ${editableCollections(actor)} order by c.created_at, c.id limit 1`)
  return rows[0]?.id
}
