import type { Feature } from '../kernel/feature.ts'
import { resourceProjections } from './resource-view.ts'
import { resourceRoutes } from './routes.ts'
import type { ResourceDeps } from './store-resource.ts'
import { sweepBlobs } from './stored-content.ts'

export type { AnnotationsOfResources, Changes } from './annotations-of-resources.ts'
export { createResource } from './create-resource.ts'
export { contentsOfCollections } from './delete-resource.ts'
export { resourceIdOf } from './resource.ts'
export { type CanonicalText, getCanonicalText, getReadableResource, type ReadableResource } from './resource-access.ts'
export { conditions as resourceConditions, getResourcesById, isVisible } from './resource-queries.ts'
export type { ResourceDeps } from './store-resource.ts'

export function createResourcesFeature(
  deps: ResourceDeps & { logger: { info(fields: object, message: string): void } },
): Feature {
  return {
    routes: resourceRoutes(deps),
    projections: resourceProjections,
    scheduled: [
      {
        name: 'sweep-blobs',
        schedule: '41 * * * *',
        async run() {
          const swept = await sweepBlobs(deps)
          if (swept > 0) deps.logger.info({ swept }, 'Removed content that nothing refers to')
        },
      },
    ],
  }
}
