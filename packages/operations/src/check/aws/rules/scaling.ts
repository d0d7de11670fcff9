import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { count } from '../../words.ts'
import type { ScaledService } from '../facts/scaling.ts'

/** More often within a day means that the load swings about the target, or the target is wrong. */
const RESTLESS = 20

/** Services grow and shrink within their bounds, and are not at their end. */
export function judgeScaling(services: readonly ScaledService[], judging: Judging): FoundHere[] {
  return services.flatMap((service) => judgeService(service, judging))
}

export function describeScaling(services: readonly ScaledService[]): string {
  return services
    .map(({ service, desired, bounds, activities }) => {
      const between = bounds === null ? 'does not scale' : `of ${bounds.minimum}-${bounds.maximum}`
      return `${service} ${desired ?? '?'} ${between}, ${count(activities.length, 'change')} in a day`
    })
    .join('; ')
}

function judgeService(scaled: ScaledService, { command }: Judging): FoundHere[] {
  const { service, desired, bounds, activities } = scaled
  const next = command('scaling')
  const about = { subject: service, next, runbook: 'service' } as const
  if (desired === null) return []
  if (bounds === null)
    return [
      {
        ...about,
        id: 'scaling.off',
        severity: 'warning',
        message: `The ${service} does not grow by itself.`,
        cause: 'Its automatic scaling was removed by hand.',
        confidence: 'likely',
        evidence: [],
        next: command('deploy'),
      },
    ]
  return [...judgeBounds(scaled, bounds, about), ...judgeActivities(activities, about)]
}

type About = Pick<FoundHere, 'subject' | 'next'> & { readonly runbook: string }

function judgeBounds(
  { service, desired, configured, activities }: ScaledService,
  { minimum, maximum, suspended }: NonNullable<ScaledService['bounds']>,
  about: About,
): FoundHere[] {
  const findings: FoundHere[] = []
  if (desired !== null && desired >= maximum && maximum > minimum)
    findings.push({
      ...about,
      id: 'scaling.at-maximum',
      severity: 'warning',
      message: `The ${service} has grown to its maximum of ${count(maximum, 'task')}.`,
      cause: activities.at(-1)?.cause ?? 'Much is asked of it, or each request takes long.',
      confidence: 'possible',
      evidence: [`aws.services.${service}.maximum is ${configured.maximum}`],
    })
  if (desired !== null && desired > minimum && desired < maximum)
    findings.push({
      ...about,
      id: 'scaling.grown',
      severity: 'info',
      message: `The ${service} has grown to ${count(desired, 'task')} (${minimum} to ${maximum}).`,
      cause: activities.at(-1)?.cause ?? 'It has grown more than a day ago, or somebody has scaled it.',
      confidence: activities.length === 0 ? 'possible' : 'likely',
      evidence: [],
    })
  if (suspended.in || suspended.out)
    findings.push({
      ...about,
      id: 'scaling.suspended',
      severity: 'warning',
      message: `The ${service} does not ${suspended.out ? 'grow' : 'shrink'} by itself: its scaling is suspended.`,
      cause: 'Somebody has suspended it, perhaps for a maintenance that is over.',
      confidence: 'likely',
      evidence: [],
    })
  if (minimum !== configured.minimum || maximum !== configured.maximum)
    findings.push({
      ...about,
      id: 'scaling.not-as-configured',
      severity: 'info',
      message: `The ${service} scales between ${minimum} and ${maximum}; configured is ${configured.minimum} to ${configured.maximum}.`,
      cause: 'The configuration was changed and not deployed, or the bounds were changed by command.',
      confidence: 'possible',
      evidence: [],
    })
  return findings
}

function judgeActivities(activities: ScaledService['activities'], about: About): FoundHere[] {
  const failed = activities.filter(({ status }) => status === 'Failed' || status === 'Unfulfilled')
  const findings: FoundHere[] = []
  if (failed.length > 0)
    findings.push({
      ...about,
      id: 'scaling.failed',
      severity: 'warning',
      message: `The ${about.subject} could not be scaled ${count(failed.length, 'time')} within a day.`,
      cause: failed.at(-1)?.statusMessage ?? 'AWS gives no reason.',
      confidence: 'likely',
      evidence: failed.slice(-3).map(({ begun, description }) => `${begun.toISOString()} ${description}`),
    })
  if (activities.length >= RESTLESS)
    findings.push({
      ...about,
      id: 'scaling.restless',
      severity: 'warning',
      message: `The ${about.subject} was scaled ${count(activities.length, 'time')} within a day.`,
      cause: 'Its load swings about the target of its scaling, or something unexpected asks much of it.',
      confidence: 'possible',
      evidence: activities.slice(-3).map(({ begun, description }) => `${begun.toISOString()} ${description}`),
    })
  return findings
}
