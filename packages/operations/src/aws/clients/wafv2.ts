import {
  DescribeManagedRuleGroupCommand,
  GetLoggingConfigurationCommand,
  GetSampledRequestsCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListAvailableManagedRuleGroupVersionsCommand,
  type Rule,
  WAFV2Client,
} from '@aws-sdk/client-wafv2'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

export interface ManagedRuleGroup {
  readonly vendor: string
  readonly name: string
  /** Of which it is kept; null where it follows the vendor's default. */
  readonly version: string | null
  /** Rules of it that are counted only. */
  readonly counted: readonly string[]
}

export interface FirewallRule {
  readonly name: string
  readonly priority: number
  /** What its metrics are kept under. */
  readonly metricName: string
  /** `block`, `count`, `allow` …; `group` where each rule of the group has an action of its own. */
  readonly action: string
  readonly group: ManagedRuleGroup | null
}

export interface WebAcl {
  readonly name: string
  readonly arn: string
  readonly metricName: string
  readonly rules: readonly FirewallRule[]
}

const SCOPE = 'REGIONAL' as const

/** Undefined when there is none of that ARN. */
export async function findWebAcl(connection: AwsConnection, arn: string): Promise<WebAcl | undefined> {
  const client = connection.client(WAFV2Client)
  // arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>
  const [, , Name, Id] = arn.split('/')
  try {
    const { WebACL } = await connection.ask('wafv2:GetWebACL', (options) =>
      client.send(new GetWebACLCommand({ Name, Id, Scope: SCOPE }), options),
    )
    if (WebACL === undefined) return undefined
    return {
      name: WebACL.Name ?? '',
      arn: WebACL.ARN ?? arn,
      metricName: WebACL.VisibilityConfig?.MetricName ?? '',
      rules: (WebACL.Rules ?? []).map(ruleOf).toSorted((left, right) => left.priority - right.priority),
    }
  } catch (error) {
    if (isAwsError(error, 'WAFNonexistentItemException')) return undefined
    throw error
  }
}

/** ARN of the web ACL that a load balancer is behind; undefined when there is none. */
export async function findWebAclOf(connection: AwsConnection, resourceArn: string): Promise<string | undefined> {
  const client = connection.client(WAFV2Client)
  try {
    const { WebACL } = await connection.ask('wafv2:GetWebACLForResource', (options) =>
      client.send(new GetWebACLForResourceCommand({ ResourceArn: resourceArn }), options),
    )
    return WebACL?.ARN
  } catch (error) {
    if (isAwsError(error, 'WAFNonexistentItemException')) return undefined
    throw error
  }
}

/** Names of the log groups that its requests are written to; empty when they are not logged. */
export async function listFirewallLogs(connection: AwsConnection, webAclArn: string): Promise<string[]> {
  const client = connection.client(WAFV2Client)
  try {
    const { LoggingConfiguration } = await connection.ask('wafv2:GetLoggingConfiguration', (options) =>
      client.send(new GetLoggingConfigurationCommand({ ResourceArn: webAclArn }), options),
    )
    // arn:aws:logs:<region>:<account>:log-group:<name>[:*]
    return (LoggingConfiguration?.LogDestinationConfigs ?? []).flatMap((arn) => arn.split(':')[6] ?? [])
  } catch (error) {
    if (isAwsError(error, 'WAFNonexistentItemException')) return []
    throw error
  }
}

export interface RuleGroupVersions {
  /** Newest first. */
  readonly available: readonly { readonly name: string; readonly updatedAt: Date | null }[]
  /** What those get that name no version; null when the vendor keeps none. */
  readonly default: string | null
}

export async function listRuleGroupVersions(
  connection: AwsConnection,
  { vendor, name }: Pick<ManagedRuleGroup, 'vendor' | 'name'>,
): Promise<RuleGroupVersions> {
  const client = connection.client(WAFV2Client)
  let vendorsDefault: string | undefined
  const available = await allPages(async (NextMarker) => {
    const input = { VendorName: vendor, Name: name, Scope: SCOPE, NextMarker }
    const answer = await connection.ask('wafv2:ListAvailableManagedRuleGroupVersions', (options) =>
      client.send(new ListAvailableManagedRuleGroupVersionsCommand(input), options),
    )
    vendorsDefault ??= answer.CurrentDefaultVersion
    const items = (answer.Versions ?? []).map((version) => ({
      name: version.Name ?? '',
      updatedAt: version.LastUpdateTimestamp ?? null,
    }))
    return { items, next: answer.NextMarker }
  })
  const age = (updatedAt: Date | null) => updatedAt?.getTime() ?? 0
  return {
    available: available.toSorted((left, right) => age(right.updatedAt) - age(left.updatedAt)),
    default: vendorsDefault ?? null,
  }
}

/** The names of the rules in a group. */
export async function listRulesOfGroup(
  connection: AwsConnection,
  { vendor, name, version }: Pick<ManagedRuleGroup, 'vendor' | 'name' | 'version'>,
): Promise<string[]> {
  const client = connection.client(WAFV2Client)
  const input = {
    VendorName: vendor,
    Name: name,
    Scope: SCOPE,
    ...(version === null ? {} : { VersionName: version }),
  }
  const { Rules = [] } = await connection.ask('wafv2:DescribeManagedRuleGroup', (options) =>
    client.send(new DescribeManagedRuleGroupCommand(input), options),
  )
  return Rules.flatMap(({ Name }) => Name ?? [])
}

export interface SampledRequest {
  readonly at: Date
  readonly action: string
  readonly address: string
  readonly country: string
  readonly uri: string
  readonly method: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

/** At most 500 of the last three hours: AWS keeps no more, whatever one asks for. */
export async function sampleRequests(
  connection: AwsConnection,
  { webAclArn, metricName, now }: { webAclArn: string; metricName: string; now: Date },
): Promise<SampledRequest[]> {
  const client = connection.client(WAFV2Client)
  const THREE_HOURS = 3 * 3_600_000
  const input = {
    WebAclArn: webAclArn,
    RuleMetricName: metricName,
    Scope: SCOPE,
    TimeWindow: { StartTime: new Date(now.getTime() - THREE_HOURS), EndTime: now },
    MaxItems: 500,
  }
  const { SampledRequests = [] } = await connection.ask('wafv2:GetSampledRequests', (options) =>
    client.send(new GetSampledRequestsCommand(input), options),
  )
  return SampledRequests.map(({ Request, Timestamp, Action = '' }) => ({
    at: Timestamp ?? now,
    action: Action,
    address: Request?.ClientIP ?? '',
    country: Request?.Country ?? '',
    uri: Request?.URI ?? '',
    method: Request?.Method ?? '',
    headers: (Request?.Headers ?? []).map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
  }))
}

function ruleOf({ Name = '', Priority = 0, VisibilityConfig, Action, OverrideAction, Statement }: Rule): FirewallRule {
  const group = Statement?.ManagedRuleGroupStatement
  const [own] = Object.keys(Action ?? {})
  return {
    name: Name,
    priority: Priority,
    metricName: VisibilityConfig?.MetricName ?? Name,
    action: own?.toLowerCase() ?? (OverrideAction?.Count === undefined ? 'group' : 'count'),
    group:
      group === undefined
        ? null
        : {
            vendor: group.VendorName ?? '',
            name: group.Name ?? '',
            version: group.Version ?? null,
            counted: (group.RuleActionOverrides ?? [])
              .filter(({ ActionToUse }) => ActionToUse?.Count !== undefined)
              .flatMap(({ Name: rule }) => rule ?? []),
          },
  }
}
