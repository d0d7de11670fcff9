import type { Counted, FirewallReport, GroupReport, RuleReport } from '@semiont/operations/aws/waf'
import type { Style } from '../../shell/output.ts'

/** For a person: what to act on, what was turned away and from where that is known, the rules, the rule groups. */
export function firewallLines(report: FirewallReport, style: Style): string[] {
  return [
    ...report.findings.map((finding) => style.warning(finding)),
    ...(report.findings.length > 0 ? [''] : []),
    ...headline(report, style),
    ...counted('by rule', report.byRule, style),
    ...counted('by address', report.byAddress, style),
    ...counted('by country', report.byCountry, style),
    ...counted('by path', report.byPath, style),
    '',
    style.bold('Rules'),
    ...report.rules.map((rule) => ruleLine(rule)),
    '',
    style.bold('Managed rule groups'),
    ...report.groups.flatMap((group) => groupLines(group, style)),
  ]
}

function headline({ name, source }: FirewallReport, style: Style): string[] {
  const { total, lookedAt, kind, because, since, until } = source
  const from = kind === 'log' ? 'its log' : `AWS's samples, because ${because ?? 'there is no log'}`
  return [
    style.bold(`${name} turned away ${total.toLocaleString('en')} ${total === 1 ? 'request' : 'requests'}`),
    style.dim(`  ${minute(since)} to ${minute(until)} UTC, from ${from}`),
    ...(lookedAt < total ? [style.dim(`  of which the newest ${lookedAt.toLocaleString('en')} are told apart`)] : []),
    ...(kind === 'log' && because !== null ? [style.warning(`  not all of it: ${because}`)] : []),
  ]
}

function counted(title: string, all: readonly Counted[], style: Style): string[] {
  if (all.length === 0) return []
  return [
    style.dim(`  ${title}`),
    ...all.map(({ name, requests }) => `    ${requests.toLocaleString('en').padStart(8)}  ${name}`),
  ]
}

const EFFECTS: Readonly<Record<RuleReport['effect'], string>> = {
  blocks: 'blocks',
  counts: 'counts only',
  never: 'never matched',
  unknown: 'no data',
}

function ruleLine({ name, action, effect, blocked, counted: seen }: RuleReport): string {
  const numbers = [
    ...(blocked === null ? [] : [`${blocked.toLocaleString('en')} blocked`]),
    ...(seen === null ? [] : [`${seen.toLocaleString('en')} counted`]),
  ]
  return `  ${name.padEnd(42)}${action.padEnd(8)}${EFFECTS[effect].padEnd(15)}${numbers.join(', ')}`.trimEnd()
}

function groupLines(
  { name, uses, follows, newest, state, counted: names, problem }: GroupReport,
  style: Style,
): string[] {
  const version = `${uses ?? 'version not known'}${follows ? ', follows its vendor' : ', kept there'}`
  const words = {
    current: 'the newest',
    newer: `newer: ${newest ?? ''}`,
    withdrawn: style.bad('withdrawn'),
    unknown: 'versions not known',
  }
  return [
    `  ${name.padEnd(42)}${version}; ${words[state]}`,
    ...(names.length === 0 ? [] : [style.dim(`    counted only: ${names.join(', ')}`)]),
    ...(problem === null ? [] : [style.warning(`    not known: ${problem}`)]),
  ]
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}
