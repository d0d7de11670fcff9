import { request as httpRequest } from 'node:http'
import type { ServiceName } from '../../platform/platform.ts'
import { findRunningInstance } from '../../local/instance-lock.ts'
import { NotApplicable, type Subject } from '../subject.ts'

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

function targetsOf({ platform, stateDirectory, environment }: Subject, url: string | null): Target[] {
  if (platform.kind !== 'local')
    return url === null ? [] : [{ name: 'address', service: 'backend', url: healthOf(url) }]
  const { publicUrl } = environment.settings.site
  const { host, port } = environment.settings.services.frontDoor
  const door =
    publicUrl === undefined && url !== null ? url : `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
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
  return [{ name: 'address', service: 'backend', url: healthOf(door) }, ...inner]
}

function isAsked(name: string): name is 'backend' | 'worker' | 'frontend' {
  return name === 'backend' || name === 'worker' || name === 'frontend'
}

function healthOf(base: string): string {
  return `${base.replace(/\/+$/, '')}/api/health`
}

async function probe(target: Target, signal: AbortSignal): Promise<HealthProbe> {
  const startedAt = performance.now()
  const outcome = await answerOf(target.url, signal).catch((error: Error) => ({
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

async function answerOf(url: string, signal: AbortSignal): Promise<{ status: number; body: string }> {
  const request = url.startsWith('https:') ? (await import('node:https')).request : httpRequest
  return await new Promise((resolve, reject) => {
    const sent = request(url, { signal, timeout: 5000, headers: { connection: 'close' } }, (response) => {
      const chunks: string[] = []
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => chunks.push(chunk))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: chunks.join('').slice(0, 100_000) }))
      response.once('error', reject)
    })
    sent.once('timeout', () => sent.destroy(new Error('no answer within 5 s')))
    sent.once('error', reject)
    sent.end()
  })
}

/** As the backend answers, well or unwell: `checks` with `database` and `migrations`. */
function readBody(body: string): Pick<HealthProbe, 'database' | 'pendingMigrations'> {
  const checks = member(parse(body), 'checks')
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
