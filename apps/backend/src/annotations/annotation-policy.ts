import { ForbiddenError, SemiontError } from '@semiont/contract'
import { assertMayCurateAnnotations, assertMayEdit, type CollectionAccess, mayEdit } from '../collections/index.ts'
import type { Actor } from '../kernel/actor.ts'
import type { LiveAnnotation } from './annotation.ts'

/** Where an annotation is, as far as it decides about rights. */
export interface Place {
  collections: readonly CollectionAccess[]
  /** Names of archived resources among its targets. */
  archived: readonly string[]
}

/** Editors and owners of every collection concerned; the role of the site decides first. */
export function assertMayAnnotate(actor: Actor, place: Place): void {
  for (const access of place.collections) assertMayEdit(actor, access)
  assertNotArchived(place)
}

/** Accepting, rejecting, binding: whoever may annotate there, and moderators. */
export function assertMayReview(actor: Actor, place: Place): void {
  for (const access of place.collections) assertMayCurateAnnotations(actor, access)
  assertNotArchived(place)
}

/** Editing and deleting: its creator, moderators, administrators; what an agent suggested, whoever may annotate there. */
export function assertMayChange(
  actor: Actor,
  { creatorId, wasSuggested }: Pick<LiveAnnotation, 'creatorId' | 'wasSuggested'>,
  place: Place,
): void {
  assertMayReview(actor, place)
  if (actor.role === 'administrator' || actor.role === 'moderator') return
  const isOwn = creatorId === actor.id
  const isSuggestionOfAgent = wasSuggested && creatorId.startsWith('agt_')
  if ((isOwn || isSuggestionOfAgent) && place.collections.every((access) => mayEdit(actor, access))) return
  throw new ForbiddenError('This annotation is by somebody else.', {
    action: 'Add an annotation of your own, or ask its author or a moderator to change it.',
  })
}

function assertNotArchived({ archived }: Place): void {
  const [name] = archived
  if (name === undefined) return
  throw new SemiontError('invalid-state', `${name} is archived; its annotations cannot be changed.`, {
    action: 'Unarchive the resource first.',
  })
}
