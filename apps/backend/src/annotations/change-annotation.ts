import { isDeepStrictEqual } from 'node:util'
import {
  type Annotation,
  ConflictError,
  InvalidRequestError,
  newWebAnnotationSchema,
  NotFoundError,
  type WebAnnotation,
  withResourceNames,
} from '@semiont/contract'
import { ConcurrencyError, type RecordedEvent } from '@semiont/event-store'
import type { Actor } from '../kernel/actor.ts'
import { loadVocabulary } from '../vocabulary/index.ts'
import {
  type AnnotationCommand,
  type AnnotationState,
  annotationStream,
  decide,
  evolve,
  type LiveAnnotation,
  type RecordedAnnotationEvent,
} from './annotation.ts'
import { resolveTerms, withPresentNames } from './annotation-bodies.ts'
import { holdResources, loadTexts, placeOf, seeResources } from './annotation-place.ts'
import { assertMayAnnotate, assertMayChange, assertMayReview, type Place } from './annotation-policy.ts'
import { findAnnotations, getAnnotation } from './annotation-queries.ts'
import { assertModestSize, completeContent, type CreateAnnotationDeps, referredResource } from './create-annotation.ts'
import { wantedTexts } from './place-targets.ts'
import { internalName, ORIGINAL, type StoredAnnotation } from './stored-annotation.ts'

export interface ChangeContext {
  requestId: string
  /** The version that the caller has read. */
  expectedVersion: number | undefined
}

interface Current {
  state: LiveAnnotation
  version: number
  shown: Annotation
  place: Place
}

const ATTEMPTS = 4

/**
 * Loads, checks, decides and appends; who names no version is not disturbed by what others do meanwhile.
 * Throws NotFoundError, ForbiddenError, ConflictError with the current annotation, SemiontError `invalid-state`.
 */
async function change(
  deps: CreateAnnotationDeps,
  actor: Actor,
  id: string,
  { requestId, expectedVersion }: ChangeContext,
  toCommand: (current: Current) => Promise<AnnotationCommand> | AnnotationCommand,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await loadCurrent(deps, actor, id)
    const { state, version, shown } = current
    if (expectedVersion !== undefined && expectedVersion !== version) throw conflict(version, shown)
    const events = decide(await toCommand(current), state)
    if (events.length === 0) return
    const resources = shown.targets.flatMap((target) => target.resourceId ?? [])
    const scopeId = resources[0] ?? state.collectionId
    try {
      await deps.events.append(
        { streamId: annotationStream(id), scopeId, expectedVersion: version, events },
        { actor: actor.id, correlationId: requestId, alsoInTransaction: (tx) => holdResources(tx, resources) },
      )
      return
    } catch (error) {
      if (!(error instanceof ConcurrencyError) || attempt === ATTEMPTS) throw error
    }
  }
}

const conflict = (version: number, shown: Annotation) => new ConflictError('The annotation', version, shown)

async function loadCurrent(deps: CreateAnnotationDeps, actor: Actor, id: string): Promise<Current> {
  const shown = await getAnnotation(deps, actor, id)
  const { state, version } = await deps.events.load<AnnotationState, RecordedEvent<RecordedAnnotationEvent>>(
    annotationStream(id),
    evolve,
    undefined,
  )
  if (!state) throw new NotFoundError('annotation', id)
  const resources = await seeResources(
    deps,
    actor,
    shown.targets.flatMap((target) => target.resourceId ?? []),
  )
  const place = await placeOf(deps, actor, [...resources.values()], state.collectionId)
  return { state, version, shown, place }
}

export async function acceptAnnotation(deps: CreateAnnotationDeps, actor: Actor, id: string, context: ChangeContext) {
  await change(deps, actor, id, context, ({ place }) => {
    assertMayReview(actor, place)
    return { type: 'AcceptAnnotation' }
  })
  return await getAnnotation(deps, actor, id)
}

export async function rejectAnnotation(
  deps: CreateAnnotationDeps,
  actor: Actor,
  id: string,
  context: ChangeContext & { reason: string | null },
) {
  await change(deps, actor, id, context, ({ place }) => {
    assertMayReview(actor, place)
    return { type: 'RejectAnnotation', reason: context.reason }
  })
  return await getAnnotation(deps, actor, id)
}

