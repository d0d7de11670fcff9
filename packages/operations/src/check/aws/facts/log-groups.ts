import { listLogGroups, type LogGroupState } from '../../../aws/clients/log-groups.ts'
import { listFirewallLogs } from '../../../aws/clients/wafv2.ts'
import type { Account } from '../account.ts'

export interface LogGroupsFact {
  readonly groups: readonly LogGroupState[]
  /** Names of those that should be there and are not. */
  readonly missing: readonly string[]
  readonly keepDays: number
}

const PREFIXES = ['Semiont', 'aws-waf-logs-semiont', '/aws/rds/instance/semiont-database/'] as const

export async function gatherLogGroups({ connection, stack, place }: Account): Promise<LogGroupsFact> {
  const [infra, app] = await Promise.all([stack('infra'), stack('app')])
  const [found, firewall] = await Promise.all([
    Promise.all(PREFIXES.map(async (prefix) => await listLogGroups(connection, prefix))),
    listFirewallLogs(connection, app.get('WebACLArn')),
  ])
  const groups = found.flat()
  const expected = [
    app.get('LogGroupName'),
    app.get('AlertHistoryLogGroupName'),
    infra.get('TrailLogGroupName'),
    ...firewall,
  ]
  return {
    groups,
    missing: expected.filter((name) => !groups.some((group) => group.name === name)),
    keepDays: place.keep.logsDays,
  }
}
