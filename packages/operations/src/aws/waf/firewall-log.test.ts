import { describe, expect, it } from 'vitest'
import { parseFirewallLine } from './firewall-log.ts'

const entry = {
  timestamp: Date.parse('2026-01-31T10:00:00Z'),
  formatVersion: 1,
  terminatingRuleId: 'AWSManagedRulesCommonRuleSet',
  terminatingRuleType: 'MANAGED_RULE_GROUP',
  action: 'BLOCK',
  ruleGroupList: [
    { ruleGroupId: 'AWS#AWSManagedRulesKnownBadInputsRuleSet', terminatingRule: null },
    {
      ruleGroupId: 'AWS#AWSManagedRulesCommonRuleSet',
      terminatingRule: { ruleId: 'CrossSiteScripting_QUERYARGUMENTS', action: 'BLOCK' },
    },
  ],
  httpRequest: {
    clientIp: '10.40.0.12',
    country: '-',
    headers: [
      { name: 'X-Semiont-Visitor', value: '192.0.2.7' },
      { name: 'Authorization', value: 'REDACTED' },
    ],
    uri: '/api/search',
    args: 'q=%3Cscript%3E',
    httpMethod: 'GET',
  },
}

describe('a line of the firewall’s log', () => {
  it('tells the visitor that CloudFront named, the rule within the group, and that somebody was signed in', () => {
    expect(parseFirewallLine(JSON.stringify(entry))).toEqual({
      at: '2026-01-31T10:00:00.000Z',
      rule: 'AWSManagedRulesCommonRuleSet',
      within: 'CrossSiteScripting_QUERYARGUMENTS',
      address: '192.0.2.7',
      country: null,
      method: 'GET',
      path: '/api/search',
      signedIn: true,
    })
  })

  it('of a rule that is no group, past CloudFront and signed out', () => {
    const line = JSON.stringify({
      ...entry,
      terminatingRuleId: 'rate',
      ruleGroupList: [],
      httpRequest: { ...entry.httpRequest, headers: [], country: 'DE' },
    })
    expect(parseFirewallLine(line)).toMatchObject({
      rule: 'rate',
      within: null,
      address: '10.40.0.12',
      country: 'DE',
      signedIn: false,
    })
  })

  it('is left out when it is about a request that was let through, or none', () => {
    expect(parseFirewallLine(JSON.stringify({ ...entry, action: 'ALLOW' }))).toBeUndefined()
    expect(parseFirewallLine('not JSON')).toBeUndefined()
    expect(parseFirewallLine('null')).toBeUndefined()
  })

  it('without half of its fields is still a blocked request', () => {
    expect(parseFirewallLine('{"action":"BLOCK"}')).toMatchObject({ rule: 'unknown', address: '', path: '' })
  })
})
