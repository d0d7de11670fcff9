import type { MaintenanceSettings } from '@semiont/config'

export type MaintenanceWindows = MaintenanceSettings['windows']
export const WINDOWS = ['daily', 'weekly', 'monthly'] as const
export type WindowName = (typeof WINDOWS)[number]

/** One time at which a window is open: from `start` on, and no longer at `end`. */
export interface WindowOccurrence {
  readonly window: WindowName
  readonly start: Date
  readonly end: Date
}

export interface WindowState {
  /** Those that are open now, the one that closes last first. */
  readonly open: readonly WindowOccurrence[]
  /** The next time each of them opens after now, the soonest first. */
  readonly next: readonly WindowOccurrence[]
}

const DAY = 86_400_000
/** A fourth Monday and the next one after the following month's are never further apart than this. */
const LONGEST_WAIT_DAYS = 63
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** Which windows are open at `now`, and when each opens next. Everything is UTC: no zone's summer time moves a window. */
export function maintenanceWindowsAt(windows: MaintenanceWindows, now: Date): WindowState {
  const all = WINDOWS.flatMap((window) => occurrences(window, windows, now))
  const next = WINDOWS.flatMap((window) => {
    const first = all.find((one) => one.window === window && one.start > now)
    return first ? [first] : []
  })
  return {
    open: all.filter(({ start, end }) => start <= now && now < end).sort((a, b) => b.end.getTime() - a.end.getTime()),
    next: next.sort((a, b) => a.start.getTime() - b.start.getTime()),
  }
}

/** In order, from the one that may have begun yesterday and still be open. */
function occurrences(window: WindowName, windows: MaintenanceWindows, now: Date): WindowOccurrence[] {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
  const days = Array.from({ length: LONGEST_WAIT_DAYS + 1 }, (_, index) => new Date(today + (index - 1) * DAY))
  const { start, end } = windows[window]
  const length = (minutesOf(end) - minutesOf(start) + 1440) % 1440 || 1440
  return days.filter(opensOn(window, windows)).map((day) => {
    const opens = day.getTime() + minutesOf(start) * 60_000
    return { window, start: new Date(opens), end: new Date(opens + length * 60_000) }
  })
}

function opensOn(window: WindowName, { weekly, monthly }: MaintenanceWindows): (day: Date) => boolean {
  if (window === 'daily') return () => true
  if (window === 'weekly') return (day) => day.getUTCDay() === WEEKDAYS.indexOf(weekly.weekday)
  return (day) =>
    day.getUTCDay() === WEEKDAYS.indexOf(monthly.weekday) && Math.ceil(day.getUTCDate() / 7) === monthly.occurrence
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
