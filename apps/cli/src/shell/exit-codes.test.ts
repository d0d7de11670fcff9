import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError, SecretError } from '@semiont/config'
import {
  IncompleteError,
  LockedError,
  OperationError,
  RefusedError,
  RolledBackError,
  UnusableInputError,
} from '@semiont/operations/errors'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Given, semiont } from '../testing/semiont.ts'
import { answer } from './answer.ts'
import { type Command, defineCommand, type Run } from './command.ts'
import { ClosedPipeError } from './ended-early.ts'
import { EXIT } from './exit-codes.ts'
import { UsageError } from './usage-error.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-shell-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

/** A command `try` that does this. */
function commandThat(run: Run, more: Partial<Command> = {}): Command {
  return defineCommand({
    name: 'try',
    summary: 'try the shell',
    examples: [{ line: 'semiont try', explains: 'Tries.' }],
    load: () => Promise.resolve({ run }),
    ...more,
  })
}

function tryIt(command: Command, options: string[] = [], given: Partial<Given> = {}) {
  return semiont(['try', ...options], { directory, commands: [command], ...given })
}

const throws = (error: Error) =>
  commandThat(async () => {
    throw error
  })
const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
const forever = () => new Promise<never>(() => {})
const abortedAlready = (reason?: unknown) => AbortSignal.abort(reason)

it('means by each number what it has always meant', () => {
  expect(EXIT).toEqual({
    fine: 0,
    failed: 1,
    usage: 2,
    findings: 3,
    partial: 4,
    refused: 5,
    locked: 6,
    rolledBack: 7,
    timeout: 124,
    interrupted: 130,
  })
})

describe('what a command throws', () => {
  it.each<[number, Error]>([
    [1, new TypeError('x is undefined')],
    [1, new OperationError('The migration failed.', 'See the log.')],
    [2, new UsageError('There is no such thing.')],
    [2, new ConfigurationError('Wrong.')],
    [2, new SecretError('Too short.')],
    [2, new UnusableInputError('Not an archive.', 'Give another.')],
    [4, new IncompleteError('The database did not answer.', 'Start it.')],
    [5, new RefusedError('Outside the window.', 'Wait.')],
    [6, new LockedError('Another deployment runs.', 'Wait for it.')],
    [7, new RolledBackError('The restore failed.', 'Nothing was changed.')],
  ])('ends with %i for %o', async (code, error) => {
    const ended = await tryIt(throws(error))
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).toContain(error.message)
    if (error instanceof OperationError) expect(ended.stderr).toContain(error.action)
  })

  it('is one envelope with --json, with the message and what to do', async () => {
    const ended = await tryIt(throws(new LockedError('Another restart runs.', 'Wait for it.')), ['--json'], {
      now: () => new Date('2026-01-31T12:00:00Z'),
    })
    expect(ended.json()).toEqual({
      version: 1,
      command: 'try',
      environment: 'local',
      at: '2026-01-31T12:00:00.000Z',
      exitCode: 6,
      data: null,
      error: { name: 'LockedError', message: 'Another restart runs.', action: 'Wait for it.' },
    })
    expect(ended.stdout.split('\n')).toHaveLength(2)
  })
})

describe('what nobody foresaw', () => {
  const fault = new Error('fetch failed', { cause: new Error('no route to postgres://semiont:hidden@db/semiont') })

  it('is told in one line, with its cause; the stack goes into the log of the environment, without passwords', async () => {
    await writeFile(join(directory, 'semiont.json'), '{}')
    const { code, stderr } = await tryIt(throws(fault))
    const log = join(directory, '.semiont/logs/cli.log')
    expect(code).toBe(1)
    expect(stderr).toContain('fetch failed: no route')
    expect(stderr).toContain(`The details are in ${log}`)
    expect(stderr).not.toContain('    at ')
    const entry: unknown = JSON.parse(await readFile(log, 'utf8'))
    expect(entry).toMatchObject({ level: 'ERROR', service: 'cli', command: 'try', message: 'fetch failed' })
    expect(JSON.stringify(entry)).toContain('exit-codes.test.ts')
    expect(JSON.stringify(entry)).not.toContain('hidden')
  })

  it('names the one who looks after the installation, and shows the stack with --verbose', async () => {
    const site = { contacts: { primary: { name: 'Platform team', email: 'platform@example.org' } } }
    await writeFile(join(directory, 'semiont.json'), JSON.stringify({ site }))
    const { stderr } = await tryIt(throws(fault), ['--verbose'])
    expect(stderr).toContain('report it with them to Platform team <platform@example.org>.')
    expect(stderr).toContain('    at ')
    expect(stderr).not.toContain('hidden')
  })

  it('does not make a folder a project', async () => {
    const { stderr } = await tryIt(throws(fault))
    expect(stderr).toMatch(/The details are in .*semiont-\w+\/cli\.log/)
    await expect(readFile(join(directory, '.semiont/logs/cli.log'))).rejects.toThrow('ENOENT')
  })

  it('is explained where the operating system said why', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', path: '/data/blob' })
    const { code, stderr } = await tryIt(throws(full))
    expect(code).toBe(1)
    expect(stderr).toContain('The disk is full: nothing more can be written (/data/blob).\nMake room')
  })
})

