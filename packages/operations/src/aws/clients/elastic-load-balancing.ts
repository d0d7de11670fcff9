import {
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AwsConnection } from '../account/connection.ts'

export interface TargetHealth {
  /** An address of the network, for tasks on Fargate. */
  readonly id: string
  readonly port: number | null
  readonly zone: string | null
  /** `healthy`, `unhealthy`, `initial`, `draining`, `unused`, `unavailable` … */
  readonly state: string
  /** `Target.FailedHealthChecks`, `Target.Timeout`, `Elb.InitialHealthChecking` … */
  readonly reason: string | null
  readonly description: string | null
}

export interface LoadBalancer {
  readonly arn: string
  readonly name: string
  readonly dnsName: string
  /** `internal` ones have no address outside of the network, `internet-facing` ones have. */
  readonly scheme: string
  /** `active`, `provisioning`, `active_impaired` or `failed`. */
  readonly state: string
  readonly reason: string | null
}

/** The targets of one group. @throws AWS's TargetGroupNotFoundException when it is not there */
export async function describeTargetHealth(connection: AwsConnection, targetGroupArn: string): Promise<TargetHealth[]> {
  const client = connection.client(ElasticLoadBalancingV2Client)
  const answer = await connection.ask('elasticloadbalancing:DescribeTargetHealth', (options) =>
    client.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }), options),
  )
  return (answer.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth: health }) => ({
    id: Target?.Id ?? '',
    port: Target?.Port ?? null,
    zone: Target?.AvailabilityZone ?? null,
    state: health?.State ?? 'unknown',
    reason: health?.Reason ?? null,
    description: health?.Description ?? null,
  }))
}

/** @throws AWS's LoadBalancerNotFoundException when it is not there */
export async function describeLoadBalancer(connection: AwsConnection, arn: string): Promise<LoadBalancer> {
  const client = connection.client(ElasticLoadBalancingV2Client)
  const { LoadBalancers = [] } = await connection.ask('elasticloadbalancing:DescribeLoadBalancers', (options) =>
    client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }), options),
  )
  const balancer = LoadBalancers[0]
  return {
    arn: balancer?.LoadBalancerArn ?? arn,
    name: balancer?.LoadBalancerName ?? '',
    dnsName: balancer?.DNSName ?? '',
    scheme: balancer?.Scheme ?? 'unknown',
    state: balancer?.State?.Code ?? 'unknown',
    reason: balancer?.State?.Reason ?? null,
  }
}
