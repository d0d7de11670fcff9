import type { Platform, ReplicaStatus } from '../platform/platform.ts'

/** What runs of the services that read secrets when they start. */
export interface RunningTasks {
  readonly replicas: readonly Pick<ReplicaStatus, 'id' | 'startedAt'>[]
  readonly healthy: boolean
  /** Why it could not be learned; then nothing is known of the rest. */
  readonly unknown: string | null
}

const READERS: readonly string[] = ['backend', 'worker']

export async function readRunningTasks(platform: Pick<Platform, 'status'>): Promise<RunningTasks> {
  const status = await platform.status()
  const services = status.services.filter(({ service }) => READERS.includes(service))
  const unknown = services.find(({ state }) => state === 'unknown')
  return {
    replicas: services.flatMap(({ replicas }) => replicas.filter(({ state }) => state !== 'stopped')),
    healthy: services.every(({ state }) => state === 'healthy' || state === 'stopped'),
    unknown: unknown === undefined ? null : `${unknown.service}: ${unknown.detail ?? 'not known'}`,
  }
}
