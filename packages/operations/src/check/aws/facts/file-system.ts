import { describeMountTargets, type FileSystem, findFileSystem, type MountTarget } from '../../../aws/clients/efs.ts'
import { type MetricQuestion, readMetricData } from '../../../aws/clients/metric-data.ts'
import type { Account } from '../account.ts'

export interface FileSystemFact {
  readonly id: string
  /** Null when there is none. */
  readonly system: FileSystem | null
  readonly mountTargets: readonly MountTarget[]
  readonly zones: number
  /** Bytes a day over at most two weeks; null where CloudWatch has no data. */
  readonly growthPerDay: number | null
  /** Of what the mode of performance allows, at its highest within the last hour. */
  readonly ioPercent: number | null
  /** What is left to be faster than the size allows; only with throughput "bursting". */
  readonly burstCreditBytes: number | null
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export async function gatherFileSystem({ connection, stack, now, place }: Account): Promise<FileSystemFact> {
  const id = (await stack('infra')).get('EFSFileSystemId')
  const system = (await findFileSystem(connection, id)) ?? null
  if (system === null)
    return {
      id,
      system,
      mountTargets: [],
      zones: place.network.availabilityZones,
      growthPerDay: null,
      ioPercent: null,
      burstCreditBytes: null,
    }
  const dimensions = { FileSystemId: id }
  const ask = (name: string, statistic: MetricQuestion['statistic'], more = {}): MetricQuestion => ({
    namespace: 'AWS/EFS',
    name,
    statistic,
    dimensions: { ...dimensions, ...more },
  })
  const recent = { since: new Date(now.getTime() - HOUR_MS), until: now, periodSeconds: 3600 }
  const [mountTargets, [io = [], credits = []], [sizes = []]] = await Promise.all([
    describeMountTargets(connection, id),
    readMetricData(connection, [ask('PercentIOLimit', 'Maximum'), ask('BurstCreditBalance', 'Minimum')], recent),
    readMetricData(connection, [ask('StorageBytes', 'Average', { StorageClass: 'Total' })], {
      since: new Date(now.getTime() - 14 * DAY_MS),
      until: now,
      periodSeconds: DAY_MS / 1000,
    }),
  ])
  const [first, last] = [sizes.at(0), sizes.at(-1)]
  const days = first && last ? (last.at.getTime() - first.at.getTime()) / DAY_MS : 0
  return {
    id,
    system,
    mountTargets,
    zones: place.network.availabilityZones,
    growthPerDay: first && last && days >= 1 ? (last.value - first.value) / days : null,
    ioPercent: io.at(-1)?.value ?? null,
    burstCreditBytes: system.throughputMode === 'bursting' ? (credits.at(-1)?.value ?? null) : null,
  }
}
