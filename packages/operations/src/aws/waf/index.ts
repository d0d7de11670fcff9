export type { BlockedRequest } from './firewall-log.ts'
export type { Counted, FirewallReport, GroupReport, RuleReport, SuspectedMistake } from './firewall-report.ts'
export { readFirewallReport } from './read-firewall-report.ts'
