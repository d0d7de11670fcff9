import type { MetricSeries, ServiceName } from '../../platform/platform.ts'
import { NotApplicable, type Subject } from '../subject.ts'

export interface ServiceRequests {
  readonly service: ServiceName
  readonly requests: number
  /** Answered with 5xx. */
  readonly errors: number
  /** Milliseconds in which 95 of 100 were answered; null without requests. */
  readonly p95: number | null
}

export interface RequestsFact {
  readonly minutes: number
  readonly services: readonly ServiceRequests[]
  /** Statements that the database has logged for taking long. */
  readonly slowQueries: number
}

const MINUTES = 10

/** How the requests of the last minutes went, from logs and metrics. */
export async function gatherRequests(subject: Subject): Promise<RequestsFact> {
  if (!(await subject.status()).running) throw new NotApplicable('Semiont does not run')
  const since = new Date(subject.now().getTime() - MINUTES * 60_000)
  const services: ServiceName[] = ['frontend', 'backend', 'database']
  const series = await subject.platform.metrics({ services, since, periodSeconds: MINUTES * 60 })
  return {
    minutes: MINUTES,
    services: services
      .filter((service) => service !== 'database')
      .map((service) => ({
        service,
        requests: sum(series, service, 'requests'),
        errors: sum(series, service, 'errors'),
        p95: valuesOf(series, service, 'windowResponseTimeP95').at(-1) ?? null,
      })),
    slowQueries: sum(series, 'database', 'slowQueries'),
  }
}

function sum(series: readonly MetricSeries[], service: ServiceName, name: string): number {
  return valuesOf(series, service, name).reduce((total, value) => total + value, 0)
}

function valuesOf(series: readonly MetricSeries[], service: ServiceName, name: string): number[] {
  return series
    .filter((one) => one.service === service && one.name === name)
    .flatMap(({ points }) => points.map(({ value }) => value))
}
