import { Duration } from 'aws-cdk-lib'
import { AlarmRule, AlarmState, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { failureShare, healthyOf } from '../metrics.ts'
import type { Alarms } from './alarm.ts'
import type { AlarmContext } from './context.ts'

/** Of all answers, so many may fail in a month. */
const AVAILABILITY_OBJECTIVE_PERCENT = 99.5

/**
 * Two speeds at which the month's error budget is used up, each over a long window and a short one, so that it rings early
 * and stops soon. @see Beyer et al., The Site Reliability Workbook (2018), chapter 5
 */
const BURN_RATES = [
  { name: 'fast', rate: 14.4, long: Duration.hours(1), short: Duration.minutes(5) },
  { name: 'slow', rate: 6, long: Duration.hours(6), short: Duration.minutes(30) },
] as const

export function addServiceLevelAlarms(alarms: Alarms, { routes, services }: AlarmContext): void {
  const groups = Object.values(routes)
  const burning = BURN_RATES.map(({ name, rate, long, short }) => {
    const threshold = rate * (100 - AVAILABILITY_OBJECTIVE_PERCENT)
    const windows = Object.entries({ long, short }).map(([window, period]) =>
      alarms.add(`budget-burns-${name}-${window}`, {
        means: `Over ${period.toHumanString()}, so many answers fail that the error budget of the month burns ${rate} times too fast.`,
        runbook: 'failures',
        metric: failureShare(groups, period),
        threshold,
        periods: 1,
      }),
    )
    return alarms.compose(
      `budget-burns-${name}`,
      `Too many answers fail (objective: ${AVAILABILITY_OBJECTIVE_PERCENT} % succeed).`,
      'failures',
      AlarmRule.allOf(...windows.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    )
  })
  const gone = Object.entries(routes).map(([name, group]) =>
    alarms.add(`${name}-gone`, {
      means: `No task of the ${name} answers.`,
      runbook: 'down',
      metric: healthyOf(group),
      threshold: 1,
      periods: 2,
      below: true,
      missing: TreatMissingData.BREACHING,
    }),
  )
  alarms.compose(
    'down',
    `${services.cluster.clusterName}: people cannot use the site.`,
    'down',
    AlarmRule.anyOf(...[...gone, ...burning.slice(0, 1)].map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
  )
}
