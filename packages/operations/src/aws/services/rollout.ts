import type { EcsService } from '../clients/ecs.ts'

/**
 * How far a deployment is. `superseded`: another one, which is no way back from this one, has taken its place.
 */
export type Rollout = 'in-progress' | 'completed' | 'failed' | 'rolling-back' | 'rolled-back' | 'superseded'

export interface Watched {
  readonly deploymentId: string
  /** Whether an earlier look has found it failed or rolled back. */
  readonly hasFailed: boolean
}

/**
 * What has become of a deployment of ours, from one look at its service.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function judgeRollout(found: EcsService, { deploymentId, hasFailed }: Watched): Rollout {
  const [primary] = found.deployments
  if (primary?.id === deploymentId) {
    if (primary.rolloutState === 'FAILED') return 'failed'
    if (primary.rolloutState === 'COMPLETED') return 'completed'
    // Deployments that ECS does not judge itself are done when nothing else is left and enough run.
    const isAlone = primary.rolloutState === null && found.deployments.length === 1
    return isAlone && primary.running >= found.desired && primary.pending === 0 ? 'completed' : 'in-progress'
  }
  const own = found.deployments.find(({ id }) => id === deploymentId)
  const isWayBack =
    hasFailed ||
    own?.rolloutState === 'FAILED' ||
    /roll(?:ing|ed) ?back/i.test(primary?.rolloutStateReason ?? '') ||
    found.events.some(({ message }) => message.includes(deploymentId) && /deployment failed/i.test(message))
  if (!isWayBack) return 'superseded'
  return primary?.rolloutState === 'COMPLETED' ? 'rolled-back' : 'rolling-back'
}
