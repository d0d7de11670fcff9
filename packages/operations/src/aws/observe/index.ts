export { readAwsLogs } from './logs.ts'
export { readAwsMetrics } from './metrics.ts'
