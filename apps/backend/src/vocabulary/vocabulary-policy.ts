import { ForbiddenError } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'

/** Everyone shares the vocabulary, so only moderators and administrators change it. */
export function assertMayCurateVocabulary(actor: Actor): void {
  if (actor.role === 'administrator' || actor.role === 'moderator') return
  throw new ForbiddenError('Only moderators and administrators change the vocabulary.', {
    action: 'Ask a moderator to make the change.',
  })
}
