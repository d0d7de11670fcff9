import { PassThrough } from 'node:stream'
import { type LogEntry, type PlatformStatus, SERVICES } from '@semiont/operations'
import type { WatchEvent } from '@semiont/operations/watch'
import { render } from 'ink'
import { createElement } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { Dashboard } from './dashboard.tsx'
import { firstView } from './view.ts'

// Ink draws nothing on a build machine, and looks for that when it is loaded.
vi.hoisted(() => {
  process.env['CI'] = 'false'
  delete process.env['CONTINUOUS_INTEGRATION']
})

const at = '2026-11-23T12:00:00.000Z'
const status: PlatformStatus = {
  running: true,
  url: 'http://localhost:4000',
  startedAt: '2026-11-23T11:00:00.000Z',
  services: SERVICES.map((service) => ({
    service,
    state: 'healthy',
    running: 2,
    desired: 2,
    replicas: [],
    detail: null,
  })),
}

let unmount: (() => void) | undefined
afterEach(() => unmount?.())

function open(columns: number, rows: number) {
  let frame = ''
  let tell: (event: WatchEvent) => void = () => {}
  let end: string | undefined
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns, rows })
  stdout.on('data', (chunk) => (frame = String(chunk)))
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {} })
  const app = render(
    createElement(Dashboard, {
      environment: 'production',
      windowSeconds: 60,
      firstView: firstView('all'),
      observe: (_signal, teller) => (tell = teller),
      onEnd: (how) => (end = how),
    }),
    {
      stdout: stdout as unknown as NodeJS.WriteStream,
      stdin: stdin as unknown as NodeJS.ReadStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  )
  unmount = app.unmount
  return {
    tell: (event: WatchEvent) => tell(event),
    press: (key: string) => void stdin.write(key),
    resize(columns: number, rows: number) {
      Object.assign(stdout, { columns, rows })
      stdout.emit('resize')
    },
    frame: () => frame.replaceAll(/\u001B\[[\d;?]*[a-zA-Z]/g, ''),
    lines: () => frame.replaceAll(/\u001B\[[\d;?]*[a-zA-Z]/g, '').split('\n'),
    ended: () => end,
  }
}

const entry = (message: string, level: LogEntry['level'] = 'INFO'): LogEntry => ({
  time: at,
  level,
  service: 'backend',
  message,
  requestId: null,
  fields: {},
})

it('shows services, traffic, jobs and the newest logs, and goes on when something is learned', async () => {
  const view = open(110, 30)
  await expect.poll(view.frame).toContain('looking …')
  view.tell({ type: 'status', at, status })
  await expect.poll(view.frame).toContain('Semiont production at http://localhost:4000, up 60 min')
  view.tell({
    type: 'metrics',
    at,
    series: [
      { name: 'requests', service: 'backend', unit: 'count', points: [{ time: at, value: 300 }] },
      { name: 'windowResponseTimeP95', service: 'backend', unit: 'milliseconds', points: [{ time: at, value: 42 }] },
      { name: 'jobsFailed', service: 'worker', unit: 'count', points: [{ time: at, value: 7 }] },
    ],
  })
  view.tell({ type: 'entries', at, entries: [entry('hello \u001B[2J world')] })
  await expect.poll(view.frame).toContain(String.raw`hello \x1b[2J world`)
  expect(view.frame()).toMatch(/backend +healthy +2\/2 +5\/s .*42 ms/)
  expect(view.frame()).toContain('7 failed')
})

it('filters, holds, helps, scrolls, and ends when asked', async () => {
  const view = open(100, 24)
  const entries = Array.from({ length: 50 }, (_, number) => entry(number === 7 ? 'a disk is full' : `line ${number}.`))
  await expect.poll(view.frame).toContain('q leave')
  view.tell({ type: 'entries', at, entries })
  await expect.poll(view.frame).toContain('line 49.')
  for (const key of '/disk\r') view.press(key)
  await expect.poll(view.frame).toContain('logs: 1 entries with "disk"')
  expect(view.frame()).not.toContain('line 49.')
  view.press('\u001B')
  await expect.poll(view.frame).toContain('line 49.')
  view.press(' ')
  await expect.poll(view.frame).toContain('held')
  view.tell({ type: 'entries', at, entries: [entry('not shown yet')] })
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(view.frame()).not.toContain('not shown yet')
  view.press(' ')
  await expect.poll(view.frame).toContain('not shown yet')
  view.press('\u001B[5~')
  await expect.poll(view.frame).toContain('newer below')
  view.press('?')
  await expect.poll(view.frame).toContain('hold what is shown')
  view.press('q')
  await expect.poll(view.ended).toBe('quit')
})

it('fits a narrow terminal and follows its size', async () => {
  const view = open(60, 18)
  view.tell({ type: 'status', at, status })
  view.tell({ type: 'entries', at, entries: [entry('x'.repeat(300)), entry('äöü 漢字 '.repeat(30))] })
  await expect.poll(view.frame).toContain('xxx')
  const fits = (columns: number, rows: number) =>
    view.lines().length < rows + 1 && view.lines().every((line) => [...line].length <= columns)
  expect(fits(60, 18)).toBe(true)
  view.resize(140, 40)
  await expect.poll(view.frame).toContain('memory')
  view.resize(40, 8)
  await expect.poll(() => fits(40, 8)).toBe(true)
})
