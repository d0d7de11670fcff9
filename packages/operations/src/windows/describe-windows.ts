import type { MaintenanceWindows, WindowName, WindowOccurrence } from './maintenance-windows.ts'

const ORDINALS = ['', 'first', 'second', 'third', 'fourth']

/** `every day 02:00-04:00 UTC`, `first Monday of the month 09:00-11:00 UTC`. */
export function describeSchedule(window: WindowName, windows: MaintenanceWindows): string {
  const { start, end } = windows[window]
  const hours = `${start}-${end} UTC`
  if (window === 'daily') return `every day ${hours}`
  if (window === 'weekly') return `every ${capital(windows.weekly.weekday)} ${hours}`
  return `${ORDINALS[windows.monthly.occurrence]} ${capital(windows.monthly.weekday)} of the month ${hours}`
}

/** `Monday 2 March 2026, 09:00-10:00 UTC (10:00-11:00 Europe/Berlin)`. */
export function describeOccurrence({ start, end }: WindowOccurrence, timeZone: string): string {
  const utc = `${dayIn(start, 'UTC')}, ${timeIn(start, 'UTC')}-${timeIn(end, 'UTC')} UTC`
  if (isUtc(timeZone)) return utc
  const day = dayIn(start, timeZone) === dayIn(start, 'UTC') ? '' : `${dayIn(start, timeZone)}, `
  return `${utc} (${day}${timeIn(start, timeZone)}-${timeIn(end, timeZone)} ${timeZone})`
}

/** `2 days 3 hours`, `5 minutes`: the two largest units. */
export function describeSpan(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000))
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ]
  const shown = parts.slice(parts.findIndex(([count]) => count > 0)).slice(0, 2)
  return shown
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ')
}

function dayIn(time: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).formatToParts(time)
  return ['weekday', 'day', 'month', 'year']
    .map((type) => parts.find((part) => part.type === type)?.value ?? '')
    .join(' ')
}

function timeIn(time: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    time,
  )
}

function isUtc(timeZone: string): boolean {
  return ['UTC', 'Etc/UTC', 'Etc/GMT', 'GMT'].includes(timeZone)
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
