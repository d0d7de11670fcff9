import { Duration } from 'aws-cdk-lib'
import { NAMES } from '@semiont/config/aws-names'
import { missingTasksOf, responseTimeOf, unhealthyOf } from '../metrics.ts'
import type { Alarms } from './alarm.ts'
import type { AlarmContext } from './context.ts'

export function addServiceAlarms(alarms: Alarms, { services }: AlarmContext): void {
  for (const name of ['frontend', 'backend', 'worker'] as const) {
    const service = services[name]
    const runbook = 'service'
    alarms.add(`${name}-tasks-missing`, {
      means: `Fewer tasks of ${NAMES.services[name]} run than should, for ten minutes.`,
      runbook,
      metric: missingTasksOf(service),
      threshold: 1,
      periods: 10,
    })
    alarms.add(`${name}-cpu`, {
      means: `${NAMES.services[name]} is busy although it may have grown to its maximum.`,
      runbook,
      metric: service.metricCpuUtilization({ period: Duration.minutes(5) }),
      threshold: 90,
    })
    alarms.add(`${name}-memory`, {
      means: `${NAMES.services[name]} runs out of memory.`,
      runbook,
      metric: service.metricMemoryUtilization({ period: Duration.minutes(5) }),
      threshold: 90,
    })
  }
}

export function addRouteAlarms(alarms: Alarms, { routes, settings }: AlarmContext): void {
  for (const [name, group] of Object.entries(routes)) {
    alarms.add(`${name}-unhealthy`, {
      means: `A task of the ${name} does not answer its health check.`,
      runbook: 'service',
      metric: unhealthyOf(group),
      threshold: 1,
      periods: 5,
    })
    alarms.add(`${name}-slow`, {
      means: `One in twenty answers of the ${name} takes too long.`,
      runbook: 'slow',
      metric: responseTimeOf(group),
      threshold: settings.monitoring.thresholds.responseTimeMs / 1000,
    })
  }
}
