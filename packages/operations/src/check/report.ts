import type { ServiceName, ServiceState } from '../platform/platform.ts'

export type Severity = 'critical' | 'warning' | 'info'
export type Confidence = 'certain' | 'likely' | 'possible'

/** What a finding is about: a service, or a part of the installation that is none. */
export type FindingSubject = ServiceName | 'installation' | 'machine' | 'configuration' | 'address'

/** One thing to act on, with what to type. */
export interface Finding {
  /** `database.unreachable`; a name never changes its meaning. */
  readonly id: string
  readonly severity: Severity
  readonly subject: FindingSubject
  /** What is wrong. */
  readonly message: string
  /** What has probably brought it about. */
  readonly cause: string
  /** How sure that cause is. */
  readonly confidence: Confidence
  /** What was seen that says so. */
  readonly evidence: readonly string[]
  /** The exact next command to type. */
  readonly next: string
  /** The section of docs/runbooks.md that says more. */
  readonly runbook?: string
  /** Ids of findings in the same report that are its consequences. */
  readonly explains: readonly string[]
}

/** A finding as a rule makes it: what it explains is worked out when all are known. */
export type FoundHere = Omit<Finding, 'explains'>

/** `unknown`: it could not be learned, and is never shown as fine. `skipped`: there is nothing to look at. */
export type CheckStatus = 'ok' | 'finding' | 'unknown' | 'skipped'

export interface CheckResult {
  readonly name: string
  readonly status: CheckStatus
  /** One short sentence. */
  readonly summary: string
  readonly milliseconds: number
  /** What was learned, for programs; null when nothing was. Holds no secret. */
  readonly fact: unknown
}

export interface CheckedService {
  readonly service: ServiceName
  readonly state: ServiceState
  readonly running: number
  readonly desired: number
  readonly restarts: number
  readonly detail: string | null
}

export type Verdict = 'healthy' | 'findings' | 'unknown'

export interface CheckReport {
  readonly environment: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly verdict: Verdict
  readonly url: string | null
  readonly services: readonly CheckedService[]
  readonly checks: readonly CheckResult[]
  /** Root causes first, then by severity. */
  readonly findings: readonly Finding[]
}
