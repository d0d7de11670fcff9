import type { LogLevel, LogQuery, ServiceName } from '@semiont/operations'
import { parseMoment } from '../../shell/duration.ts'
import { UsageError } from '../../shell/usage-error.ts'

export interface LogOptions {
  readonly service?: readonly string[]
  readonly since?: string
  readonly until?: string
  readonly level?: string
  readonly grep?: string
  readonly request?: string
  readonly limit?: string
  readonly follow?: boolean
}

const LOGGING: readonly ServiceName[] = ['frontend', 'backend', 'worker', 'database']
const LARGEST_LIMIT = 100_000

/** The query of `semiont logs` and `semiont watch logs`. @throws UsageError */
export function readLogQuery(
  options: LogOptions,
  { now, limit, signal }: { now: Date; limit: number; signal: AbortSignal },
): LogQuery {
  const { service = [], since, until, level, grep, request, follow } = options
  return {
    services: service.length === 0 ? LOGGING : LOGGING.filter((name) => service.includes(name)),
    ...(since === undefined ? {} : { since: parseMoment(since, '--since', now) }),
    ...(until === undefined ? {} : { until: parseMoment(until, '--until', now) }),
    ...(level === undefined ? {} : { minimumLevel: level.toUpperCase() as LogLevel }),
    ...(grep === undefined ? {} : { contains: grep }),
    ...(request === undefined ? {} : { requestId: request }),
    ...(follow === undefined ? {} : { follow }),
    limit: parseLimit(options.limit, limit),
    signal,
  }
}

function parseLimit(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback
  const limit = Number(text)
  if (/^\d+$/.test(text) && limit <= LARGEST_LIMIT) return limit
  throw new UsageError(`"${text}" is not possible for --limit: a number up to ${LARGEST_LIMIT}.`)
}
