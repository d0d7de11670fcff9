import type { AlarmState } from '../../../aws/clients/alarms.ts'
import type { Judging } from '../../define-check.ts'
import type { FindingSubject, FoundHere } from '../../report.ts'
import { count, duration } from '../../words.ts'
import type { AlarmsFact } from '../facts/alarms.ts'

/** An alarm that has no data for so long watches nothing. */
const BLIND_MS = 24 * 3_600_000
/** People notice these at once. */
const SEVERE = /(^|-)(down|gone|stolen)$/

/** No alarm rings, and each could: it has data, an action, and its actions are on. */
export function judgeAlarms({ alarms }: AlarmsFact, judging: Judging): FoundHere[] {
  if (alarms.length === 0)
    return [
      {
        id: 'alarm.none',
        severity: 'critical',
        subject: 'installation',
        message: 'There are no alarms.',
        cause: 'The application stack was not deployed completely, or somebody has deleted them.',
        confidence: 'likely',
        evidence: [],
        next: judging.command('deploy'),
      },
    ]
  return [
    ...alarms.filter(({ state }) => state === 'ALARM').map((alarm) => ringing(alarm)),
    ...mute(alarms, judging),
    ...blind(alarms, judging),
  ]
}

export function describeAlarms({ alarms }: AlarmsFact): string {
  return `${count(alarms.length, 'alarm')}, none rings, each has an action`
}

function ringing({ name, description, reason, since }: AlarmState): FoundHere {
  const [means = '', page] = description.split(/\s*What to do:\s*/)
  const runbook = page?.split('#').at(1)
  return {
    id: 'alarm.ringing',
    severity: SEVERE.test(name) ? 'critical' : 'warning',
    subject: subjectOf(name),
    message: `The alarm ${name} rings${since === null ? '' : ` since ${since.toISOString()}`}: ${means || 'it says not what for'}`,
    cause: reason || 'CloudWatch gives no reason.',
    confidence: 'certain',
    evidence: [],
    next: `aws cloudwatch describe-alarm-history --alarm-name ${name} --max-items 10`,
    ...(runbook === undefined ? {} : { runbook }),
  }
}

function mute(alarms: readonly AlarmState[], { command }: Judging): FoundHere[] {
  const silent = alarms.filter(({ actions }) => actions.length === 0)
  const disabled = alarms.filter(({ actions, actionsEnabled }) => actions.length > 0 && !actionsEnabled)
  return [
    ...silent.map(
      ({ name }): FoundHere => ({
        id: 'alarm.without-action',
        severity: 'warning',
        subject: subjectOf(name),
        message: `The alarm ${name} has no action: nobody is told when it rings.`,
        cause: 'It was made or changed by hand.',
        confidence: 'likely',
        evidence: [],
        next: command('deploy'),
      }),
    ),
    ...disabled.map(
      ({ name }): FoundHere => ({
        id: 'alarm.disabled',
        severity: 'warning',
        subject: subjectOf(name),
        message: `The actions of the alarm ${name} are switched off.`,
        cause: 'Somebody has silenced it, perhaps for a maintenance that is over.',
        confidence: 'likely',
        evidence: [],
        next: `aws cloudwatch enable-alarm-actions --alarm-names ${name}`,
      }),
    ),
  ]
}

function blind(alarms: readonly AlarmState[], { now }: Judging): FoundHere[] {
  return alarms
    .filter(({ state }) => state === 'INSUFFICIENT_DATA')
    .flatMap(({ name, since }): FoundHere[] => {
      const age = since === null ? Number.POSITIVE_INFINITY : now.getTime() - since.getTime()
      if (age < BLIND_MS) return []
      return [
        {
          id: 'alarm.blind',
          severity: 'warning',
          subject: subjectOf(name),
          message: `The alarm ${name} has had no data${Number.isFinite(age) ? ` for ${duration(age)}` : ''}.`,
          cause: 'What it watches is gone, or is named otherwise by now.',
          confidence: 'likely',
          evidence: [],
          next: `aws cloudwatch describe-alarms --alarm-names ${name}`,
        },
      ]
    })
}

function subjectOf(name: string): FindingSubject {
  if (/documents/.test(name)) return 'storage'
  const named = (['frontend', 'backend', 'worker', 'database'] as const).find((service) => name.includes(service))
  return named ?? 'installation'
}
