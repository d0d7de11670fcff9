import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { semiont } from '../../testing/semiont.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-window-'))
  await writeFile(join(directory, 'semiont.json'), JSON.stringify({ maintenance: { enforceWindows: true } }))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

const run = (time: string, ...args: string[]) => semiont(['window', ...args], { directory, now: () => new Date(time) })

it('says which window is open and for how long, and when each opens next', async () => {
  const { code, stdout } = await run('2026-03-02T09:30:00Z')
  expect(code).toBe(0)
  expect(stdout).toContain(
    'The monthly window is open for another 1 hour 30 minutes: Monday 2 March 2026, 09:00-11:00 UTC',
  )
  expect(stdout).toContain('The weekly window is open for another 30 minutes')
  expect(stdout).toContain('first Monday of the month 09:00-11:00 UTC')
  expect(stdout).toContain('next daily    Tuesday 3 March 2026, 02:00-04:00 UTC')
  expect(stdout).toContain('severe commands are refused')
})

it('tells a script whether it may: 0 in a window, 5 outside, of the one that is asked for', async () => {
  expect((await run('2026-03-03T02:00:00Z', 'check')).code).toBe(0)
  expect((await run('2026-03-03T02:00:00Z', 'check', 'monthly')).code).toBe(5)
  const outside = await run('2026-03-03T12:00:00Z', 'check')
  expect(outside.code).toBe(5)
  expect(outside.stdout).toContain(
    'No maintenance window is open.\nThe daily window opens in 14 hours: Wednesday 4 March 2026',
  )
})

it('answers for another moment, and as data', async () => {
  const ran = await run('2026-03-03T12:00:00Z', 'check', 'weekly', '--at', '2026-03-09T09:15:00Z', '--json')
  expect(ran.code).toBe(0)
  expect(ran.json().data).toMatchObject({
    at: '2026-03-09T09:15:00.000Z',
    enforced: true,
    open: [{ window: 'weekly', start: '2026-03-09T09:00:00.000Z', end: '2026-03-09T10:00:00.000Z' }],
    next: [{ window: 'weekly', start: '2026-03-16T09:00:00.000Z' }],
  })
})