export async function deleteAnnotation(deps: CreateAnnotationDeps, actor: Actor, id: string, context: ChangeContext) {
  await change(deps, actor, id, context, ({ state, place }) => {
    assertMayChange(actor, state, place)
    return { type: 'DeleteAnnotation' }
  })
}

/** @param to a resource by id or IRI, or any other IRI */
export async function bindReference(
  deps: CreateAnnotationDeps,
  actor: Actor,
  id: string,
  to: string,
  context: ChangeContext,
) {
  const iri = internalName(deps.configuration.publicUrl, to)
  await change(deps, actor, id, context, async ({ place }) => {
    assertMayReview(actor, place)
    await seeResources(deps, actor, iri.startsWith('res_') ? [iri] : [])
    return { type: 'BindReference', iri }
  })
  return await getAnnotation(deps, actor, id)
}

export async function unbindReference(deps: CreateAnnotationDeps, actor: Actor, id: string, context: ChangeContext) {
  await change(deps, actor, id, context, ({ place }) => {
    assertMayReview(actor, place)
    return { type: 'UnbindReference' }
  })
  return await getAnnotation(deps, actor, id)
}

/** @param changes members with their new values; null removes one */
export async function editAnnotation(
  deps: CreateAnnotationDeps,
  actor: Actor,
  id: string,
  changes: Record<string, unknown>,
  context: ChangeContext,
): Promise<Annotation> {
  await change(deps, actor, id, context, async ({ state, shown, place }) => {
    assertMayChange(actor, state, place)
    const vocabulary = await loadVocabulary(deps.pool)
    const named = withPresentNames({ annotation: state.annotation, terms: [...state.terms] }, vocabulary)
    const edited = applyChanges(deps.configuration.publicUrl, named, shown.annotation, changes)
    assertModestSize(edited)
    await seeResources(deps, actor, referredResource(edited))
    if (isDeepStrictEqual(edited.target, state.annotation.target)) {
      const content = { ...resolveTerms(edited, vocabulary, state.terms), targets: state.targets }
      return { type: 'EditAnnotation', content }
    }
    const wanted = wantedTexts(edited.target)
    const resources = await seeResources(
      deps,
      actor,
      wanted.map(({ resourceId }) => resourceId),
    )
    assertMayAnnotate(actor, await placeOf(deps, actor, [...resources.values()], state.collectionId))
    const textOf = await loadTexts(deps, resources, wanted)
    return { type: 'EditAnnotation', content: completeContent(edited, textOf, vocabulary, state.terms) }
  })
  const [annotation] = await findAnnotations(deps, actor, [id])
  if (!annotation) throw new NotFoundError('annotation', id)
  return annotation
}

/** Who made it, when, and what it was before it came here are facts, not content. */
const FIXED = ['id', 'creator', 'created', 'modified', ORIGINAL] as const

function applyChanges(
  publicUrl: string,
  stored: StoredAnnotation,
  shown: WebAnnotation,
  changes: Record<string, unknown>,
): StoredAnnotation {
  // Whoever sends back the whole of what they were shown changes only what differs.
  const given = Object.entries(changes).filter(([key, value]) => !isDeepStrictEqual(value, shown[key]))
  const fixed = FIXED.filter((fact) => given.some(([key]) => key === fact))
  if (fixed.length > 0) {
    throw new InvalidRequestError(fixed.map((key) => ({ path: `body.changes.${key}`, message: 'cannot be changed' })))
  }
  const merged = Object.entries({ ...stored, ...Object.fromEntries(given) }).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  const parsed = newWebAnnotationSchema.safeParse(Object.fromEntries(merged))
  if (!parsed.success) {
    const path = (issue: { path: PropertyKey[] }) => ['body', 'changes', ...issue.path].join('.')
    throw new InvalidRequestError(parsed.error.issues.map((issue) => ({ path: path(issue), message: issue.message })))
  }
  return withResourceNames(parsed.data, (name) => internalName(publicUrl, name))
}
