import {
  type AnnotationEvent,
  type AnnotationStatus,
  type BodyTerm,
  motivationsOf,
  SemiontError,
  type StoredTarget,
} from '@semiont/contract'
import type { EventMetadata } from '@semiont/event-store'
import { isDeepStrictEqual } from 'node:util'
import { bindReferenceBody, findReference, unbindReferenceBody } from './annotation-bodies.ts'
import { isResourceId, type StoredAnnotation } from './stored-annotation.ts'

export const annotationStream = (id: string): string => `annotation-${id}`
export const annotationIdOf = (streamId: string): string => streamId.slice('annotation-'.length)

export interface AnnotationContent {
  annotation: StoredAnnotation
  targets: readonly StoredTarget[]
  terms: readonly BodyTerm[]
}

export interface LiveAnnotation extends AnnotationContent {
  collectionId: string
  creatorId: string
  status: AnnotationStatus
  /** It began as a suggestion, so it may be accepted and rejected. */
  wasSuggested: boolean
  createdAt: string
  modifiedAt: string
}

/** undefined: never created, or deleted. */
export type AnnotationState = LiveAnnotation | undefined
export type RecordedAnnotationEvent = AnnotationEvent & Pick<EventMetadata, 'actor' | 'occurredAt'>

export function evolve(state: AnnotationState, event: RecordedAnnotationEvent): AnnotationState {
  if (event.type === 'annotation.created') return created(event)
  if (!state) return undefined
  const modified = { ...state, modifiedAt: event.occurredAt }
  switch (event.type) {
    case 'annotation.edited':
      return { ...modified, ...contentOf(event.data) }
    case 'annotation.accepted':
      return { ...modified, status: 'accepted' }
    case 'annotation.rejected':
      return { ...modified, status: 'rejected' }
    case 'annotation.referenceBound':
      return { ...modified, ...bindReferenceBody(mutable(state), event.data.iri) }
    case 'annotation.referenceUnbound':
      return { ...modified, ...unbindReferenceBody(mutable(state)) }
    case 'annotation.deleted':
      return undefined
  }
}

type Created = Extract<RecordedAnnotationEvent, { type: 'annotation.created' }>

function created({ data, actor, occurredAt }: Created): LiveAnnotation {
  return {
    ...contentOf(data),
    collectionId: data.collectionId,
    creatorId: actor,
    status: data.status,
    wasSuggested: data.status === 'suggested',
    createdAt: occurredAt,
    modifiedAt: occurredAt,
  }
}

function contentOf(data: {
  annotation: Record<string, unknown>
  targets: StoredTarget[]
  terms: BodyTerm[]
}): AnnotationContent {
  // The event holds what `decide` put in, which was a stored annotation.
  return { annotation: data.annotation as StoredAnnotation, targets: data.targets, terms: data.terms }
}

const mutable = ({ annotation, terms }: AnnotationContent) => ({ annotation, terms: [...terms] })

export type AnnotationCommand =
  | { type: 'CreateAnnotation'; content: AnnotationContent; collectionId: string; status: 'suggested' | 'accepted' }
  | { type: 'EditAnnotation'; content: AnnotationContent }
  | { type: 'AcceptAnnotation' }
  | { type: 'RejectAnnotation'; reason: string | null }
  | { type: 'BindReference'; iri: string }
  | { type: 'UnbindReference' }
  | { type: 'DeleteAnnotation' }

/** Throws SemiontError `invalid-state`; nothing to do is no event. */
export function decide(command: AnnotationCommand, state: AnnotationState): AnnotationEvent[] {
  if (command.type === 'CreateAnnotation') return create(command, state)
  if (!state) throw refused('There is no such annotation any more.', 'Create a new one.')
  switch (command.type) {
    case 'EditAnnotation':
      if (isDeepStrictEqual(plain(command.content), plain(state))) return []
      return [{ type: 'annotation.edited', data: plain(command.content) }]
    case 'AcceptAnnotation':
      assertSuggestion(state, 'accepted')
      return state.status === 'accepted' ? [] : [{ type: 'annotation.accepted', data: {} }]
    case 'RejectAnnotation':
      assertSuggestion(state, 'rejected')
      if (state.status === 'rejected') return []
      return [{ type: 'annotation.rejected', data: { reason: command.reason } }]
    case 'BindReference':
      return bind(command.iri, state)
    case 'UnbindReference': {
      const previous = findReference(state.annotation)
      return previous ? [{ type: 'annotation.referenceUnbound', data: { previous: bound(previous.iri) } }] : []
    }
    case 'DeleteAnnotation':
      return [{ type: 'annotation.deleted', data: {} }]
  }
}

function create(
  { content, collectionId, status }: Extract<AnnotationCommand, { type: 'CreateAnnotation' }>,
  state: AnnotationState,
): AnnotationEvent[] {
  if (state) throw new SemiontError('already-exists', 'There is an annotation with this id already.')
  return [{ type: 'annotation.created', data: { ...plain(content), collectionId, status } }]
}

function bind(iri: string, state: LiveAnnotation): AnnotationEvent[] {
  const previous = findReference(state.annotation)
  if (!previous && !motivationsOf(state.annotation).includes('linking')) {
    throw refused(
      'This annotation is no reference: its motivation is not linking.',
      'Add the motivation linking first.',
    )
  }
  if (previous?.iri === iri) return []
  return [
    {
      type: 'annotation.referenceBound',
      data: { ...bound(iri), previous: previous ? bound(previous.iri) : null },
    },
  ]
}

function assertSuggestion(state: LiveAnnotation, to: string): void {
  if (state.wasSuggested) return
  throw refused(`Only a suggestion can be ${to}; this annotation was stated.`, 'Edit or delete it instead.')
}

const bound = (iri: string) => ({ iri, resourceId: isResourceId(iri) ? iri : null })
const refused = (detail: string, action: string) => new SemiontError('invalid-state', detail, { action })

/** Just the content, as JSON: members that are undefined are none. */
function plain({ annotation, targets, terms }: AnnotationContent) {
  const defined = Object.fromEntries(Object.entries(annotation).filter(([, value]) => value !== undefined))
  return { annotation: defined, targets: [...targets], terms: [...terms] }
}
