import { type Access, createAccess } from './access/index.ts'
import type { Feature } from './kernel/feature.ts'
import type { Kernel } from './kernel/kernel.ts'
import { createSiteFeature } from './site/index.ts'

export interface Features extends Pick<Access, 'guard' | 'assertScope' | 'onRefused'> {
  features: readonly Feature[]
}

/** The one list of what the backend consists of, in the order in which one builds on the other. */
export function createFeatures(kernel: Kernel): Features {
  const access = createAccess(kernel)
  return { ...access, features: [createSiteFeature(kernel), ...access.features] }
}
