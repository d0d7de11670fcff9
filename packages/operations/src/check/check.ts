import { PROCESS_SERVICES, type PlatformStatus, type ServiceName } from '../platform/platform.ts'
import type { CheckOptions } from './check-options.ts'
import { checksOf } from './checks.ts'
import { inParallel } from './in-parallel.ts'
import type { CheckOutcome, Judging } from './define-check.ts'
import { orderFindings } from './order-findings.ts'
import type { CheckedService, CheckReport, Finding, Verdict } from './report.ts'
import { type Subject, withSubject } from './subject.ts'

/** AWS throttles who asks too much at once. */
const AT_ONCE = { local: 32, aws: 8 } as const

/**
 * Looks at everything of an installation, whether it runs or not, and says what is wrong, why probably, and what to type
 * next. Each part is learned by itself: one that cannot be is unknown, and the rest is told. Nothing is changed, but for
 * samples of sizes under `<state>/samples`.
 */
export async function checkInstallation(options: CheckOptions): Promise<CheckReport> {
  return await withSubject(options, async (subject) => {
    const judging = judgingOf(options)
    const wanted = (await checksOf(options.platform.kind, options.full)).filter(
      ({ services }) => options.services.length === 0 || options.services.some((service) => services.includes(service)),
    )
    const runs = wanted.map((check) => async () => await check.run(subject, judging))
    const outcomes = await inParallel(runs, AT_ONCE[options.platform.kind])
    const status = await subject.status().catch(() => undefined)
    return toReport(subject, outcomes, status, judging.now)
  })
}

function judgingOf({ environment, now }: CheckOptions): Judging {
  const suffix = environment.name === 'local' ? '' : ` --environment ${environment.name}`
  return {
    now: now(),
    settings: environment.settings,
    command: (...lines) => lines.map((line) => `semiont ${line}${suffix}`).join(' && '),
  }
}

function toReport(
  { environment, services: named }: Subject,
  outcomes: readonly CheckOutcome[],
  status: PlatformStatus | undefined,
  now: Date,
): CheckReport {
  const findings = orderFindings(
    outcomes.flatMap((outcome) => outcome.findings).filter(({ subject }) => isWanted(subject, named)),
  )
  return {
    environment: environment.name,
    at: now.toISOString(),
    verdict: verdictOf(outcomes, findings),
    url: status?.url ?? null,
    services: servicesOf(status, findings).filter(({ service }) => named.length === 0 || named.includes(service)),
    checks: outcomes.map(({ name, status: state, summary, milliseconds, fact }) => ({
      name,
      status: state,
      summary,
      milliseconds,
      fact,
    })),
    findings,
  }
}

/** With `--service`, other services' findings are left out, except for what every service needs. */
function isWanted(subject: Finding['subject'], named: readonly ServiceName[]): boolean {
  return named.length === 0 || !isProcess(subject) || named.includes(subject)
}

function isProcess(subject: Finding['subject']): subject is (typeof PROCESS_SERVICES)[number] {
  return PROCESS_SERVICES.some((name) => name === subject)
}

function verdictOf(outcomes: readonly CheckOutcome[], findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'critical')) return 'findings'
  if (outcomes.some(({ status, essential }) => essential && status === 'unknown')) return 'unknown'
  return findings.some(({ severity }) => severity === 'warning') ? 'findings' : 'healthy'
}

/** What the platform says, corrected by what the checks have seen of database and storage themselves. */
function servicesOf(status: PlatformStatus | undefined, findings: readonly Finding[]): CheckedService[] {
  return (status?.services ?? []).map(({ service, state, running, desired, replicas, detail }) => {
    const broken = findings.find((finding) => finding.subject === service && finding.severity === 'critical')
    const seen = !isProcess(service) && broken && state === 'healthy' ? { state: 'failing' as const } : { state }
    const restarts = replicas.reduce((sum, replica) => sum + replica.restarts, 0)
    return {
      service,
      ...seen,
      running,
      desired,
      restarts,
      detail: detail ?? (seen.state === state ? null : (broken?.message ?? null)),
    }
  })
}
