import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeOccurrence, describeSchedule, describeSpan } from './describe-windows.ts'
import { maintenanceWindowsAt, type MaintenanceWindows, type WindowOccurrence, WINDOWS } from './maintenance-windows.ts'

const GUIDE: MaintenanceWindows = {
  daily: { start: '02:00', end: '04:00' },
  weekly: { weekday: 'monday', start: '09:00', end: '10:00' },
  monthly: { weekday: 'monday', occurrence: 1, start: '09:00', end: '11:00' },
}

const at = (time: string, windows = GUIDE) => maintenanceWindowsAt(windows, new Date(time))
const open = (time: string, windows = GUIDE) => at(time, windows).open.map(({ window }) => window)
const nextOf = (window: string, time: string, windows = GUIDE) =>
  at(time, windows)
    .next.find((one) => one.window === window)
    ?.start.toISOString()

describe('the windows of the guide', () => {
  it.each([
    ['2026-03-03T01:59:59.999Z', []],
    ['2026-03-03T02:00:00.000Z', ['daily']],
    ['2026-03-03T03:59:59.999Z', ['daily']],
    ['2026-03-03T04:00:00.000Z', []],
    ['2026-03-09T09:00:00.000Z', ['weekly']],
    ['2026-03-09T10:00:00.000Z', []],
    ['2026-03-02T09:30:00.000Z', ['monthly', 'weekly']],
    ['2026-03-02T10:30:00.000Z', ['monthly']],
    ['2026-03-03T09:30:00.000Z', []],
  ])('at %s: %j is open', (time, names) => {
    expect(open(time)).toEqual(names)
  })

  it('knows a first Monday on the first and on the seventh, and one over the turn of the year', () => {
    expect(nextOf('monthly', '2026-05-31T00:00:00Z')).toBe('2026-06-01T09:00:00.000Z')
    expect(nextOf('monthly', '2026-06-01T09:00:00Z')).toBe('2026-07-06T09:00:00.000Z')
    expect(nextOf('monthly', '2026-09-01T00:00:00Z')).toBe('2026-09-07T09:00:00.000Z')
    expect(nextOf('monthly', '2026-12-31T23:59:59Z')).toBe('2027-01-04T09:00:00.000Z')
  })

  it('knows the leap day', () => {
    expect(nextOf('daily', '2028-02-28T05:00:00Z')).toBe('2028-02-29T02:00:00.000Z')
  })
})

describe('windows of an environment', () => {
  const overnight = { ...GUIDE, daily: { start: '22:00', end: '01:00' } }

  it('may end on the next day', () => {
    expect(open('2026-03-03T23:00:00Z', overnight)).toEqual(['daily'])
    expect(open('2026-03-04T00:59:59Z', overnight)).toEqual(['daily'])
    expect(open('2026-03-04T01:00:00Z', overnight)).toEqual([])
  })

  it('may last all day', () => {
    const always = { ...GUIDE, daily: { start: '00:00', end: '00:00' } }
    expect(open('2026-03-03T00:00:00Z', always)).toEqual(['daily'])
    expect(open('2026-03-03T23:59:59Z', always)).toEqual(['daily'])
  })

  const aMinute = fc.nat({ max: 1439 }).map((minutes) => {
    const two = (number: number) => String(number).padStart(2, '0')
    return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  })
  const aWeekday = fc.constantFrom(
    ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const),
  )
  const someWindows: fc.Arbitrary<MaintenanceWindows> = fc.record({
    daily: fc.record({ start: aMinute, end: aMinute }),
    weekly: fc.record({ weekday: aWeekday, start: aMinute, end: aMinute }),
    monthly: fc.record({ weekday: aWeekday, occurrence: fc.integer({ min: 1, max: 4 }), start: aMinute, end: aMinute }),
  })
  const aTime = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })

  it('always open next on the right day, at the right minute, and not again before', () => {
    fc.assert(
      fc.property(someWindows, aTime, (windows, now) => {
        const { next } = maintenanceWindowsAt(windows, now)
        expect(next.map(({ window }) => window).sort()).toEqual([...WINDOWS].sort())
        for (const one of next) {
          const { start } = one
          expect(start.getTime()).toBeGreaterThan(now.getTime())
          expect(start.toISOString().slice(11, 16)).toBe(windows[one.window].start)
          const before = maintenanceWindowsAt(windows, new Date(start.getTime() - 1))
          expect(before.next.find(({ window }) => window === one.window)).toEqual(one)
        }
        expect(wait(next, 'daily', now)).toBeLessThanOrEqual(1)
        expect(wait(next, 'weekly', now)).toBeLessThanOrEqual(7)
        expect(dayOf(next, 'weekly')).toBe(windows.weekly.weekday)
        expect(dayOf(next, 'monthly')).toBe(windows.monthly.weekday)
        const date = find(next, 'monthly').start.getUTCDate()
        expect(date).toBeGreaterThan((windows.monthly.occurrence - 1) * 7)
        expect(date).toBeLessThanOrEqual(windows.monthly.occurrence * 7)
      }),
    )
  })

  it('are open from their start until their end, and then no more', () => {
    fc.assert(
      fc.property(someWindows, aTime, fc.constantFrom(...WINDOWS), (windows, now, name) => {
        const { start, end } = find(maintenanceWindowsAt(windows, now).next, name)
        const isOpen = (time: number) =>
          maintenanceWindowsAt(windows, new Date(time)).open.some((one) => one.window === name && +one.start === +start)
        expect([start.getTime() - 1, +start, end.getTime() - 1, +end].map(isOpen)).toEqual([false, true, true, false])
      }),
    )
  })

  const find = (next: readonly WindowOccurrence[], name: string) =>
    next.find(({ window }) => window === name) as WindowOccurrence
  const wait = (next: readonly WindowOccurrence[], name: string, now: Date) =>
    (find(next, name).start.getTime() - now.getTime()) / 86_400_000
  const dayOf = (next: readonly WindowOccurrence[], name: string) =>
    new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(find(next, name).start).toLowerCase()
})