describe('--timeout', () => {
  it('ends a command that heeds the signal', async () => {
    const heeds = commandThat(async ({ signal }) => {
      await aborted(signal)
      throw signal.reason
    })
    const { code, stderr } = await tryIt(heeds, ['--timeout', '0.01s'])
    expect(code).toBe(124)
    expect(stderr).toContain('Not finished after 0.01 s.\nGive it longer with --timeout')
  })

  it('ends a command that does not heed it once the grace is over', async () => {
    const { code, json } = await tryIt(commandThat(forever), ['--timeout', '0.01s', '--json'])
    expect([code, json().exitCode, json().error?.name]).toEqual([124, 124, 'TimedOutError'])
  })

  it('shows what a command could still answer', async () => {
    const half = commandThat(async ({ signal }) => {
      await aborted(signal)
      return answer('half of it', { half: true })
    })
    const { code, stdout, stderr } = await tryIt(half, ['--timeout', '0.01s'])
    expect([code, stdout]).toEqual([124, 'half of it\n'])
    expect(stderr).toContain('Not finished after 0.01 s.')
  })

  it('lets a command say that it has put everything back', async () => {
    const rollsBack = commandThat(async ({ signal }) => {
      await aborted(signal)
      throw new RolledBackError('The restore was cut short.', 'Everything is as it was.')
    })
    expect((await tryIt(rollsBack, ['--timeout', '0.01s'])).code).toBe(7)
  })

  it('does not hurry a command that is in time', async () => {
    expect(
      await tryIt(
        commandThat(async () => answer('done')),
        ['--timeout', '1h'],
      ),
    ).toMatchObject({
      code: 0,
      stdout: 'done\n',
    })
  })

  it('must be a duration', async () => {
    const { code, stderr } = await tryIt(commandThat(forever), ['--timeout', 'soon'])
    expect([code, stderr]).toEqual([2, '"soon" is not a duration for --timeout: 30s, 10m, 2h, 7d.\n'])
  })
})

describe('being stopped', () => {
  const heeds = commandThat(async ({ signal }) => {
    signal.throwIfAborted()
    return answer('')
  })

  it('is 130 for a command that is broken off', async () => {
    const { code, stderr } = await tryIt(heeds, [], { signal: abortedAlready() })
    expect(code).toBe(130)
    expect(stderr).toContain('Interrupted.\nSee how things stand with: semiont check')
  })

  it('is 0 for a command that goes on until it is stopped', async () => {
    const stopping = new AbortController()
    const goesOn = commandThat(async ({ signal }) => {
      setImmediate(() => stopping.abort())
      await aborted(signal)
      return answer('Stopped.')
    })
    expect((await tryIt(goesOn, [], { signal: stopping.signal })).code).toBe(0)
  })

  it('before it began lets no command begin', async () => {
    let hasBegun = false
    const begins = commandThat(async () => {
      hasBegun = true
      return await forever()
    })
    expect((await tryIt(begins, [], { signal: abortedAlready() })).code).toBe(130)
    expect(hasBegun).toBe(false)
  })

  it('is 0, without a word, when nobody reads the answer any more', async () => {
    const ended = await tryIt(heeds, ['--quiet'], { signal: abortedAlready(new ClosedPipeError()) })
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })
})

it('passes on any code that a command answers with', async () => {
  expect((await tryIt(commandThat(async () => answer('Two things to act on.', {}, EXIT.findings)))).code).toBe(3)
  expect((await tryIt(commandThat(async () => ({ exitCode: 42 })))).code).toBe(42)
})
