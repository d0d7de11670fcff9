import type { Judging } from '../define-check.ts'
import type { HealthProbe } from '../facts/health.ts'
import type { FoundHere } from '../report.ts'

/** Every process answers `/api/health`, soon, and with its database. */
export function judgeHealth(probes: readonly HealthProbe[], judging: Judging): FoundHere[] {
  return probes.flatMap((probe) => judgeProbe(probe, judging))
}

export function describeHealth(probes: readonly HealthProbe[]): string {
  const slowest = Math.max(0, ...probes.map(({ milliseconds }) => milliseconds))
  return `${probes.length} answer, the slowest in ${slowest} ms`
}

function judgeProbe(probe: HealthProbe, { settings, command }: Judging): FoundHere[] {
  const { name, service, url, status, milliseconds } = probe
  const what = name === 'address' ? 'The public address' : `The ${service} (${name})`
  const about = { subject: service, evidence: [`${url}: ${status ?? probe.error} after ${milliseconds} ms`] }
  const restart = command(`restart --service ${service}`)
  if (status === null)
    return [
      {
        ...about,
        id: 'health.unreachable',
        severity: 'critical',
        message: `${what} does not answer.`,
        cause: probe.error ?? 'The connection was refused or broken off.',
        confidence: 'likely',
        next: restart,
      },
    ]
  if (probe.database === 'unavailable')
    return [
      {
        ...about,
        id: 'health.database',
        severity: 'critical',
        message: `${what} answers ${status}: it does not reach its database.`,
        cause: 'The database is down, or not at the address this process was started with.',
        confidence: 'likely',
        next: restart,
      },
    ]
  if (status < 200 || status >= 300) return [failing(probe, what, about, restart)]
  const limit = settings.monitoring.thresholds.responseTimeMs
  if (milliseconds <= limit) return []
  return [
    {
      ...about,
      id: 'health.slow',
      severity: 'warning',
      message: `${what} took ${milliseconds} ms to answer (limit ${limit} ms).`,
      cause: 'The machine or the database is busy.',
      confidence: 'possible',
      next: command('watch metrics'),
    },
  ]
}

function failing(
  { status, pendingMigrations, service }: HealthProbe,
  what: string,
  about: Pick<FoundHere, 'subject' | 'evidence'>,
  restart: string,
): FoundHere {
  const waits = pendingMigrations.length > 0
  return {
    ...about,
    id: 'health.failing',
    severity: 'critical',
    message: `${what} answers ${status}.`,
    cause: waits
      ? `The database lacks migrations: ${pendingMigrations.join(', ')}.`
      : `The ${service} runs, but a part it needs does not.`,
    confidence: waits ? 'certain' : 'possible',
    next: restart,
  }
}
