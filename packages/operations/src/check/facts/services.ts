import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { actorName, type AuditEvent, openTrail, queryTrail } from '../../audit/index.ts'
import { type LogEntry, PROCESS_SERVICES, type PlatformStatus, type ServiceName } from '../../platform/platform.ts'
import type { Subject } from '../subject.ts'

/** A `semiont stop` in the audit trail. */
export interface Stop {
  readonly by: string
  /** ISO 8601, UTC. */
  readonly at: string
}

export interface ServicesFact {
  readonly status: PlatformStatus
  /** `killed`: the supervisor is gone without having stopped anything. `never`: nothing was ever started here. */
  readonly lastEnd: 'stopped' | 'killed' | 'never' | null
  /** Who stopped it all; null when that is not why it does not run. */
  readonly stop: Stop | null
  /** Who stopped a single service. */
  readonly stops: Readonly<Partial<Record<ServiceName, Stop>>>
  /** Of the services that are not well, from their last minutes, newest last. */
  readonly lastErrors: readonly Pick<LogEntry, 'time' | 'service' | 'message'>[]
}

const LAST_MINUTES = 5

export async function gatherServices(subject: Subject): Promise<ServicesFact> {
  const status = await subject.status()
  // What the database logs as an error is mostly somebody's question; it explains no end of the whole.
  const ailing = status.services
    .filter(({ state, service }) => state !== 'healthy' && (status.running || isProcess(service)))
    .map(({ service }) => service)
  return {
    status,
    lastEnd: status.running ? null : await lastEndOf(subject),
    ...(ailing.length === 0 ? { stop: null, stops: {}, lastErrors: [] } : await readReasons(subject, ailing)),
  }
}

async function lastEndOf({ platform, stateDirectory }: Subject): Promise<ServicesFact['lastEnd']> {
  if (platform.kind !== 'local') return 'stopped'
  const left = await readFile(join(stateDirectory, 'run.json'), 'utf8').catch(() => '')
  // A command that works on the database of a stopped installation names its purpose there.
  if (left !== '' && !left.includes('"purpose"')) return 'killed'
  return existsSync(join(stateDirectory, 'logs')) ? 'stopped' : 'never'
}

async function readReasons(
  subject: Subject,
  services: readonly ServiceName[],
): Promise<Pick<ServicesFact, 'stop' | 'stops' | 'lastErrors'>> {
  const [stops, lastErrors] = await Promise.all([readStops(subject), readLastErrors(subject, services)])
  return { ...stops, lastErrors }
}

/** The audit trail is a hint, too: one that cannot be read names nobody. */
async function readStops({ environment }: Subject): Promise<Pick<ServicesFact, 'stop' | 'stops'>> {
  const events = await openTrail(environment)
    .then((trail) => queryTrail(trail))
    .catch((): AuditEvent[] => [])
  const done = events.filter(({ outcome }) => outcome === 'succeeded' || outcome === 'running')
  const last = done.findLast(({ command }) => command === 'stop' || command === 'start')
  const singly = done
    .filter(({ command }) => command === 'stop')
    .flatMap((event) => stoppedBy(event).map((service) => [service, toStop(event)] as const))
  return {
    stop: last?.command === 'stop' && stoppedBy(last).length === 0 ? toStop(last) : null,
    stops: Object.fromEntries(singly),
  }
}

/** The services named; empty for all. */
function stoppedBy({ after }: AuditEvent): ServiceName[] {
  const stopped = typeof after === 'object' && after !== null ? Reflect.get(after, 'stopped') : undefined
  return Array.isArray(stopped) ? PROCESS_SERVICES.filter((service) => stopped.includes(service)) : []
}

function toStop({ actor, at }: AuditEvent): Stop {
  return { by: actorName(actor), at }
}

/** What they said last is a hint, not a fact the check depends on: logs that cannot be read give none. */
async function readLastErrors(
  { platform, signal }: Subject,
  services: readonly ServiceName[],
): Promise<ServicesFact['lastErrors']> {
  try {
    const [newest] = await collect(platform.logs({ services, limit: 1, signal }))
    if (!newest) return []
    const since = new Date(Date.parse(newest.time) - LAST_MINUTES * 60_000)
    const errors = await collect(platform.logs({ services, since, minimumLevel: 'ERROR', limit: 5, signal }))
    return errors.map(({ time, service, message }) => ({ time, service, message }))
  } catch {
    signal.throwIfAborted()
    return []
  }
}

async function collect(entries: AsyncIterable<LogEntry>): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

function isProcess(service: ServiceName): boolean {
  return PROCESS_SERVICES.some((name) => name === service)
}
