import {
  describeOccurrence,
  describeSchedule,
  describeSpan,
  maintenanceWindowsAt,
  type WindowOccurrence,
  WINDOWS,
} from '@semiont/operations/windows'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { parseMoment } from '../../shell/duration.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'

export const run: Run<typeof options> = async (context, { arguments: [action = 'show', name], options: given }) => {
  if (action === 'show' && name !== undefined) throw new UsageError(`semiont window show takes no "${name}".`)
  const { windows, enforceWindows } = (await context.environment()).settings.maintenance
  const now = given.at === undefined ? context.now() : parseMoment(given.at, '--at', context.now())
  const state = maintenanceWindowsAt(windows, now)
  const concerned = ({ window }: WindowOccurrence) => name === undefined || window === name
  const [open, next] = [state.open.filter(concerned), state.next.filter(concerned)]
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const schedules = WINDOWS.map((window) => ({ window, schedule: describeSchedule(window, windows) }))
  const lines = [...headline(open, next, now, zone)]
  if (action === 'show') {
    lines.push('', ...schedules.map(({ window, schedule }) => `  ${window.padEnd(9)}${schedule}`))
    lines.push('', ...state.next.map((one) => `  next ${one.window.padEnd(9)}${describeOccurrence(one, zone)}`))
    lines.push('', enforceWindows ? ENFORCED : NOT_ENFORCED)
  }
  const exitCode = action === 'check' && open.length === 0 ? EXIT.refused : EXIT.fine
  return answer(
    lines.join('\n'),
    { at: now, timeZone: zone, open, next, schedules, enforced: enforceWindows },
    exitCode,
  )
}

const ENFORCED = 'Outside them severe commands are refused; in an emergency add --emergency "<reason>".'
const NOT_ENFORCED =
  'They are advice here: severe commands work at any time. To enforce them: semiont configure set maintenance.enforceWindows true'

function* headline(
  open: readonly WindowOccurrence[],
  next: readonly WindowOccurrence[],
  now: Date,
  zone: string,
): Generator<string> {
  for (const one of open)
    yield `The ${one.window} window is open for another ${describeSpan(one.end.getTime() - now.getTime())}: ${describeOccurrence(one, zone)}.`
  if (open.length > 0) return
  const [soonest] = next
  yield 'No maintenance window is open.'
  if (soonest)
    yield `The ${soonest.window} window opens in ${describeSpan(soonest.start.getTime() - now.getTime())}: ${describeOccurrence(soonest, zone)}.`
}
