import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { waiting } from '../security-metrics.ts'
import type { Alarms } from './alarm.ts'

/** The longest that a job that is due may wait, when all is well. */
const PATIENCE_SECONDS = 900

export function addJobAlarms(alarms: Alarms): void {
  alarms.add('jobs-waiting', {
    means:
      'A job has been waiting for a quarter of an hour, or nobody says how much waits: the worker does not keep up.',
    runbook: 'jobs',
    metric: waiting('JobsOldestSeconds'),
    threshold: PATIENCE_SECONDS,
    missing: TreatMissingData.BREACHING,
  })
  alarms.add('jobs-failed', {
    means: 'A job was tried as often as allowed and has failed each time.',
    runbook: 'jobs',
    metric: waiting('JobsFailed'),
    threshold: 1,
  })
  alarms.add('events-parked', {
    means:
      'An event of the log could not be handled and was put aside; what follows from it is missing in search or views.',
    runbook: 'jobs',
    metric: waiting('EventsParked'),
    threshold: 1,
  })
}
