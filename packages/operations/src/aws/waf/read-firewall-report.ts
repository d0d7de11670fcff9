import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { DeniedByAwsError, isAwsError } from '../account/problems.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { filterLogGroup, queryInsights } from '../clients/log-insights.ts'
import { type MetricPoint, readMetricData } from '../clients/metric-data.ts'
import {
  findWebAcl,
  listFirewallLogs,
  listRuleGroupVersions,
  listRulesOfGroup,
  sampleRequests,
  type WebAcl,
} from '../clients/wafv2.ts'
import { type BlockedRequest, parseFirewallLine, whoAndWhat } from './firewall-log.ts'
import { type FirewallFacts, type FirewallReport, type GroupFacts, makeFirewallReport } from './firewall-report.ts'

export interface FirewallQuery {
  readonly since: Date
  readonly now: Date
  readonly signal: AbortSignal
}

const LIMIT = 10_000
const PAGES = 500
const BLOCKED = '{ $.action = "BLOCK" }'
const INSIGHTS = `fields @timestamp, @message | filter action = "BLOCK" | sort @timestamp desc | limit ${LIMIT}`

/** What the firewall did since then. @throws IncompleteError when there is none */
export async function readFirewallReport(connection: AwsConnection, query: FirewallQuery): Promise<FirewallReport> {
  const arn = (await readStackOutputs(connection, 'app')).get('WebACLArn')
  const acl = await findWebAcl(connection, arn)
  if (acl === undefined)
    throw new IncompleteError(
      `There is no firewall ${arn}.`,
      `Make it again with: semiont deploy --environment ${connection.environment.name}`,
    )
  const logGroups = await listFirewallLogs(connection, arn)
  const [blocked, counts, groups] = await Promise.all([
    readBlocked(connection, acl, logGroups, query),
    readCounts(connection, acl, query),
    Promise.all(acl.rules.map(async (rule) => await readGroup(connection, rule))),
  ])
  const rules = acl.rules.map((rule, index) => ({ ...rule, counts: counts[index] ?? NO_COUNTS }))
  return makeFirewallReport({ name: acl.name, logGroups, ...blocked, rules, groups: groups.flat() })
}

type Blocked = Pick<FirewallFacts, 'source' | 'requests'>

/** From the log where it can be read; AWS's samples reach three hours back only. */
async function readBlocked(
  connection: AwsConnection,
  acl: WebAcl,
  [logGroup]: readonly string[],
  query: FirewallQuery,
): Promise<Blocked> {
  if (logGroup === undefined) return await readSamples(connection, acl, query, 'the firewall writes no log')
  try {
    return await readLog(connection, logGroup, query)
  } catch (error) {
    if (error instanceof DeniedByAwsError) return await readSamples(connection, acl, query, error.message)
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error
    return await readSamples(connection, acl, query, `there is no log group ${logGroup}`)
  }
}

async function readLog(connection: AwsConnection, logGroup: string, query: FirewallQuery): Promise<Blocked> {
  const { since, now, signal } = query
  const question = { logGroup, since, until: now }
  const within = { since: since.toISOString(), until: now.toISOString() }
  try {
    const { messages, matched } = await queryInsights(connection, {
      ...question,
      query: INSIGHTS,
      limit: LIMIT,
      signal,
    })
    const requests = parseAll(messages)
    const total = messages.length < LIMIT ? requests.length : matched
    return { source: { kind: 'log', because: null, ...within, total, lookedAt: requests.length }, requests }
  } catch (error) {
    // Queries are a right of their own; who reads events may have that one alone.
    if (!(error instanceof DeniedByAwsError)) throw error
    const { messages, complete } = await filterLogGroup(connection, { ...question, pattern: BLOCKED, pages: PAGES })
    const requests = parseAll(messages)
    const because = complete ? null : 'there are too many lines to read them all without the right logs:StartQuery'
    return {
      source: { kind: 'log', because, ...within, total: requests.length, lookedAt: requests.length },
      requests,
    }
  }
}

function parseAll(messages: readonly string[]): BlockedRequest[] {
  return messages.flatMap((line) => parseFirewallLine(line) ?? [])
}

async function readSamples(
  connection: AwsConnection,
  acl: WebAcl,
  { now }: FirewallQuery,
  because: string,
): Promise<Blocked> {
  const sampled = await Promise.all(
    acl.rules.map(async ({ name, metricName }) => {
      const found = await sampleRequests(connection, { webAclArn: acl.arn, metricName, now })
      return found
        .filter(({ action }) => action === 'BLOCK')
        .map(({ at, headers, ...request }) => ({
          at: at.toISOString(),
          rule: name,
          within: null,
          ...whoAndWhat(headers, request),
        }))
    }),
  )
  const requests = sampled.flat()
  const since = new Date(now.getTime() - 3 * 3_600_000).toISOString()
  const counts = { total: requests.length, lookedAt: requests.length }
  return { source: { kind: 'samples', because, since, until: now.toISOString(), ...counts }, requests }
}

const NO_COUNTS = { blocked: null, counted: null, allowed: null }

async function readCounts(connection: AwsConnection, { name, rules }: WebAcl, { since, now }: FirewallQuery) {
  const HOUR = 3600
  const ask = (metric: string, Rule: string) => ({
    namespace: 'AWS/WAFV2',
    name: metric,
    statistic: 'Sum' as const,
    dimensions: { WebACL: name, Rule, Region: connection.place.region },
  })
  const questions = rules.flatMap(({ metricName }) => [
    ask('BlockedRequests', metricName),
    ask('CountedRequests', metricName),
    ask('AllowedRequests', metricName),
  ])
  const series = await readMetricData(connection, questions, { since, until: now, periodSeconds: HOUR })
  return rules.map((_, index) => {
    const [blocked, counted, allowed] = series.slice(index * 3, index * 3 + 3).map(sumOf)
    return { blocked: blocked ?? null, counted: counted ?? null, allowed: allowed ?? null }
  })
}

/** Null, not zero, where nothing was ever reported. */
function sumOf(points: readonly MetricPoint[]): number | null {
  return points.length === 0 ? null : points.reduce((sum, { value }) => sum + value, 0)
}

async function readGroup(connection: AwsConnection, { name, group }: WebAcl['rules'][number]): Promise<GroupFacts[]> {
  if (group === null) return []
  const [versions, ruleNames] = await Promise.all([
    listRuleGroupVersions(connection, group).catch(unknownBecause),
    listRulesOfGroup(connection, group).catch(unknownBecause),
  ])
  return [{ rule: name, group, versions, ruleNames }]
}

/** What is known of a rule group adds to the answer; that it is not known must be said. */
function unknownBecause(error: unknown): { readonly unknown: string } {
  if (error instanceof Error && error.name === 'AbortError') throw error
  return { unknown: error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error) }
}
