import type { AwsSettings } from '@semiont/config'
import { IncompleteError, RefusedError } from '../../errors.ts'
import type { ProcessService } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import type { ScalingBounds, SuspendedScaling } from '../clients/auto-scaling.ts'
import type { EcsService } from '../clients/ecs.ts'
import type { ServiceFacts } from './service-facts.ts'

type Bounds = Pick<AwsSettings['services'][ProcessService], 'minimum' | 'maximum'>

export const SUSPENDED: SuspendedScaling = { in: true, out: true, scheduled: true }
export const RESUMED: SuspendedScaling = { in: false, out: false, scheduled: false }

export interface StartDecision {
  /** How many tasks are to run; null when that stays as it is. */
  readonly desired: number | null
  /** Scaling that is to go on; null where it is not suspended. */
  readonly resume: { readonly resourceId: string; readonly suspended: SuspendedScaling } | null
}

/**
 * What to change so that a service runs: its tasks, as many as its scaling keeps at least, and that scaling itself. Suspended
 * scaling keeps its bounds, so that these are what they were before the stop.
 */
export function decideStart(
  found: Pick<EcsService, 'desired'> | undefined,
  bounds: ScalingBounds | null,
  configured: Bounds,
): StartDecision {
  const isSuspended = bounds !== null && Object.values(bounds.suspended).includes(true)
  return {
    desired: found?.desired === 0 ? Math.max(1, bounds?.minimum ?? configured.minimum) : null,
    resume: isSuspended ? { resourceId: bounds.resourceId, suspended: RESUMED } : null,
  }
}

/** @throws RefusedError naming the setting to change when so many are not within what the environment says */
export function assertWithinBounds(
  service: ProcessService,
  replicas: number,
  { minimum, maximum }: Bounds,
  environment: string,
): void {
  if (replicas >= minimum && replicas <= maximum) return
  const setting = `aws.services.${service}.${replicas < minimum ? 'minimum' : 'maximum'}`
  const stop =
    replicas === 0 ? ` To run none for now: semiont stop --service ${service} --environment ${environment}` : ''
  throw new RefusedError(
    `The environment ${environment} says that from ${minimum} to ${maximum} tasks of the ${service} run, not ${replicas}. Nothing was changed.`,
    `Change that with: semiont configure ${environment} set ${setting} ${Math.max(1, replicas)}, then semiont deploy --environment ${environment}.${stop}`,
  )
}

/** @throws IncompleteError: scaling that is not known would undo what is done here */
export function knownBounds({ service, scaling }: ServiceFacts): ScalingBounds | null {
  if ('value' in scaling) return scaling.value
  throw new IncompleteError(
    `How the ${service} scales is not known, and it might undo this: ${scaling.unknown}`,
    'Type the same command again; what is done already stays so.',
  )
}

export function missingService({ environment }: AwsConnection, { name }: Pick<ServiceFacts, 'name'>): IncompleteError {
  return new IncompleteError(
    `There is no service ${name} in the cluster.`,
    `Make it with: semiont deploy --environment ${environment.name}`,
  )
}
