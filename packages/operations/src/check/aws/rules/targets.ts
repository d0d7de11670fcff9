import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import type { TargetsFact } from '../facts/targets.ts'

/** Tasks that leave or arrive are none that should answer. */
const PASSING = ['draining', 'initial', 'unused']

/** At least one target answers in each group, and none that should does not. */
export function judgeTargets(groups: readonly TargetsFact[], judging: Judging): FoundHere[] {
  return groups.flatMap((group) => judgeGroup(group, judging))
}

export function describeTargets(groups: readonly TargetsFact[]): string {
  return groups
    .map(({ service, targets }) => `${service} ${healthyOf(targets).length}/${targets.length} healthy`)
    .join(', ')
}

function judgeGroup({ service, targets, arn }: TargetsFact, { command }: Judging): FoundHere[] {
  const about = { subject: service, runbook: 'down' } as const
  if (targets.length === 0)
    return [
      {
        ...about,
        id: 'target.none',
        severity: 'critical',
        message: `The load balancer knows no task of the ${service}.`,
        cause: 'No task runs, or none was registered.',
        confidence: 'likely',
        evidence: [arn],
        next: command(`restart --service ${service}`),
      },
    ]
  const bad = targets.filter(({ state }) => state !== 'healthy' && !PASSING.includes(state))
  if (bad.length === 0) return []
  const gone = healthyOf(targets).length === 0
  const [first] = bad
  return [
    {
      ...about,
      id: 'target.unhealthy',
      severity: gone ? 'critical' : 'warning',
      message: gone
        ? `No task of the ${service} answers its health check.`
        : `${bad.length} of ${targets.length} tasks of the ${service} do not answer their health check.`,
      cause: [first?.reason, first?.description].filter(Boolean).join(': ') || 'The load balancer gives no reason.',
      confidence: 'likely',
      evidence: bad.map(({ id, port, state, reason }) => `${id}:${port ?? ''} ${state}${reason ? `, ${reason}` : ''}`),
      next: command(`logs --service ${service} --level error --since 1h`),
    },
  ]
}

function healthyOf(targets: TargetsFact['targets']): TargetsFact['targets'] {
  return targets.filter(({ state }) => state === 'healthy')
}
