import { z } from 'zod'
import { count, percent } from './values.ts'

const thresholdsSchema = z.strictObject({
  diskFreePercent: percent.default(10).describe('Less free disk space than this is a finding.'),
  memoryFreePercent: percent.default(5).describe('Less free memory than this is a finding.'),
  responseTimeMs: count.default(1000).describe('A slower answer of a service is a finding.'),
  errorRatePercent: percent.default(1).describe('More failed requests than this is a finding.'),
  jobsQueued: count.default(1000).describe('More waiting jobs than this is a finding.'),
  jobOldestMinutes: count.default(15).describe('A job that waits longer is a finding.'),
  databaseConnectionsPercent: percent.default(80).describe('More used connections than this is a finding.'),
  slowQueryMs: count.default(500).describe('A query that takes longer is named.'),
  clockSkewSeconds: count.default(5).describe('How far clocks may differ.'),
  certificateDays: count.default(30).describe('A certificate that ends sooner is a finding.'),
  secretAgeDays: count.default(180).describe('An older secret is called stale.'),
  backupAgeHours: count.default(26).describe('A newest backup older than this is a finding.'),
})

export const monitoringSchema = z.strictObject({
  thresholds: thresholdsSchema.prefault({}).describe('Where `semiont check` begins to complain.'),
})

export type Thresholds = z.infer<typeof thresholdsSchema>
