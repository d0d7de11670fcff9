import type { MetricsQuery } from '../../platform/platform.ts'
import type { MetricSpan } from '../clients/metric-data.ts'

const MINUTE = 60

/** The periods of a question, and the one that is all of its window, in whole minutes as CloudWatch wants them. */
export function spansOf(
  { since, periodSeconds }: Pick<MetricsQuery, 'since' | 'periodSeconds'>,
  now: Date,
): { readonly periods: MetricSpan; readonly window: MetricSpan } {
  const begin = new Date(Math.floor(since.getTime() / 60_000) * 60_000)
  const end = new Date(Math.ceil(now.getTime() / 60_000) * 60_000)
  const whole = Math.max(MINUTE, (end.getTime() - begin.getTime()) / 1000)
  return {
    periods: { since: begin, until: end, periodSeconds: Math.min(whole, wholeMinutes(periodSeconds)) },
    window: { since: begin, until: end, periodSeconds: whole },
  }
}

function wholeMinutes(seconds: number): number {
  return Math.max(MINUTE, Math.ceil(seconds / MINUTE) * MINUTE)
}
