import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { semiont } from '../testing/semiont.ts'
import { answer } from './answer.ts'
import { defineCommand } from './command.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-severe-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

const wipe = defineCommand({
  name: 'wipe',
  summary: 'remove everything',
  examples: [{ line: 'semiont wipe', explains: 'Removes everything.' }],
  changes: true,
  load: () =>
    Promise.resolve({
      run: async (context) => {
        await context.confirmSevere('Everything is removed.')
        return answer('Removed.')
      },
    }),
})

async function wipeAt(time: string, options: string[], maintenance: object = {}) {
  await writeFile(join(directory, 'semiont.json'), JSON.stringify({ maintenance }))
  return await semiont(['wipe', ...options], { directory, commands: [wipe], now: () => new Date(time) })
}

const IN_THE_DAILY_WINDOW = '2026-03-03T02:30:00Z'
const AT_NOON = '2026-03-03T12:00:00Z'

describe('a severe command', () => {
  it('wants the environment named, and the right one', async () => {
    const unnamed = await wipeAt(AT_NOON, [])
    expect(unnamed.code).toBe(5)
    expect(unnamed.stderr).toContain('Everything is removed. That has to be confirmed.\nAdd --confirm=local')
    const wrong = await wipeAt(AT_NOON, ['--confirm=production'])
    expect(wrong.code).toBe(5)
    expect(wrong.stderr).toContain('Nothing was changed.')
    expect((await wipeAt(AT_NOON, ['--confirm=local'])).stdout).toBe('Removed.\n')
  })

  it('waits for a maintenance window where windows are enforced', async () => {
    const enforced = { enforceWindows: true }
    expect((await wipeAt(IN_THE_DAILY_WINDOW, ['--confirm=local'], enforced)).code).toBe(0)
    const refused = await wipeAt(AT_NOON, ['--confirm=local'], enforced)
    expect(refused.code).toBe(5)
    expect(refused.stderr).toContain('The next one, daily, opens in 14 hours: Wednesday 4 March 2026, 02:00-04:00 UTC')
  })

  it('goes on in an emergency after the notice, and the trail says why', async () => {
    const soon = { enforceWindows: true, emergencyNoticeMinutes: 0.0001 }
    const ran = await wipeAt(AT_NOON, ['--confirm=local', '--emergency', 'a leak'], soon)
    expect(ran).toMatchObject({ code: 0, stdout: 'Removed.\n' })
    expect(ran.stderr).toContain('Nobody could be told by webhook or mail. It begins at 2026-03-03T12:00:00.006Z')
    const { stdout } = await semiont(['audit', 'show'], { directory })
    expect(stdout).toContain('went on outside the maintenance windows: a leak')
    expect(stdout).toMatch(/semiont wipe --confirm=local '--emergency=a leak' {2}succeeded/)
  })
})
