import { endpoints, type EndpointDefinition, type SemiontError, UnauthenticatedError } from '@semiont/contract'
import type { Actor } from './kernel/actor.ts'
import type { Feature } from './kernel/feature.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { RequestInfo } from './kernel/request-info.ts'
import { createSiteFeature } from './site/index.ts'

export interface Features {
  features: readonly Feature[]
  guard(request: RequestInfo): Promise<Actor | undefined>
  assertScope(actor: Actor, definition: EndpointDefinition): void
  onRefused(error: SemiontError, request: RequestInfo, actor: Actor | undefined): Promise<void>
}

/** The one list of what the backend consists of, in the order in which one builds on the other. */
export function createFeatures(kernel: Kernel): Features {
  const open = new Set(
    endpoints
      .filter((definition) => definition.access === 'public')
      .map((definition) => `${definition.method} ${definition.path}`),
  )
  return {
    features: [createSiteFeature(kernel)],
    async guard(request) {
      if (open.has(`${request.method} ${request.path}`)) return undefined
      throw new UnauthenticatedError('missing')
    },
    assertScope() {},
    async onRefused() {},
  }
}
