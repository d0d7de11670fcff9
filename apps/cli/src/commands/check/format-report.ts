import type { CheckReport, CheckResult, CheckStatus, Finding, Severity } from '@semiont/operations/check'
import type { Style } from '../../shell/output.ts'

/** For a person: the verdict, the services, what is wrong with the next command, and with `--verbose` every check. */
export function formatReport(report: CheckReport, { style, verbose }: { style: Style; verbose: boolean }): string {
  const shown = report.checks.filter(({ status }) => verbose || status === 'unknown')
  return [
    [verdict(report, style), ...(report.url === null ? [] : [report.url])].join('\n'),
    services(report, style),
    ...report.findings.map((finding) => describe(finding, report.findings, style)),
    checks(shown, verbose, style),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function verdict({ verdict: kind, findings, checks: made }: CheckReport, style: Style): string {
  const unknown = made.filter(({ status }) => status === 'unknown').length
  const counted = (['critical', 'warning', 'info'] as const)
    .map((severity) => ({ severity, number: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => (severity === 'warning' ? plural(number, 'warning') : `${number} ${severity}`))
  const left = unknown === 0 ? '' : `${plural(unknown, 'check')} could not be made`
  const rest = [...counted, ...(left === '' ? [] : [left])].join(', ')
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

function describe(finding: Finding, all: readonly Finding[], style: Style): string {
  const { id, severity, message, cause, confidence, evidence, next } = finding
  const because = all.find(({ explains }) => explains.includes(id))
  const lines: readonly (readonly [string, string])[] = [
    ['because', because ? `of ${because.id}: see there first` : ''],
    [confidence === 'certain' ? 'cause' : `cause, ${confidence}`, cause],
    ...evidence.map((line, index) => [index === 0 ? 'seen' : '', line] as const),
    ['next', style.bold(next)],
  ]
  return [
    `${severityOf(severity, style)}  ${style.bold(message)}  ${style.dim(id)}`,
    ...lines.filter(([, text]) => text !== '').map(([label, text]) => `  ${style.dim(label.padEnd(16))}${text}`),
  ].join('\n')
}

function severityOf(severity: Severity, style: Style): string {
  const text = severity.toUpperCase()
  return severity === 'critical' ? style.bad(text) : severity === 'warning' ? style.warning(text) : style.dim(text)
}

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: '✓', finding: '✗', unknown: '?', skipped: '-' }

function checks(shown: readonly CheckResult[], verbose: boolean, style: Style): string {
  const lines = shown.map(({ name, status, summary, milliseconds }) => {
    const words = status === 'unknown' ? `not known: ${summary}` : summary
    const line = `  ${MARKS[status]} ${name.padEnd(14)}${words}`
    return verbose ? `${line}  ${style.dim(`${milliseconds} ms`)}` : line
  })
  return lines.join('\n')
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
