import type { CheckReport, CheckResult, CheckStatus, Finding, Severity } from '@semiont/operations/check'
import type { Style } from '../../shell/output.ts'

/** For a person: the verdict, the services, what is wrong with the next command, and with `--verbose` every check. */
export function formatReport(report: CheckReport, { style, verbose }: { style: Style; verbose: boolean }): string {
  const shown = report.checks.filter(({ status }) => verbose || status === 'unknown')
  const roots = report.findings.filter((finding) => !causeOf(finding, report.findings))
  return [
    [verdict(report, style), ...(report.url === null ? [] : [report.url])].join('\n'),
    services(report, style),
    ...roots.map((finding) => describe(finding, style)),
    consequences(report.findings, verbose, style),
    checks(shown, verbose, style),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function verdict({ verdict: kind, findings, checks: made }: CheckReport, style: Style): string {
  const roots = findings.filter((finding) => !causeOf(finding, findings))
  const following = findings.length - roots.length
  const unknown = made.filter(({ status }) => status === 'unknown').length
  const counted = (['critical', 'warning', 'info'] as const)
    .map((severity) => ({ severity, number: roots.filter((finding) => finding.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => (severity === 'warning' ? plural(number, 'warning') : `${number} ${severity}`))
  const left = unknown === 0 ? '' : `${plural(unknown, 'check')} could not be made`
  const more = following === 0 ? [] : [`${plural(following, 'consequence')} of that`]
  const rest = [...counted, ...more, ...(left === '' ? [] : [left])].join(', ')
  if (kind === 'healthy') return style.good(`Semiont is healthy.${rest === '' ? '' : ` (${rest})`}`)
  if (kind === 'unknown') return style.warning(`How Semiont is, is not fully known: ${rest}.`)
  return style.bad(`Semiont needs attention: ${rest}.`)
}

function services({ services: all }: CheckReport, style: Style): string {
  if (all.length === 0) return ''
  const rows = all.map(({ service, state, running, desired, restarts, detail }) => ({
    service,
    state,
    counts: `${running}/${desired}`,
    note: [...(restarts > 0 ? [plural(restarts, 'restart')] : []), ...(detail === null ? [] : [detail])].join(', '),
  }))
  const colour = (state: string) => (text: string) =>
    state === 'healthy'
      ? style.good(text)
      : ['starting', 'unknown'].includes(state)
        ? style.warning(text)
        : style.bad(text)
  const lines = rows.map(({ service, state, counts, note }) =>
    `  ${service.padEnd(10)}${colour(state)(state.padEnd(10))}${counts.padEnd(17)}${note}`.trimEnd(),
  )
  return [style.dim(`  ${'service'.padEnd(10)}${'state'.padEnd(10)}running/desired`), ...lines].join('\n')
}

function describe(finding: Finding, style: Style): string {
  const { cause, confidence, evidence, next, runbook } = finding
  const lines: readonly (readonly [string, string])[] = [
    [confidence === 'certain' ? 'cause' : `cause, ${confidence}`, cause],
    ...evidence.map((line, index) => [index === 0 ? 'seen' : '', line] as const),
    ['next', style.bold(next)],
    ...(runbook === undefined ? [] : [['read', `docs/runbooks.md#${runbook}`] as const]),
  ]
  return [
    headline(finding, style),
    ...lines.filter(([, text]) => text !== '').map(([label, text]) => `  ${style.dim(label.padEnd(16))}${text}`),
  ].join('\n')
}

/** One line each, since repairing the cause repairs them; with `--verbose` as fully as any other. */
function consequences(findings: readonly Finding[], verbose: boolean, style: Style): string {
  const following = findings.flatMap((finding) => {
    const cause = causeOf(finding, findings)
    return cause ? [{ finding, cause }] : []
  })
  if (verbose) return following.map(({ finding }) => describe(finding, style)).join('\n\n')
  return following
    .map(({ finding, cause }) => `  ${style.dim(`because of ${cause.id}:`)} ${finding.message}`)
    .join('\n')
}

function causeOf({ id }: Finding, findings: readonly Finding[]): Finding | undefined {
  return findings.find(({ explains }) => explains.includes(id))
}

function headline({ severity, message, id }: Finding, style: Style): string {
  return `${severityOf(severity, style)}  ${style.bold(message)}  ${style.dim(id)}`
}

function severityOf(severity: Severity, style: Style): string {
  const text = severity.toUpperCase()
  return severity === 'critical' ? style.bad(text) : severity === 'warning' ? style.warning(text) : style.dim(text)
}

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: '✓', finding: '✗', unknown: '?', skipped: '-' }

function checks(shown: readonly CheckResult[], verbose: boolean, style: Style): string {
  if (!verbose) return unknownBecause(shown).join('\n')
  const lines = shown.map(({ name, status, summary, milliseconds }) => {
    const words = status === 'unknown' ? `not known: ${summary}` : summary
    return `  ${MARKS[status]} ${name.padEnd(14)}${words}  ${style.dim(`${milliseconds} ms`)}`
  })
  return lines.join('\n')
}

/** Those that one reason keeps from being known stand together: a missing stack is one thing, not ten. */
function unknownBecause(unknown: readonly CheckResult[]): string[] {
  const byReason = new Map<string, string[]>()
  for (const { name, summary } of unknown) byReason.set(summary, [...(byReason.get(summary) ?? []), name])
  return [...byReason].map(([reason, names]) => {
    const [only = ''] = names
    return names.length === 1
      ? `  ${MARKS.unknown} ${only.padEnd(14)}not known: ${reason}`
      : `  ${MARKS.unknown} not known: ${reason}\n    (${names.join(', ')})`
  })
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
