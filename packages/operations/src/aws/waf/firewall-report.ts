import type { FirewallRule, RuleGroupVersions } from '../clients/wafv2.ts'
import type { BlockedRequest } from './firewall-log.ts'

/** Where the blocked requests are from, and how far that reaches. */
export interface RequestSource {
  readonly kind: 'log' | 'samples'
  /** What kept the log from being read, when it is from samples. */
  readonly because: string | null
  /** ISO 8601. */
  readonly since: string
  readonly until: string
  /** How many there are; more than were looked at when not all were. */
  readonly total: number
  readonly lookedAt: number
}

export interface RuleCounts {
  /** Null where CloudWatch has no data. */
  readonly blocked: number | null
  readonly counted: number | null
  readonly allowed: number | null
}

export interface FirewallFacts {
  readonly name: string
  readonly logGroups: readonly string[]
  readonly source: RequestSource
  readonly requests: readonly BlockedRequest[]
  readonly rules: readonly (FirewallRule & { readonly counts: RuleCounts })[]
  readonly groups: readonly GroupFacts[]
}

/** A text says why something of it could not be learned. */
export interface GroupFacts {
  readonly rule: string
  readonly group: NonNullable<FirewallRule['group']>
  readonly versions: RuleGroupVersions | { readonly unknown: string }
  readonly ruleNames: readonly string[] | { readonly unknown: string }
}

export interface Counted {
  readonly name: string
  readonly requests: number
}

export interface RuleReport {
  readonly name: string
  readonly action: string
  readonly blocked: number | null
  readonly counted: number | null
  /** `never`: nothing matched it in all that time. `unknown`: there is no data. */
  readonly effect: 'blocks' | 'counts' | 'never' | 'unknown'
}

export interface GroupReport {
  readonly name: string
  /** The version in use; null while that is not known. */
  readonly uses: string | null
  /** Whether it is the vendor's default, which follows by itself. */
  readonly follows: boolean
  readonly newest: string | null
  readonly state: 'current' | 'newer' | 'withdrawn' | 'unknown'
  readonly counted: readonly string[]
  /** Names that are to be counted only and that no rule of the group has. */
  readonly unknownNames: readonly string[]
  readonly problem: string | null
}

export interface SuspectedMistake {
  readonly path: string
  readonly rule: string
  readonly requests: number
  readonly visitors: number
}

export interface FirewallReport {
  readonly name: string
  readonly source: RequestSource
  readonly byRule: readonly Counted[]
  readonly byAddress: readonly Counted[]
  readonly byCountry: readonly Counted[]
  readonly byPath: readonly Counted[]
  readonly rules: readonly RuleReport[]
  readonly groups: readonly GroupReport[]
  readonly suspected: readonly SuspectedMistake[]
  /** What to act on, each with what to type or change. */
  readonly findings: readonly string[]
}

const LISTED = 10
const RATE_RULE = 'rate'

/** What the firewall turned away, which of its rules do anything, and what looks like a mistake of it. */
export function makeFirewallReport(facts: FirewallFacts): FirewallReport {
  const { requests } = facts
  const rules = facts.rules.map(reportRule)
  const groups = facts.groups.map(reportGroup)
  const suspected = suspect(requests)
  return {
    name: facts.name,
    source: facts.source,
    byRule: tally(requests.map(ruleNameOf)),
    byAddress: tally(requests.map(({ address }) => address)),
    byCountry: tally(requests.flatMap(({ country }) => country ?? [])),
    byPath: tally(requests.map(({ method, path }) => `${method} ${path}`)),
    rules,
    groups,
    suspected,
    findings: findingsOf(facts, groups, suspected),
  }
}

function ruleNameOf({ rule, within }: BlockedRequest): string {
  return within === null ? rule : `${rule}: ${within}`
}

/** Most first. */
function tally(names: readonly string[]): Counted[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, requests]) => ({ name, requests }))
    .toSorted((left, right) => right.requests - left.requests || left.name.localeCompare(right.name))
    .slice(0, LISTED)
}

function reportRule({ name, action, counts }: FirewallFacts['rules'][number]): RuleReport {
  const { blocked, counted, allowed } = counts
  const known = [blocked, counted, allowed].some((count) => count !== null)
  const effect = (blocked ?? 0) > 0 ? 'blocks' : (counted ?? 0) > 0 ? 'counts' : known ? 'never' : 'unknown'
  return { name, action, blocked, counted, effect }
}

function reportGroup({ group, versions, ruleNames }: GroupFacts): GroupReport {
  const problem = 'unknown' in versions ? versions.unknown : 'unknown' in ruleNames ? ruleNames.unknown : null
  const names = 'unknown' in ruleNames ? group.counted : ruleNames
  const unknownNames = group.counted.filter((name) => !names.includes(name))
  const base = { name: group.name, follows: group.version === null, counted: group.counted, unknownNames, problem }
  if ('unknown' in versions) return { ...base, uses: group.version, newest: null, state: 'unknown' }
  const uses = group.version ?? versions.default
  const newest = versions.available[0]?.name ?? null
  const withdrawn = group.version !== null && !versions.available.some(({ name }) => name === group.version)
  const state = withdrawn ? 'withdrawn' : newest === null || uses === null || newest === uses ? 'current' : 'newer'
  return { ...base, uses, newest, state }
}

/**
 * Someone signed in whose request to the API was turned away by a rule about its content: an attacker has rarely an account,
 * and people who work with documents write what looks like an attack.
 */
function suspect(requests: readonly BlockedRequest[]): SuspectedMistake[] {
  const byPlace = new Map<string, BlockedRequest[]>()
  for (const request of requests) {
    const { signedIn, path, rule } = request
    if (!signedIn || rule === RATE_RULE || !(path === '/api' || path.startsWith('/api/'))) continue
    const key = `${withoutIds(path)}\n${ruleNameOf(request)}`
    byPlace.set(key, [...(byPlace.get(key) ?? []), request])
  }
  return [...byPlace]
    .map(([key, same]) => {
      const [path = '', rule = ''] = key.split('\n')
      return { path, rule, requests: same.length, visitors: new Set(same.map(({ address }) => address)).size }
    })
    .toSorted((left, right) => right.requests - left.requests)
    .slice(0, LISTED)
}

/** `/api/resources/res_42` and `/api/resources/res_43` are one place. */
function withoutIds(path: string): string {
  return path.replaceAll(/\/(?=[^/]*\d)[\w-]{5,}(?=\/|$)/g, '/…')
}

function findingsOf(
  { logGroups, source }: FirewallFacts,
  groups: readonly GroupReport[],
  suspected: readonly SuspectedMistake[],
): string[] {
  return [
    ...(logGroups.length === 0 ? ['The firewall writes no log. semiont deploy switches it on again.'] : []),
    ...(source.kind === 'samples'
      ? [`Only AWS's samples of the last three hours were read: ${source.because ?? 'there is no log'}.`]
      : []),
    ...groups
      .filter(({ state }) => state === 'withdrawn')
      .map(
        ({ name, uses, newest }) => `${name} is kept at ${uses}, which its vendor has withdrawn; newest is ${newest}.`,
      ),
    ...groups
      .filter(({ unknownNames }) => unknownNames.length > 0)
      .map(
        ({ name, unknownNames }) => `${name} has no rules named ${unknownNames.join(', ')}: they are not counted only.`,
      ),
    ...suspected.map(
      ({ path, rule, requests, visitors }) =>
        `Perhaps by mistake: ${requests} requests of ${visitors} signed-in visitors to ${path}, by ${rule}.`,
    ),
  ]
}
