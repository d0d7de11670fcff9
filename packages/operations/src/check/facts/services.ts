import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LogEntry, PlatformStatus, ServiceName } from '../../platform/platform.ts'
import type { Subject } from '../subject.ts'

export interface ServicesFact {
  readonly status: PlatformStatus
  /** `killed`: the supervisor is gone without having stopped anything. `never`: nothing was ever started here. */
  readonly lastEnd: 'stopped' | 'killed' | 'never' | null
  /** Of the services that are not well, newest last. */
  readonly lastErrors: readonly Pick<LogEntry, 'time' | 'service' | 'message'>[]
}

const ERRORS_OF_HOURS = 24

export async function gatherServices(subject: Subject): Promise<ServicesFact> {
  const status = await subject.status()
  const ailing = status.services.filter(({ state }) => state !== 'healthy').map(({ service }) => service)
  return {
    status,
    lastEnd: status.running ? null : lastEndOf(subject),
    lastErrors: ailing.length === 0 ? [] : await readLastErrors(subject, ailing),
  }
}

function lastEndOf({ platform, stateDirectory }: Subject): ServicesFact['lastEnd'] {
  if (platform.kind !== 'local') return 'stopped'
  if (existsSync(join(stateDirectory, 'run.json'))) return 'killed'
  return existsSync(join(stateDirectory, 'logs')) ? 'stopped' : 'never'
}

/** What they said last is a hint, not a fact the check depends on: logs that cannot be read give none. */
async function readLastErrors(
  { platform, now, signal }: Subject,
  services: readonly ServiceName[],
): Promise<ServicesFact['lastErrors']> {
  const since = new Date(now().getTime() - ERRORS_OF_HOURS * 3_600_000)
  const entries: LogEntry[] = []
  try {
    for await (const entry of platform.logs({ services, since, minimumLevel: 'ERROR', limit: 5, signal }))
      entries.push(entry)
  } catch {
    signal.throwIfAborted()
  }
  return entries.map(({ time, service, message }) => ({ time, service, message }))
}
