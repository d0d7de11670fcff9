import type { Judging } from '../define-check.ts'
import type { RequestsFact, ServiceRequests } from '../facts/requests.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

/** Of fewer requests a share says nothing. */
const ENOUGH = 20

export function judgeRequests(fact: RequestsFact, judging: Judging): FoundHere[] {
  return [
    ...fact.services.filter(({ requests }) => requests >= ENOUGH).flatMap((one) => judgeService(one, fact, judging)),
    ...judgeSlowQueries(fact, judging),
  ]
}

export function describeRequests({ services, minutes }: RequestsFact): string {
  const words = services.map(
    ({ service, requests, p95 }) => `${service} ${requests}${p95 === null ? '' : ` (95 % in ${Math.round(p95)} ms)`}`,
  )
  return `requests in ${minutes} min: ${words.join(', ')}`
}

function judgeService(
  { service, requests, errors, p95 }: ServiceRequests,
  { minutes }: RequestsFact,
  { settings, command }: Judging,
): FoundHere[] {
  const { errorRatePercent, responseTimeMs } = settings.monitoring.thresholds
  const percent = (errors / requests) * 100
  const about = { severity: 'warning', subject: service, confidence: 'possible' } as const
  const evidence = [`${count(requests, 'request')} in the last ${minutes} min, ${errors} failed`]
  const findings: FoundHere[] = []
  if (percent > errorRatePercent)
    findings.push({
      ...about,
      id: 'requests.failing',
      message: `${percent.toFixed(1)} % of the requests to the ${service} fail (limit ${errorRatePercent} %).`,
      cause: 'A part it needs fails, or a fault in the program.',
      evidence,
      next: command(`logs --service ${service} --level error --since ${minutes}m`),
    })
  if (p95 !== null && p95 > responseTimeMs)
    findings.push({
      ...about,
      id: 'requests.slow',
      message: `5 of 100 requests to the ${service} take longer than ${Math.round(p95)} ms (limit ${responseTimeMs} ms).`,
      cause: 'The machine or the database is busy, or a question reads more than it needs.',
      evidence,
      next: command('watch metrics'),
    })
  return findings
}

function judgeSlowQueries({ slowQueries, minutes }: RequestsFact, { command }: Judging): FoundHere[] {
  if (slowQueries === 0) return []
  return [
    {
      id: 'database.slow-logged',
      severity: 'info',
      subject: 'database',
      message: `${count(slowQueries, 'query', 'queries')} logged as slow in the last ${minutes} min.`,
      cause: 'They read more than they need, an index is missing, or the machine is busy.',
      confidence: 'possible',
      evidence: [],
      next: command(`logs --service database --grep duration --since ${minutes}m`),
    },
  ]
}
