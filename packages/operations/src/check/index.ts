export { checkInstallation } from './check.ts'
export type { CheckOptions } from './check-options.ts'
export type {
  CheckedService,
  CheckReport,
  CheckResult,
  CheckStatus,
  Confidence,
  Finding,
  FindingSubject,
  Severity,
  Verdict,
} from './report.ts'
