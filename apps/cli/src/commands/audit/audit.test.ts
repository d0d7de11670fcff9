import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { semiont } from '../../testing/semiont.ts'

let directory: string
const made: string[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-audit-cli-'))
  made.push(directory)
})

afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))))

const trail = () => join(directory, '.semiont', 'audit', 'trail.jsonl')
const run = (...args: string[]) => semiont(args, { directory, env: { SEMIONT_ACTOR: 'anna' } })

interface Events {
  events: { sequence: number; command: string; outcome: string; exitCode: number; arguments: string[]; actor: object }[]
}

describe('audit', () => {
  it('shows nothing before anything was changed', async () => {
    expect((await run('audit')).stdout).toBe('Nothing has been changed yet by a command.\n')
    expect((await run('audit', 'verify')).code).toBe(0)
    expect((await run('audit', 'head')).stdout).toContain('no audit trail yet')
  })

  it('records a change with who, what, how it ended, and never the secret that was piped in', async () => {
    const secret = 'a-secret-that-nobody-may-ever-read-anywhere'
    await semiont(['configure', 'local', 'set', 'jwt-secret'], {
      directory,
      typed: `${secret}\n`,
      env: { SEMIONT_ACTOR: 'anna' },
    })
    const { events } = (await run('audit', 'show', '--json')).json().data as Events
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ sequence: 1, command: 'configure', outcome: 'succeeded', exitCode: 0 })
    expect(events[0]?.actor).toMatchObject({ claimed: 'anna' })
    const written = await readFile(trail(), 'utf8')
    expect(written).not.toContain(secret)
    expect(written.trim().split('\n')).toHaveLength(2)
    expect((await run('audit')).stdout).toMatch(
      /UTC {2}anna \(as .+@.+\) {2}semiont configure local set jwt-secret {2}succeeded after/,
    )
  })

  it('records a change that failed with its exit code and reason, and filters by outcome, command and time', async () => {
    await semiont(['configure', 'local', 'set', 'jwt-secret'], { directory, typed: 'short\n' })
    const failed = (await run('audit', 'show', '--outcome', 'failed', '--json')).json().data as Events
    expect(failed.events).toMatchObject([{ command: 'configure', exitCode: 2 }])
    for (const filter of [
      ['--outcome', 'succeeded'],
      ['--command', 'restart'],
      ['--until', '2020-01-01'],
      ['--actor', 'nobody-of-that-name'],
    ])
      expect((await run('audit', 'show', ...filter)).stdout).toBe('Nothing in the audit trail matches.\n')
  })

  it('proves the trail whole, and names the record that was edited', async () => {
    for (const text of ['one', 'two', 'three']) await run('journal', 'add', text)
    expect((await run('audit', 'verify')).stdout).toMatch(
      /^The audit trail is whole: 3 records\.\nIt ends with 3:[0-9a-f]{64}\n$/,
    )
    await writeFile(trail(), (await readFile(trail(), 'utf8')).replace('two', 'tow'))
    const { code, stdout } = await run('audit', 'verify')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^The audit trail is not as it was written: record 2 \(line 2\) was edited\.\n/)
  })

  it('verifies a copy on another machine against a head noted before', async () => {
    for (const text of ['one', 'two']) await run('journal', 'add', text)
    const head = (await run('audit', 'head')).stdout.trim()
    const copy = join(directory, 'copy.jsonl')
    const lines = (await readFile(trail(), 'utf8')).split('\n')
    await writeFile(copy, `${lines[0]}\n`)
    expect((await run('audit', 'verify', copy)).code).toBe(0)
    const { code, stdout } = await run('audit', 'verify', copy, '--head', head)
    expect(code).toBe(3)
    expect(stdout).toContain('record 2 (line 2) was truncated')
    expect((await run('audit', 'verify', copy, '--head', '2:abc')).code).toBe(2)
    expect((await run('audit', 'verify', 'nowhere.jsonl')).code).toBe(2)
  })

  it('notices that the whole file is gone', async () => {
    await run('journal', 'add', 'one')
    await rm(trail())
    expect(await run('audit', 'verify')).toMatchObject({ code: 3 })
  })

  it('refuses a change that it cannot record, unless it is an emergency', async () => {
    await writeFile(join(directory, 'semiont.json'), '{}')
    await run('journal', 'add', 'one')
    await rm(join(directory, '.semiont', 'audit'), { recursive: true })
    await writeFile(join(directory, '.semiont', 'audit'), 'a file in the way')
    const change = ['configure', 'local', 'set', 'jwt-secret']
    const typed = 'a-secret-of-more-than-32-characters-kq7\n'
    const refused = await semiont(change, { directory, typed })
    expect(refused.code).toBe(5)
    expect(refused.stderr).toContain('cannot be recorded in the audit trail')
    const emergency = await semiont([...change, '--emergency', 'disk is full'], { directory, typed })
    expect(emergency.code).toBe(0)
    expect(emergency.stderr).toContain('It goes on because of --emergency.')
  })
})

describe('journal', () => {
  it('keeps notes with their time, and shows them beside what commands changed', async () => {
    const now = () => new Date('2026-03-02T09:30:00Z')
    const added = await semiont(['journal', 'add', 'Reviewed', 'the', 'alarms', '--procedure', 'weekly'], {
      directory,
      now,
    })
    expect(added.stdout).toBe('Noted as record 1 at 2026-03-02T09:30:00.000Z.\n')
    const { stdout } = await run('journal')
    expect(stdout).toMatch(/^2026-03-02 09:30:00 UTC {2}.+ {2}noted \(weekly\): Reviewed the alarms\n$/)
    expect((await run('journal', 'show', '--procedure', 'monthly')).stdout).toContain('no entry for that')
  })

  it('adds nothing in a dry run, and wants a text', async () => {
    expect((await run('journal', 'add', 'one', '--dry-run')).stdout).toBe('Would note: one\n')
    expect((await run('journal', 'add')).code).toBe(2)
    expect((await run('journal')).stdout).toContain('no entry')
  })
})
