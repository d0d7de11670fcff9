import type { Feature } from '../kernel/feature.ts'
import { seedVocabulary } from './change-vocabulary.ts'
import { type VocabularyDeps, vocabularyRoutes } from './routes.ts'
import { vocabularyProjections } from './vocabulary-view.ts'

export { presentEntityTypes, resolveEntityTypes, retired } from './resolve-entity-types.ts'
export { findTerm, idsOf, livingTag, livingTerm, type Term, type VocabularyState } from './vocabulary.ts'
export { loadVocabulary, type Usage } from './vocabulary-view.ts'

export function createVocabularyFeature(deps: VocabularyDeps): Feature {
  return {
    routes: vocabularyRoutes(deps),
    projections: vocabularyProjections,
    prepare: () => seedVocabulary(deps),
  }
}
