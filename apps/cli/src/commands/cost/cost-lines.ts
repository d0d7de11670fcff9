import type { CostReport, CostShare } from '@semiont/operations/aws/cost'
import type { Style } from '../../shell/output.ts'

interface Shown {
  readonly by: 'service' | 'day' | 'tag'
  readonly style: Style
}

const LISTED = 15

/** For a person: the sum and what it is measured by, where it goes, what has risen, and what would be enough. */
export function costLines(report: CostReport, shown: Shown): string[] {
  return [
    ...headline(report, shown.style),
    '',
    ...table(report, shown),
    ...risers(report, shown.style),
    ...sizes(report, shown.style),
  ]
}

function headline(
  { month, total, comparable, wholeDays, monthBefore, forecast, budget }: CostReport,
  style: Style,
): string[] {
  const compared =
    comparable === null
      ? 'nothing to compare yet: no day of this month is over'
      : `${usd(comparable.now)} in ${plural(wholeDays, 'whole day')}, ${usd(comparable.before)} in the same days of the month before (${change(comparable.before, comparable.now)})`
  return [
    style.bold(`${month}: ${usd(total)}`),
    `  compared      ${compared}`,
    `  month before  ${usd(monthBefore)}`,
    ...(forecast === null
      ? []
      : [
          `  forecast      ${'month' in forecast ? `${usd(forecast.month)} for the whole month` : `not known: ${forecast.unknown}`}`,
        ]),
    ...budgetLines(budget, style),
  ]
}

function budgetLines(budget: CostReport['budget'], style: Style): string[] {
  if (budget === null) return [style.warning('  budget        none; semiont deploy makes it')]
  if ('unknown' in budget) return [style.warning(`  budget        not known: ${budget.unknown}`)]
  const passed = budget.thresholds.filter((threshold) => threshold.passed)
  const said = passed.map(({ on, percent }) => `${percent} %${on === 'forecast' ? ' by forecast' : ''}`)
  const line = `  budget        ${usd(budget.limit)} a month, ${Math.round(budget.percent)} % used`
  if (said.length === 0) return [line]
  return [budget.percent > 100 ? style.bad(line) : style.warning(line), `                passed: ${said.join(', ')}`]
}

function table({ services, days }: CostReport, { by, style }: Shown): string[] {
  if (by === 'day') return days.map(({ day, amount }) => `  ${day}  ${usd(amount).padStart(12)}`)
  const width = Math.max(20, ...services.slice(0, LISTED).map(({ name }) => nameOf(name, by).length))
  const header = style.dim(
    `  ${(by === 'tag' ? 'environment' : 'service').padEnd(width)}${'this month'.padStart(14)}${'same days before'.padStart(18)}`,
  )
  const rows = services
    .slice(0, LISTED)
    .map(
      ({ name, amount, before }: CostShare) =>
        `  ${nameOf(name, by).padEnd(width)}${usd(amount).padStart(14)}${(before === null ? '-' : usd(before)).padStart(18)}`,
    )
  const rest = services.slice(LISTED)
  const others = rest.reduce((sum, { amount }) => sum + amount, 0)
  return [header, ...rows, ...(rest.length === 0 ? [] : [`  ${plural(rest.length, 'other')}: ${usd(others)}`])]
}

/** AWS writes a tag as `key$value`, and nothing after the dollar for what has none. */
function nameOf(name: string, by: Shown['by']): string {
  if (by !== 'tag') return name
  return name.slice(name.indexOf('$') + 1) || '(without the tag)'
}

function risers({ risers: risen }: CostReport, style: Style): string[] {
  if (risen.length === 0) return []
  return [
    '',
    style.bold('Dearer than in the same days of the month before'),
    ...risen.flatMap(({ name, from, to, advice }) => [
      `  ${name}: ${usd(from)} -> ${usd(to)}`,
      style.dim(`    ${advice}`),
    ]),
  ]
}

function sizes({ sizes: hints }: CostReport, style: Style): string[] {
  if ('unknown' in hints) return ['', style.warning(`Whether sizes fit is not known: ${hints.unknown}`)]
  if (hints.length === 0) return []
  return [
    '',
    style.bold('Whether sizes fit, from the last two weeks'),
    ...hints.map(({ what, kind, text }) => `  ${what.padEnd(10)}${kind.padEnd(9)}${text}`),
  ]
}

function change(before: number, now: number): string {
  if (before === 0) return now === 0 ? 'as much' : 'new'
  const percent = Math.round((100 * (now - before)) / before)
  return `${percent >= 0 ? '+' : ''}${percent} %`
}

function usd(amount: number): string {
  return `$${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
