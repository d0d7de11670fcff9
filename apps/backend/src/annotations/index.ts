import type { Feature } from '../kernel/feature.ts'
import { annotationProjections } from './annotation-view.ts'
import type { CreateAnnotationDeps } from './create-annotation.ts'
import { annotationRoutes } from './routes.ts'

export { annotationIdOf } from './annotation.ts'
export type { ResourceTexts } from './annotation-place.ts'
export { findAnnotations, type QueryDeps as AnnotationQueryDeps } from './annotation-queries.ts'
export { annotationsOfResources } from './annotations-of-resources.ts'
export { participants } from './annotation-timeline.ts'
export { type CreateAnnotationDeps, createAnnotations } from './create-annotation.ts'
export { vocabularyUsage } from './vocabulary-usage.ts'

export function createAnnotationsFeature(deps: CreateAnnotationDeps): Feature {
  return { routes: annotationRoutes(deps), projections: annotationProjections }
}
