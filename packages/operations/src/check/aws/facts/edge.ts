import { type EdgeDistribution, findDistribution } from '../../../aws/clients/cloudfront.ts'
import { GLOBAL_REGION } from '../../../aws/account/connection.ts'
import { readMetricData } from '../../../aws/clients/metric-data.ts'
import type { Account } from '../account.ts'

export interface EdgeFact {
  readonly id: string
  /** Null when there is none. */
  readonly distribution: EdgeDistribution | null
  /** Of the last day; null where CloudWatch has no data. */
  readonly failedPercent: number | null
  /** Only with the distribution's additional metrics; null without. */
  readonly cacheHitPercent: number | null
}

const DAY_MS = 86_400_000

export async function gatherEdge({ connection, stack, now }: Account): Promise<EdgeFact> {
  const id = (await stack('app')).get('DistributionId')
  const ask = (name: string) => ({
    namespace: 'AWS/CloudFront',
    name,
    statistic: 'Average' as const,
    dimensions: { DistributionId: id, Region: 'Global' },
  })
  const [distribution, [failed = [], hits = []]] = await Promise.all([
    findDistribution(connection, id),
    readMetricData(connection, [ask('5xxErrorRate'), ask('CacheHitRate')], {
      since: new Date(now.getTime() - DAY_MS),
      until: now,
      periodSeconds: DAY_MS / 1000,
      region: GLOBAL_REGION,
    }),
  ])
  return {
    id,
    distribution: distribution ?? null,
    failedPercent: failed.at(-1)?.value ?? null,
    cacheHitPercent: hits.at(-1)?.value ?? null,
  }
}
