import type { AwsSettings, EnvironmentSettings } from '@semiont/config'
import { databaseMetric, filesMetric } from '../metrics.ts'
import type { Alarms } from './alarm.ts'
import type { AlarmContext } from './context.ts'

export function addDataAlarms(alarms: Alarms, { imports, aws, settings }: AlarmContext): void {
  const { thresholds } = settings.monitoring
  const GIB = 1024 ** 3
  alarms.add('database-cpu', {
    means: 'The database is busy.',
    runbook: 'database',
    metric: databaseMetric(imports, 'CPUUtilization'),
    threshold: 85,
  })
  alarms.add('database-connections', {
    means: 'The database has nearly as many connections as the services may open.',
    runbook: 'database',
    metric: databaseMetric(imports, 'DatabaseConnections', 'Maximum'),
    threshold: Math.round((connectionsOf(aws, settings) * thresholds.databaseConnectionsPercent) / 100),
  })
  alarms.add('database-storage', {
    means: 'The database has little room left, although its storage grows by itself.',
    runbook: 'database',
    metric: databaseMetric(imports, 'FreeStorageSpace', 'Minimum'),
    threshold: (aws.database.storageGb * GIB * thresholds.diskFreePercent) / 100,
    below: true,
  })
  alarms.add('database-memory', {
    means: 'The database has little memory left.',
    runbook: 'database',
    metric: databaseMetric(imports, 'FreeableMemory', 'Minimum'),
    threshold: GIB / 8,
    below: true,
  })
  alarms.add('documents-io', {
    means: 'The file system works at its limit.',
    runbook: 'documents',
    metric: filesMetric(imports, 'PercentIOLimit', 'Maximum'),
    threshold: 95,
  })
}

/** What the services may open together when all of them have grown to their maximum. */
function connectionsOf(aws: AwsSettings, settings: EnvironmentSettings): number {
  return (aws.services.backend.maximum + aws.services.worker.maximum) * settings.database.poolSize
}
