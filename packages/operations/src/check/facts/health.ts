import type { ServiceName } from '../../platform/platform.ts'
import { findRunningInstance } from '../../local/instance-lock.ts'
import { NotApplicable, type Subject } from '../subject.ts'
import { get, parseJson } from './http-get.ts'

export interface HealthProbe {
  /** `backend-1`, `address` for the public one. */
  readonly name: string
  readonly service: ServiceName
  readonly url: string
  /** null when nothing answered. */
  readonly status: number | null
  readonly milliseconds: number
  readonly error: string | null
  /** What the answer says about the database; null when it says nothing. */
  readonly database: 'ok' | 'unavailable' | null
  /** Migrations that it waits for. */
  readonly pendingMigrations: readonly string[]
}

type Target = Pick<HealthProbe, 'name' | 'service' | 'url'>

/** Asks `/api/health` of every process that has one, and through the door that people use. */
export async function gatherHealth(subject: Subject, signal: AbortSignal): Promise<HealthProbe[]> {
  const status = await subject.status()
  if (!status.running) throw new NotApplicable('Semiont does not run')
  return await Promise.all(targetsOf(subject, status.url).map((target) => probe(target, signal)))
}

/** Where the front door of a running installation answers on this machine; elsewhere its public address. */
export function publicDoor({ platform, environment }: Subject, url: string | null): string | null {
  const { publicUrl } = environment.settings.site
  if (platform.kind === 'aws') return publicUrl ?? url
  if (publicUrl === undefined && url !== null) return url
  const { host, port } = environment.settings.services.frontDoor
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
}

function targetsOf(subject: Subject, url: string | null): Target[] {
  const { platform, stateDirectory } = subject
  const door = publicDoor(subject, url)
  const address: Target[] = door === null ? [] : [{ name: 'address', service: 'backend', url: healthOf(door) }]
  if (platform.kind !== 'local') return address
  const inner = (findRunningInstance(stateDirectory)?.services ?? []).flatMap((process) =>
    process.port === undefined || !isAsked(process.name)
      ? []
      : [
          {
            name: process.replica ?? process.name,
            service: process.name,
            url: healthOf(`http://127.0.0.1:${process.port}`),
          },
        ],
  )
  return [...address, ...inner]
}

function isAsked(name: string): name is 'backend' | 'worker' | 'frontend' {
  return name === 'backend' || name === 'worker' || name === 'frontend'
}

function healthOf(base: string): string {
  return `${base.replace(/\/+$/, '')}/api/health`
}

async function probe(target: Target, signal: AbortSignal): Promise<HealthProbe> {
  const startedAt = performance.now()
  const outcome = await get(target.url, signal).catch((error: Error) => ({
    status: null,
    body: '',
    error: error.message,
  }))
  return {
    ...target,
    status: outcome.status,
    milliseconds: Math.round(performance.now() - startedAt),
    error: 'error' in outcome ? outcome.error : null,
    ...readBody(outcome.body),
  }
}

/** As the backend answers, well or unwell: `checks` with `database` and `migrations`. */
function readBody(body: string): Pick<HealthProbe, 'database' | 'pendingMigrations'> {
  const checks = member(parseJson(body), 'checks')
  const state = member(member(checks, 'database'), 'status')
  const pending = member(member(checks, 'migrations'), 'pending')
  return {
    database: state === 'ok' || state === 'unavailable' ? state : null,
    pendingMigrations: Array.isArray(pending) ? pending.map(String) : [],
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
