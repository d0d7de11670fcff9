import { NAMES } from '@semiont/config/aws-names'
import { PROCESS_SERVICES, type ProcessService } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import {
  describeScalableTargets,
  describeScalingActivities,
  describeScalingPolicies,
  resourceIdOf,
  type ScalingActivity,
  type ScalingBounds,
  type ScalingPolicy,
} from '../clients/auto-scaling.ts'
import { describeServices } from '../clients/ecs.ts'
import { type Learned, learn } from '../services/learned.ts'

/** How a service scales, and what scaling did to it. */
export interface ServiceScaling {
  readonly service: ProcessService
  /** `service/SemiontCluster/semiont-backend` */
  readonly resourceId: string
  /** Null when the cluster has no such service. */
  readonly counts: Learned<{ readonly running: number; readonly desired: number } | null>
  /** Null where it does not scale by itself. */
  readonly bounds: Learned<ScalingBounds | null>
  readonly policies: Learned<readonly ScalingPolicy[]>
  /** Oldest first. */
  readonly activities: Learned<readonly ScalingActivity[]>
}

/** Of every service; what AWS refuses is unknown, with the reason. */
export async function readScaling(
  connection: AwsConnection,
  { since, signal }: { since: Date; signal: AbortSignal },
): Promise<ServiceScaling[]> {
  const names = PROCESS_SERVICES.map((service) => NAMES.services[service])
  const [services, targets] = await Promise.all([
    learn(() => describeServices(connection, names), signal),
    learn(() => describeScalableTargets(connection, names.map(resourceIdOf)), signal),
  ])
  return await Promise.all(
    PROCESS_SERVICES.map(async (service) => {
      const resourceId = resourceIdOf(NAMES.services[service])
      const [policies, activities] = await Promise.all([
        learn(() => describeScalingPolicies(connection, resourceId), signal),
        learn(() => describeScalingActivities(connection, resourceId, since), signal),
      ])
      return {
        service,
        resourceId,
        counts: pick(services, (all) => all.find(({ name }) => name === NAMES.services[service])),
        bounds: pick(targets, (all) => all.find((target) => target.resourceId === resourceId)),
        policies,
        activities,
      }
    }),
  )
}

function pick<All, Own>(all: Learned<All>, find: (all: All) => Own | undefined): Learned<Own | null> {
  return 'value' in all ? { value: find(all.value) ?? null } : all
}
