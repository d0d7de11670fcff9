import { type EntityTypeRef, SemiontError } from '@semiont/contract'
import { findTerm, livingTerm, type VocabularyState } from './vocabulary.ts'

/**
 * Names or ids as a caller gives them, as ids that may be used anew; duplicates fall together.
 * Throws SemiontError `unprocessable-content` for a name the vocabulary does not have, or has retired.
 * @param inUse ids that are there already and may stay although they are retired
 */
export function resolveEntityTypes(
  vocabulary: VocabularyState,
  namesOrIds: readonly string[],
  inUse: readonly string[] = [],
): string[] {
  const living = new Set(inUse.map((id) => livingTerm(vocabulary, id)?.id))
  const ids = namesOrIds.map((given) => {
    const term = findTerm(vocabulary, 'entityType', given)
    if (!term) {
      throw new SemiontError('unprocessable-content', `The vocabulary has no entity type ${given}.`, {
        action: 'Use one that GET /api/vocabulary lists, or ask a moderator to add it.',
      })
    }
    if (term.status === 'retired' && !living.has(term.id)) throw retired(term.name)
    return term.id
  })
  return [...new Set(ids)]
}

export function retired(name: string): SemiontError {
  return new SemiontError('unprocessable-content', `${name} is retired and cannot be used anew.`, {
    action: 'Use another one, or ask a moderator to restore it.',
  })
}

/** Stored ids with the names of today, through merges; sorted by name. */
export function presentEntityTypes(vocabulary: VocabularyState, ids: readonly string[]): EntityTypeRef[] {
  const terms = new Map(ids.flatMap((id) => livingTerm(vocabulary, id) ?? []).map((term) => [term.id, term.name]))
  return [...terms].map(([id, name]) => ({ id, name })).toSorted((a, b) => a.name.localeCompare(b.name, 'und'))
}
