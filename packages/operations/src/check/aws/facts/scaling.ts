import { NAMES } from '@semiont/config/aws-names'
import {
  describeScalableTargets,
  describeScalingActivities,
  resourceIdOf,
  type ScalingActivity,
  type ScalingBounds,
} from '../../../aws/clients/auto-scaling.ts'
import { describeServices } from '../../../aws/clients/ecs.ts'
import { PROCESS_SERVICES, type ProcessService } from '../../../platform/platform.ts'
import type { Account } from '../account.ts'

export interface ScaledService {
  readonly service: ProcessService
  /** Null when there is no such service. */
  readonly desired: number | null
  /** Null when it does not scale by itself. */
  readonly bounds: ScalingBounds | null
  readonly configured: { readonly minimum: number; readonly maximum: number }
  /** Of the last day. */
  readonly activities: readonly ScalingActivity[]
}

const DAY_MS = 86_400_000

/** How the services have grown and shrunk by themselves. */
export async function gatherScaling({ connection, now, place, stack }: Account): Promise<ScaledService[]> {
  await stack('app')
  const names = PROCESS_SERVICES.map((service) => NAMES.services[service])
  const since = new Date(now.getTime() - DAY_MS)
  const [services, bounds] = await Promise.all([
    describeServices(connection, names),
    describeScalableTargets(connection, names.map(resourceIdOf)),
  ])
  return await Promise.all(
    PROCESS_SERVICES.map(async (service) => {
      const name = NAMES.services[service]
      const { minimum, maximum } = place.services[service]
      return {
        service,
        desired: services.find((one) => one.name === name)?.desired ?? null,
        bounds: bounds.find(({ resourceId }) => resourceId === resourceIdOf(name)) ?? null,
        configured: { minimum, maximum },
        activities: await describeScalingActivities(connection, resourceIdOf(name), since),
      }
    }),
  )
}
