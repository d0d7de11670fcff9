import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import type { EdgeFact } from '../facts/edge.ts'

const FAILED_PERCENT = 5

/** CloudFront is there, on, and does not fail. */
export function judgeEdge({ id, distribution, failedPercent }: EdgeFact, { command }: Judging): FoundHere[] {
  const about = { subject: 'address', runbook: 'down', evidence: [id] } as const
  if (distribution === null || !distribution.enabled)
    return [
      {
        ...about,
        id: 'edge.off',
        severity: 'critical',
        message:
          distribution === null
            ? 'There is no CloudFront distribution.'
            : 'The CloudFront distribution is switched off.',
        cause: 'Somebody has done that by hand.',
        confidence: 'likely',
        next: command('deploy'),
      },
    ]
  const findings: FoundHere[] = []
  if (distribution.status === 'InProgress')
    findings.push({
      ...about,
      id: 'edge.changing',
      severity: 'info',
      message: 'A change of CloudFront is still spreading.',
      cause: `It was changed${distribution.changedAt === null ? '' : ` at ${distribution.changedAt.toISOString()}`}; that takes some minutes.`,
      confidence: 'certain',
      next: command('check'),
    })
  if (failedPercent !== null && failedPercent >= FAILED_PERCENT)
    findings.push({
      ...about,
      id: 'edge.failing',
      severity: 'warning',
      message: `CloudFront answered ${failedPercent.toFixed(1)} % of the last day's requests with failures.`,
      cause: 'The services fail, or CloudFront does not reach the load balancer.',
      confidence: 'possible',
      next: command('logs --level error --since 1d'),
    })
  return findings
}

export function describeEdge({ distribution, cacheHitPercent }: EdgeFact): string {
  if (distribution === null) return 'missing'
  const hits = cacheHitPercent === null ? '' : `, ${Math.round(cacheHitPercent)} % from the cache`
  return `${distribution.host} ${distribution.status}${hits}`
}
