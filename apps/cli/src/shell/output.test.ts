import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Given, semiont } from '../testing/semiont.ts'
import { answer } from './answer.ts'
import { type Command, defineCommand, type Run } from './command.ts'
import { openOutput } from './terminal-output.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-output-'))
  await mkdir(join(directory, 'environments'))
  await writeFile(join(directory, 'semiont.json'), '{}')
  await writeFile(join(directory, 'environments/production.json'), '{}')
})

afterAll(() => rm(directory, { recursive: true, force: true }))

const speaks: Run = async ({ output }) => {
  output.note('looking')
  output.detail('at a detail')
  output.line('first line')
  return answer('All is well.', { well: true })
}

function tryIt(options: string[] = [], more: Partial<Command> = {}, given: Partial<Given> = {}) {
  const command = defineCommand({
    name: 'try',
    summary: 'try the shell',
    arguments: [{ name: 'word', summary: 'any' }],
    examples: [],
    load: () => Promise.resolve({ run: speaks }),
    ...more,
  })
  return semiont(['try', ...options], { directory, commands: [command], ...given })
}

describe('standard output', () => {
  it('carries the answer; everything said on the way, the environment first, goes to standard error', async () => {
    expect(await tryIt()).toMatchObject({
      stdout: 'first line\nAll is well.\n',
      stderr: 'environment: local\nlooking\n',
    })
  })

  it('is one envelope with --json, whatever the command writes on the way', async () => {
    const { stdout, stderr, json } = await tryIt(['--json'])
    expect(stdout.split('\n')).toHaveLength(2)
    expect(json()).toMatchObject({ version: 1, command: 'try', exitCode: 0, data: { well: true }, error: null })
    expect(stderr).toContain('first line')
  })

  it('is the lines alone with --json where a command streams', async () => {
    expect((await tryIt(['--json'], { streams: true })).stdout).toBe('first line\n')
    expect((await tryIt(['--json', 'once'], { streams: ({ arguments: [word] }) => word === 'on' })).json()).toBeTruthy()
  })
})

describe('standard error', () => {
  it('is silent with --quiet', async () => {
    expect((await tryIt(['--quiet'])).stderr).toBe('')
  })

  it('tells details with --verbose', async () => {
    expect((await tryIt(['-v'])).stderr).toContain('at a detail')
  })
})

describe('the environment', () => {
  it('is the one named, else SEMIONT_ENV, else local, and is echoed', async () => {
    const env = { SEMIONT_ENV: 'production' }
    expect((await tryIt(['-e', 'local'], {}, { env })).stderr).toContain('environment: local\n')
    expect((await tryIt([], {}, { env })).stderr).toContain('environment: production\n')
    expect((await tryIt(['--json'], {}, { env })).json().environment).toBe('production')
  })

  it('is the one an argument names, where the command says so', async () => {
    const { stderr } = await tryIt(['production'], { environmentIn: ({ arguments: [word] }) => word })
    expect(stderr).toContain('environment: production\n')
  })

  it('is refused with the nearest when there is none of that name', async () => {
    const { code, stderr, stdout } = await tryIt(['--environment', 'prodution'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('There is no environment "prodution" (environments/prodution.json in')
    expect(stderr).toContain('Did you mean production?')
    expect((await tryIt(['-e', 'x'])).stderr).toContain('There are: local, production.')
  })

  it('need not exist for commands that work without one, and is not echoed', async () => {
    const ended = await tryIt(['-e', 'elsewhere'], { needsEnvironment: false })
    expect(ended).toMatchObject({ code: 0, stderr: 'looking\n' })
  })
})

describe('--dry-run', () => {
  it('is refused for a change that cannot be shown beforehand', async () => {
    const { code, stderr, stdout } = await tryIt(['--dry-run'], { changes: true })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('semiont try cannot say beforehand what it would change. Nothing was done.')
  })

  it('reaches a command that can, and one that changes nothing', async () => {
    const seen: boolean[] = []
    const run: Run = async ({ flags }) => {
      seen.push(flags.dryRun)
      return answer('')
    }
    await tryIt(['--dry-run'], { changes: true, dryRun: true, load: () => Promise.resolve({ run }) })
    await tryIt(['--dry-run'], { load: () => Promise.resolve({ run }) })
    expect(seen).toEqual([true, true])
  })
})

describe('colour and animation', () => {
  const terminal = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
    isTTY: true,
    columns: 120,
  })
  const flags = { json: false, plain: false, quiet: false, verbose: false, streams: false }
  const on = (stdout: Writable, env: NodeJS.ProcessEnv = {}, more: Partial<typeof flags> = {}) =>
    openOutput({ stdout, stderr: terminal }, env, { ...flags, ...more })

  it('are for a terminal', () => {
    const output = on(terminal)
    expect([output.isLive, output.columns, output.style.bad('!')]).toEqual([true, 120, '\u001B[31m!\u001B[39m'])
  })

  it.each([
    ['a pipe', on(new Writable())],
    ['NO_COLOR', on(terminal, { NO_COLOR: '1' })],
    ['a terminal that cannot', on(terminal, { TERM: 'dumb' })],
    ['--plain', on(terminal, {}, { plain: true })],
    ['--json', on(terminal, {}, { json: true })],
  ])('are not for %s', (_what, { isLive, style }) => {
    expect([isLive, style.bad('!')]).toEqual([false, '!'])
  })
})
