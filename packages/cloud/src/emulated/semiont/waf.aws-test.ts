import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, startInstallation } from './start-installation.ts'

interface Report {
  readonly source: { kind: string; total: number; because: string | null }
  readonly byRule: { name: string; requests: number }[]
  readonly byAddress: { name: string; requests: number }[]
  readonly rules: { name: string; effect: string; blocked: number | null }[]
  readonly groups: { name: string; uses: string; state: string }[]
  readonly suspected: { path: string }[]
  readonly findings: string[]
}

const LOG = 'aws-waf-logs-semiont'
const HOUR_MS = 3_600_000

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
  await writeLog()
})
afterEach(() => installation.aws.faults.clear())
afterAll(async () => await installation?.stop())

/** Two requests of a hasty visitor, a scanner's, one that was let through, and one that is older than a week. */
async function writeLog(): Promise<void> {
  const { calls } = installation.aws
  const place = { logGroupName: LOG, logStreamName: 'eu-central-1_semiont_0' }
  await calls.call('logs:create_log_stream', place)
  const lines = [
    { hours: 200, rule: 'rate', visitor: '192.0.2.1', uri: '/api/resources' },
    { hours: 30, rule: 'rate', visitor: '192.0.2.7', uri: '/api/resources' },
    { hours: 5, rule: 'rate', visitor: '192.0.2.7', uri: '/api/resources' },
    { hours: 4, rule: 'AWSManagedRulesCommonRuleSet', visitor: '198.51.100.4', uri: '/wp-login.php' },
    { hours: 2, rule: 'Default_Action', visitor: '192.0.2.9', uri: '/api/site', action: 'ALLOW' },
  ]
  const logEvents = lines.map(({ hours, rule, visitor, uri, action = 'BLOCK' }) => {
    const timestamp = Date.now() - hours * HOUR_MS
    const headers = [{ name: 'x-semiont-visitor', value: visitor }]
    const httpRequest = { clientIp: '10.40.0.9', country: '-', headers, uri, args: '', httpMethod: 'GET' }
    const message = JSON.stringify({ timestamp, terminatingRuleId: rule, action, ruleGroupList: [], httpRequest })
    return { timestamp, message }
  })
  await calls.call('logs:put_log_events', { ...place, logEvents })
  await calls.call('cloudwatch:put_metric_data', {
    Namespace: 'AWS/WAFV2',
    MetricData: [
      {
        MetricName: 'BlockedRequests',
        Dimensions: [
          { Name: 'WebACL', Value: 'semiont' },
          { Name: 'Rule', Value: 'RateLimitMetric' },
          { Name: 'Region', Value: 'eu-central-1' },
        ],
        Timestamp: new Date(Date.now() - 5 * HOUR_MS).toISOString(),
        Value: 2,
      },
    ],
  })
}

const read = async (...args: string[]) => {
  const said = await installation.semiont(['waf', '--json', ...args])
  return { code: said.code, ...said.json<Report>() }
}

describe('semiont waf', () => {
  it('counts what was blocked within a week by rule and visitor, from the firewall’s own log', async () => {
    const report = await read()
    expect(report).toMatchObject({ code: 0, source: { kind: 'log', total: 3 }, findings: [] })
    expect(report.byRule).toEqual([
      { name: 'rate', requests: 2 },
      { name: 'AWSManagedRulesCommonRuleSet', requests: 1 },
    ])
    expect(report.byAddress[0]).toEqual({ name: '192.0.2.7', requests: 2 })
  })

  it('takes the time that is asked for', async () => {
    expect((await read('--since', '6h')).source.total).toBe(2)
  })

  it('says which rules do something and which versions the rule groups have', async () => {
    const report = await read()
    expect(report.rules.find(({ name }) => name === 'rate')).toMatchObject({ effect: 'blocks', blocked: 2 })
    expect(report.rules.find(({ name }) => name === 'AWSManagedRulesSQLiRuleSet')).toMatchObject({ effect: 'unknown' })
    expect(report.groups[0]).toMatchObject({
      name: 'AWSManagedRulesCommonRuleSet',
      uses: 'Version_1.4',
      state: 'current',
    })
    const { stdout } = await installation.semiont(['waf'])
    expect(stdout).toContain('semiont turned away 3 requests')
    expect(stdout).toMatch(/AWSManagedRulesSQLiRuleSet +Version_1\.4, follows its vendor; the newest/)
  })

  it('reads on page after page where queries are not allowed', async () => {
    installation.aws.faults.deny('logs:StartQuery')
    expect(await read()).toMatchObject({ code: 0, source: { kind: 'log', total: 3, because: null } })
  })

  it('says that it has samples of three hours only where the log cannot be read, and why', async () => {
    installation.aws.faults.deny('logs')
    const report = await read()
    expect(report.code).toBe(3)
    expect(report.source).toMatchObject({ kind: 'samples', total: 1 })
    expect(report.findings[0]).toMatch(/last three hours.*logs:FilterLogEvents/)
  })

  it('names signed-in people who were turned away from the API by what they wrote', async () => {
    const place = { logGroupName: LOG, logStreamName: 'eu-central-1_semiont_0' }
    const timestamp = Date.now() - HOUR_MS
    const headers = [
      { name: 'x-semiont-visitor', value: '203.0.113.5' },
      { name: 'cookie', value: 'REDACTED' },
    ]
    const httpRequest = { clientIp: '10.40.0.9', headers, uri: '/api/annotations', httpMethod: 'POST' }
    const entry = { timestamp, terminatingRuleId: 'AWSManagedRulesSQLiRuleSet', action: 'BLOCK', httpRequest }
    const logEvents = [{ timestamp, message: JSON.stringify(entry) }]
    await installation.aws.calls.call('logs:put_log_events', { ...place, logEvents })
    const report = await read()
    expect(report.code).toBe(3)
    expect(report.suspected).toMatchObject([{ path: '/api/annotations' }])
  })

  it('tells the rest when AWS says nothing of its rule groups, and ends with 4', async () => {
    installation.aws.faults.deny('wafv2:ListAvailableManagedRuleGroupVersions')
    const report = await read('--since', '30m')
    expect(report).toMatchObject({ code: 4, source: { total: 0 } })
    expect(report.groups[0]).toMatchObject({ state: 'unknown' })
  })

  it('says on this machine where its limits are instead', async () => {
    const { stdout, code } = await installation.semiont(['waf', '--environment', 'local'])
    expect(code).toBe(0)
    expect(stdout).toContain('semiont logs --service backend --grep rate_limited')
  })
})
