import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  RegisterScalableTargetCommand,
  type ScalableTarget,
  type ScalingActivity as AwsScalingActivity,
  type ScalingPolicy as AwsScalingPolicy,
} from '@aws-sdk/client-application-auto-scaling'
import { NAMES } from '@semiont/config/aws-names'
import type { AwsConnection } from '../account/connection.ts'
import { allPages } from './batches.ts'

const NAMESPACE = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const

export interface ScalingBounds {
  readonly resourceId: string
  readonly minimum: number
  readonly maximum: number
  readonly suspended: SuspendedScaling
}

export interface SuspendedScaling {
  readonly in: boolean
  readonly out: boolean
  readonly scheduled: boolean
}

export interface ScalingPolicy {
  readonly resourceId: string
  readonly name: string
  /** `TargetTrackingScaling` or `StepScaling`. */
  readonly type: string
  /** `ECSServiceAverageCPUUtilization` … */
  readonly metric: string | null
  readonly target: number | null
  readonly scaleInCooldownSeconds: number | null
  readonly scaleOutCooldownSeconds: number | null
  /** The alarms that AWS keeps for it. */
  readonly alarms: readonly string[]
}

export interface ScalingActivity {
  readonly id: string
  readonly resourceId: string
  /** `Setting desired count to 3.` */
  readonly description: string
  /** `monitor alarm TargetTracking-… in state ALARM triggered policy …` */
  readonly cause: string
  /** `Pending`, `InProgress`, `Successful`, `Overridden`, `Unfulfilled` or `Failed`. */
  readonly status: string
  readonly statusMessage: string | null
  readonly begun: Date
  readonly ended: Date | null
}

/** What Application Auto Scaling calls a service: `service/SemiontCluster/semiont-backend`. */
export function resourceIdOf(service: string): string {
  return `service/${NAMES.cluster}/${service}`
}

/** Bounds of the services that scale; one that does not is left out. */
export async function describeScalableTargets(
  connection: AwsConnection,
  resourceIds: readonly string[],
): Promise<ScalingBounds[]> {
  const client = connection.client(ApplicationAutoScalingClient)
  return await allPages(async (NextToken) => {
    const answer = await connection.ask('application-autoscaling:DescribeScalableTargets', (options) =>
      client.send(
        new DescribeScalableTargetsCommand({ ...NAMESPACE, ResourceIds: [...resourceIds], ...tokenOf(NextToken) }),
        options,
      ),
    )
    return { items: (answer.ScalableTargets ?? []).map(boundsOf), next: answer.NextToken }
  })
}

export interface BoundsChange {
  readonly minimum?: number
  readonly maximum?: number
  readonly suspended?: SuspendedScaling
}

/** Changes bounds or suspends scaling; what is not named stays as it is. */
export async function changeScaling(
  connection: AwsConnection,
  resourceId: string,
  { minimum, maximum, suspended }: BoundsChange,
): Promise<void> {
  const client = connection.client(ApplicationAutoScalingClient)
  await connection.ask('application-autoscaling:RegisterScalableTarget', (options) =>
    client.send(
      new RegisterScalableTargetCommand({
        ...NAMESPACE,
        ResourceId: resourceId,
        ...(minimum === undefined ? {} : { MinCapacity: minimum }),
        ...(maximum === undefined ? {} : { MaxCapacity: maximum }),
        ...(suspended === undefined
          ? {}
          : {
              SuspendedState: {
                DynamicScalingInSuspended: suspended.in,
                DynamicScalingOutSuspended: suspended.out,
                ScheduledScalingSuspended: suspended.scheduled,
              },
            }),
      }),
      options,
    ),
  )
}

export async function describeScalingPolicies(connection: AwsConnection, resourceId: string): Promise<ScalingPolicy[]> {
  const client = connection.client(ApplicationAutoScalingClient)
  return await allPages(async (NextToken) => {
    const answer = await connection.ask('application-autoscaling:DescribeScalingPolicies', (options) =>
      client.send(
        new DescribeScalingPoliciesCommand({ ...NAMESPACE, ResourceId: resourceId, ...tokenOf(NextToken) }),
        options,
      ),
    )
    return { items: (answer.ScalingPolicies ?? []).map(policyOf), next: answer.NextToken }
  })
}

/**
 * What scaling did to a service, oldest first. AWS keeps six weeks of it.
 * @param since none that began before
 */
export async function describeScalingActivities(
  connection: AwsConnection,
  resourceId: string,
  since: Date,
): Promise<ScalingActivity[]> {
  const client = connection.client(ApplicationAutoScalingClient)
  const activities = await allPages(async (NextToken) => {
    const answer = await connection.ask('application-autoscaling:DescribeScalingActivities', (options) =>
      client.send(
        new DescribeScalingActivitiesCommand({ ...NAMESPACE, ResourceId: resourceId, ...tokenOf(NextToken) }),
        options,
      ),
    )
    const items = (answer.ScalingActivities ?? []).map(activityOf)
    // AWS answers the newest first: what follows an older one is older still.
    const hasOlder = items.some(({ begun }) => begun < since)
    return { items, next: hasOlder ? undefined : answer.NextToken }
  })
  return activities.filter(({ begun }) => begun >= since).sort((a, b) => a.begun.getTime() - b.begun.getTime())
}

function tokenOf(NextToken: string | undefined) {
  return NextToken === undefined ? {} : { NextToken }
}

function boundsOf(target: ScalableTarget): ScalingBounds {
  const suspended = target.SuspendedState
  return {
    resourceId: target.ResourceId ?? '',
    minimum: target.MinCapacity ?? 0,
    maximum: target.MaxCapacity ?? 0,
    suspended: {
      in: suspended?.DynamicScalingInSuspended ?? false,
      out: suspended?.DynamicScalingOutSuspended ?? false,
      scheduled: suspended?.ScheduledScalingSuspended ?? false,
    },
  }
}

function policyOf(policy: AwsScalingPolicy): ScalingPolicy {
  const tracking = policy.TargetTrackingScalingPolicyConfiguration
  return {
    resourceId: policy.ResourceId ?? '',
    name: policy.PolicyName ?? '',
    type: policy.PolicyType ?? '',
    metric: tracking?.PredefinedMetricSpecification?.PredefinedMetricType ?? null,
    target: tracking?.TargetValue ?? null,
    scaleInCooldownSeconds: tracking?.ScaleInCooldown ?? null,
    scaleOutCooldownSeconds: tracking?.ScaleOutCooldown ?? null,
    alarms: (policy.Alarms ?? []).flatMap(({ AlarmName }) => AlarmName ?? []),
  }
}

function activityOf(activity: AwsScalingActivity): ScalingActivity {
  return {
    id: activity.ActivityId ?? '',
    resourceId: activity.ResourceId ?? '',
    description: activity.Description ?? '',
    cause: activity.Cause ?? '',
    status: activity.StatusCode ?? '',
    statusMessage: activity.StatusMessage ?? null,
    begun: activity.StartTime ?? new Date(0),
    ended: activity.EndTime ?? null,
  }
}
