import { defaultEnvironment, type EnvironmentSettings } from '@semiont/config'
import type { Judging } from '../define-check.ts'

export const NOW = new Date('2026-01-31T12:00:00Z')

/** What rules judge by, with the limits that an environment without files has. */
export function judgingWith(change: (settings: EnvironmentSettings) => void = () => {}): Judging {
  const { settings } = structuredClone(defaultEnvironment('/srv/semiont', 'local'))
  change(settings)
  return { now: NOW, settings, command: (...lines) => lines.map((line) => `semiont ${line}`).join(' && ') }
}

/** `critical storage.full -> semiont …`, to compare findings at a glance. */
export function brief(findings: readonly { severity: string; id: string }[]): string[] {
  return findings.map(({ severity, id }) => `${severity} ${id}`)
}
