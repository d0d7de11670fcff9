import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../../scripts/lib/build.mjs'
import { oneAtATime } from '../../../scripts/lib/one-at-a-time.mjs'

/** What only a process of its own can show, through the program as it is installed. */
const semiont = resolve(import.meta.dirname, '../bin/semiont.mjs')
/** Waits for a secret on standard input, which these tests keep open. */
const WAITS = ['configure', 'local', 'set', 'jwt-secret']

let directory: string

beforeAll(() => oneAtATime(() => ensureBuilt(['cli'])))

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-process-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(program, args, { cwd: directory, env: { ...process.env, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => ({ code, signal, stdout, stderr }))
  return { child, ended }
}

const runSemiont = (args: readonly string[]) => run(process.execPath, [semiont, ...args])

describe('the process', () => {
  it('ends with the code of the command', async () => {
    expect(await runSemiont(['version']).ended).toMatchObject({ code: 0, stderr: '' })
    expect(await runSemiont(['strat']).ended).toMatchObject({ code: 2, stdout: '' })
    expect(await runSemiont(['status']).ended).toMatchObject({ code: 3 })
  })

  it('ends with 124 when --timeout is over', async () => {
    const { code, stderr } = await runSemiont([...WAITS, '--timeout', '0.2s']).ended
    expect(code).toBe(124)
    expect(stderr).toContain('Not finished after 0.2 s.')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with 130 on %s, in its own time', async (signal) => {
    const { child, ended } = runSemiont(WAITS)
    child.stderr.once('data', () => child.kill(signal))
    expect(await ended).toMatchObject({ code: 130, signal: null, stderr: expect.stringContaining('Interrupted.') })
  })

  it('takes a Ctrl-C that comes twice, as through npm, for one', async () => {
    const { child, ended } = runSemiont(WAITS)
    child.stderr.once('data', () => {
      child.kill('SIGINT')
      child.kill('SIGINT')
    })
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Interrupted.') })
  })

  it('says nothing when its reader has gone', async () => {
    const script = `"${process.execPath}" "${semiont}" --help | true; echo "\${PIPESTATUS[0]}"`
    expect(await run('bash', ['-c', script]).ended).toMatchObject({ code: 0, stdout: '0\n', stderr: '' })
  })

  it('writes everything before it ends, however long', async () => {
    const script = `"${process.execPath}" "${semiont}" completion bash | (sleep 0.2; cat) | tail -n 1`
    expect(await run('bash', ['-c', script]).ended).toMatchObject({ stdout: 'complete -F _semiont semiont\n' })
  })
})