it('is the same wherever the machine thinks it is, also when its clocks change', () => {
  const times = ['2026-03-08T06:59:00Z', '2026-03-08T07:01:00Z', '2026-03-29T00:59:00Z', '2026-10-25T01:30:00Z']
  const module = fileURLToPath(new URL('./maintenance-windows.ts', import.meta.url))
  const program = `import { maintenanceWindowsAt } from ${JSON.stringify(module)}
    const windows = ${JSON.stringify(GUIDE)}
    console.log(JSON.stringify(${JSON.stringify(times)}.map((time) => maintenanceWindowsAt(windows, new Date(time)))))`
  const here = JSON.stringify(times.map((time) => at(time)))
  for (const TZ of ['America/New_York', 'Europe/Berlin', 'Pacific/Apia']) {
    const said = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    })
    expect(said.trim()).toBe(here)
  }
})

describe('told to a person', () => {
  const [monday] = at('2026-03-02T09:30:00Z').open

  it('are in UTC and in the local time', () => {
    if (!monday) throw new Error('none is open')
    expect(describeOccurrence(monday, 'UTC')).toBe('Monday 2 March 2026, 09:00-11:00 UTC')
    expect(describeOccurrence(monday, 'Europe/Berlin')).toBe(
      'Monday 2 March 2026, 09:00-11:00 UTC (10:00-12:00 Europe/Berlin)',
    )
    expect(describeOccurrence(monday, 'Pacific/Auckland')).toBe(
      'Monday 2 March 2026, 09:00-11:00 UTC (22:00-00:00 Pacific/Auckland)',
    )
    expect(describeOccurrence({ ...monday, start: new Date('2026-03-02T02:00:00Z') }, 'America/New_York')).toBe(
      'Monday 2 March 2026, 02:00-11:00 UTC (Sunday 1 March 2026, 21:00-06:00 America/New_York)',
    )
  })

  it('have schedules as the guide says them', () => {
    expect(WINDOWS.map((window) => describeSchedule(window, GUIDE))).toEqual([
      'every day 02:00-04:00 UTC',
      'every Monday 09:00-10:00 UTC',
      'first Monday of the month 09:00-11:00 UTC',
    ])
  })

  it.each([
    [20_000, '1 minute'],
    [3_600_000, '1 hour'],
    [93_780_000, '1 day 2 hours'],
    [5_400_000, '1 hour 30 minutes'],
  ])('%d milliseconds are %s', (milliseconds, text) => {
    expect(describeSpan(milliseconds)).toBe(text)
  })
})
