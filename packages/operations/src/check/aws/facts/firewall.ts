import { describeLoadBalancer } from '../../../aws/clients/elastic-load-balancing.ts'
import { type MetricQuestion, readMetricData } from '../../../aws/clients/metric-data.ts'
import { findWebAcl, findWebAclOf, listFirewallLogs } from '../../../aws/clients/wafv2.ts'
import type { Account } from '../account.ts'

export interface FirewallFact {
  /** Null when there is none. */
  readonly name: string | null
  readonly rules: number
  /** Whether the load balancer is behind it. */
  readonly attached: boolean
  readonly logGroups: readonly string[]
  /** Of the last day; null where CloudWatch has no data. */
  readonly allowed: number | null
  readonly blocked: number | null
}

const DAY_MS = 86_400_000

export async function gatherFirewall({ connection, stack, now, place }: Account): Promise<FirewallFact> {
  const outputs = await stack('app')
  const arn = outputs.get('WebACLArn')
  const balancer = outputs.get('LoadBalancerArn')
  const acl = await findWebAcl(connection, arn)
  if (acl === undefined) return { name: null, rules: 0, attached: false, logGroups: [], allowed: null, blocked: null }
  const ask = (name: string): MetricQuestion => ({
    namespace: 'AWS/WAFV2',
    name,
    statistic: 'Sum',
    dimensions: { WebACL: acl.name, Rule: 'ALL', Region: place.region },
  })
  const span = { since: new Date(now.getTime() - DAY_MS), until: now, periodSeconds: DAY_MS / 1000 }
  const [attachedTo, logGroups, [allowed = [], blocked = []]] = await Promise.all([
    findWebAclOf(connection, balancer),
    listFirewallLogs(connection, arn),
    readMetricData(connection, [ask('AllowedRequests'), ask('BlockedRequests')], span),
  ])
  const sum = (points: typeof allowed) =>
    points.length === 0 ? null : points.reduce((total, { value }) => total + value, 0)
  return {
    name: acl.name,
    rules: acl.rules.length,
    attached: attachedTo === arn,
    logGroups,
    allowed: sum(allowed),
    blocked: sum(blocked),
  }
}

export interface OriginFact {
  readonly name: string
  /** Its addresses: `internal` ones cannot be reached from outside the network. */
  readonly scheme: string
  readonly state: string
  readonly reason: string | null
}

/** Whether there is a way around CloudFront. */
export async function gatherOrigin({ connection, stack }: Account): Promise<OriginFact> {
  const arn = (await stack('app')).get('LoadBalancerArn')
  const { name, scheme, state, reason } = await describeLoadBalancer(connection, arn)
  return { name, scheme, state, reason }
}
