import { describe, expect, it } from 'vitest'
import type { BlockedRequest } from './firewall-log.ts'
import { type FirewallFacts, type GroupFacts, makeFirewallReport } from './firewall-report.ts'

const blocked = (change: Partial<BlockedRequest>): BlockedRequest => ({
  at: '2026-01-31T10:00:00.000Z',
  rule: 'rate',
  within: null,
  address: '192.0.2.7',
  country: 'DE',
  method: 'GET',
  path: '/api/resources',
  signedIn: false,
  ...change,
})

const group: GroupFacts = {
  rule: 'AWSManagedRulesCommonRuleSet',
  group: { vendor: 'AWS', name: 'AWSManagedRulesCommonRuleSet', version: null, counted: ['SizeRestrictions_BODY'] },
  versions: {
    available: [
      { name: 'Version_1.4', updatedAt: null },
      { name: 'Version_1.3', updatedAt: null },
    ],
    default: 'Version_1.4',
  },
  ruleNames: ['SizeRestrictions_BODY', 'NoUserAgent_HEADER'],
}

function report(change: Partial<FirewallFacts>) {
  const { requests = [] } = change
  return makeFirewallReport({
    name: 'semiont',
    logGroups: ['aws-waf-logs-semiont'],
    source: {
      kind: 'log',
      because: null,
      since: '2026-01-24T12:00:00.000Z',
      until: '2026-01-31T12:00:00.000Z',
      total: requests.length,
      lookedAt: requests.length,
    },
    requests,
    rules: [],
    groups: [],
    ...change,
  })
}

describe('what the firewall turned away', () => {
  it('is counted by rule, address, country and path, the most first', () => {
    const requests = [
      blocked({}),
      blocked({ address: '192.0.2.8' }),
      blocked({ rule: 'AWSManagedRulesSQLiRuleSet', within: 'SQLi_COOKIE', country: null, path: '/login' }),
    ]
    expect(report({ requests })).toMatchObject({
      byRule: [
        { name: 'rate', requests: 2 },
        { name: 'AWSManagedRulesSQLiRuleSet: SQLi_COOKIE', requests: 1 },
      ],
      byAddress: [
        { name: '192.0.2.7', requests: 2 },
        { name: '192.0.2.8', requests: 1 },
      ],
      byCountry: [{ name: 'DE', requests: 2 }],
      byPath: [
        { name: 'GET /api/resources', requests: 2 },
        { name: 'GET /login', requests: 1 },
      ],
      findings: [],
    })
  })

  it('looks like a mistake when signed-in people are turned away from the API for what they send', () => {
    const sent = { signedIn: true, rule: 'AWSManagedRulesCommonRuleSet', within: 'GenericLFI_URIPATH' }
    const { suspected, findings } = report({
      requests: [
        blocked({ ...sent, path: '/api/resources/res_42/versions' }),
        blocked({ ...sent, path: '/api/resources/res_43/versions', address: '192.0.2.9' }),
        blocked({ ...sent, path: '/wp-admin' }),
        blocked({ ...sent, rule: 'rate', within: null }),
        blocked({ ...sent, signedIn: false }),
      ],
    })
    expect(suspected).toEqual([
      {
        path: '/api/resources/…/versions',
        rule: 'AWSManagedRulesCommonRuleSet: GenericLFI_URIPATH',
        requests: 2,
        visitors: 2,
      },
    ])
    expect(findings).toHaveLength(1)
  })

  it('says when it is from samples of three hours, and why', () => {
    const source = { ...report({}).source, kind: 'samples' as const, because: 'AWS denies logs:FilterLogEvents' }
    expect(report({ source }).findings).toEqual([
      "Only AWS's samples of the last three hours were read: AWS denies logs:FilterLogEvents.",
    ])
    expect(report({ logGroups: [] }).findings[0]).toContain('writes no log')
  })
})

describe('a rule', () => {
  const rule = { name: 'rate', priority: 0, metricName: 'RateLimitMetric', action: 'block', group: null }
  it.each([
    ['blocks', { blocked: 3, counted: null, allowed: null }],
    ['counts', { blocked: 0, counted: 4, allowed: null }],
    ['never', { blocked: 0, counted: null, allowed: null }],
    ['unknown', { blocked: null, counted: null, allowed: null }],
  ])('%s', (effect, counts) => {
    expect(report({ rules: [{ ...rule, counts }] }).rules[0]).toMatchObject({ name: 'rate', effect })
  })
})

describe('a managed rule group', () => {
  const judge = (change: Partial<GroupFacts>) => report({ groups: [{ ...group, ...change }] })
  const pinned = (version: string) => ({ group: { ...group.group, version } })

  it('follows its vendor, or is kept at a version that is the newest or no more', () => {
    expect(judge({}).groups[0]).toMatchObject({ uses: 'Version_1.4', follows: true, state: 'current' })
    expect(judge(pinned('Version_1.3')).groups[0]).toMatchObject({
      uses: 'Version_1.3',
      follows: false,
      newest: 'Version_1.4',
      state: 'newer',
    })
    expect(judge(pinned('Version_1.0'))).toMatchObject({
      groups: [{ state: 'withdrawn' }],
      findings: [expect.stringContaining('Version_1.0, which its vendor has withdrawn')],
    })
  })

  it('does not have a rule that is to be counted only: then that one blocks', () => {
    expect(judge({ ruleNames: ['SizeRestrictions_Body'] }).findings).toEqual([
      expect.stringContaining('has no rules named SizeRestrictions_BODY'),
    ])
  })

  it('about which AWS says nothing is unknown, and accuses nobody', () => {
    const unknown = { unknown: 'AWS denies wafv2:ListAvailableManagedRuleGroupVersions' }
    expect(judge({ versions: unknown, ruleNames: unknown })).toMatchObject({
      groups: [{ state: 'unknown', uses: null, unknownNames: [], problem: unknown.unknown }],
      findings: [],
    })
  })
})
