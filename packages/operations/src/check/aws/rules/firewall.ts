import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import type { FirewallFact, OriginFact } from '../facts/firewall.ts'

/** A share above this, of at least so many requests, is an attack or a rule that is too strict. */
const BLOCKED_SHARE = 0.2
const ENOUGH_REQUESTS = 100

/** The firewall is there, before the load balancer, and writes down what it does. */
export function judgeFirewall(fact: FirewallFact, { command }: Judging): FoundHere[] {
  const about = { subject: 'address', runbook: 'firewall', evidence: [] } as const
  if (fact.name === null || !fact.attached)
    return [
      {
        ...about,
        id: 'firewall.off',
        severity: 'critical',
        message:
          fact.name === null
            ? 'There is no firewall.'
            : `The firewall ${fact.name} does not protect the load balancer.`,
        cause: 'Its web ACL was deleted or detached by hand.',
        confidence: 'likely',
        next: command('deploy'),
      },
    ]
  const findings: FoundHere[] = []
  if (fact.logGroups.length === 0)
    findings.push({
      ...about,
      id: 'firewall.unlogged',
      severity: 'warning',
      message: 'The firewall writes no log: what it blocks cannot be reviewed.',
      cause: 'Its logging was switched off.',
      confidence: 'likely',
      next: command('deploy'),
    })
  const share = shareOf(fact)
  if (share !== null && share > BLOCKED_SHARE)
    findings.push({
      ...about,
      id: 'firewall.blocking',
      severity: 'warning',
      message: `The firewall blocked ${percent(share)} of the requests of the last day.`,
      cause: 'An attack, or a rule that takes people for attackers.',
      confidence: 'possible',
      evidence: [`${fact.blocked ?? 0} blocked, ${fact.allowed ?? 0} let through`],
      next: command('waf --since 1d'),
    })
  return findings
}

export function describeFirewall(fact: FirewallFact): string {
  const share = shareOf(fact)
  const blocked = share === null ? 'few or no requests' : `${percent(share)} of requests blocked`
  return `${fact.rules} rules before the load balancer, ${blocked} in the last day`
}

function shareOf({ allowed, blocked }: FirewallFact): number | null {
  const all = (allowed ?? 0) + (blocked ?? 0)
  return all < ENOUGH_REQUESTS ? null : (blocked ?? 0) / all
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}

/** Nobody gets around CloudFront. */
export function judgeOrigin({ name, scheme, state, reason }: OriginFact, { command }: Judging): FoundHere[] {
  const findings: FoundHere[] = []
  if (scheme === 'internet-facing')
    findings.push({
      id: 'origin.open',
      severity: 'critical',
      subject: 'address',
      message: 'The load balancer can be reached from the internet, past CloudFront.',
      cause: 'It was made anew by hand with public addresses.',
      confidence: 'likely',
      evidence: [`${name}: ${scheme}`],
      next: command('deploy'),
    })
  if (!['active', 'unknown', ''].includes(state))
    findings.push({
      id: 'origin.state',
      severity: state === 'provisioning' ? 'info' : 'critical',
      subject: 'address',
      message: `The load balancer is ${state}.`,
      cause: reason ?? 'AWS gives no reason.',
      confidence: 'possible',
      evidence: [name],
      next: command('check'),
      runbook: 'down',
    })
  return findings
}

export function describeOrigin({ name, scheme }: OriginFact): string {
  return `${name} is ${scheme === 'internal' ? 'inside the network only' : `of the scheme ${scheme}`}`
}
