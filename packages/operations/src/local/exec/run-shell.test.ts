import { tmpdir } from 'node:os'
import { PassThrough, Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { waitUntil } from '../processes/wait-until.ts'
import { runShell } from './run-shell.ts'

async function run(command: string, given: { typed?: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {}) {
  const said = { output: '', error: '' }
  const output = new PassThrough().on('data', (chunk) => (said.output += String(chunk)))
  const error = new PassThrough().on('data', (chunk) => (said.error += String(chunk)))
  const code = runShell(
    {
      command,
      input: given.typed === undefined ? null : Readable.from([given.typed]),
      output,
      error,
      signal: given.signal ?? new AbortController().signal,
    },
    { cwd: tmpdir(), env: { PATH: process.env['PATH'], ...given.env } },
  )
  return { said, code }
}

it('lets variables expand on the side of the command, and passes input and both outputs through', async () => {
  const { said, code } = await run('echo "to $PLACE"; cat; echo oops >&2', { typed: 'given\n', env: { PLACE: 'db' } })
  expect(await code).toBe(0)
  expect(said).toEqual({ output: 'to db\ngiven\n', error: 'oops\n' })
})

it('returns the exit code as a shell tells it', async () => {
  expect(await (await run('exit 42')).code).toBe(42)
  expect(await (await run('no-such-program')).code).toBe(127)
  expect(await (await run('kill -9 $$')).code).toBe(137)
})

it('passes on megabytes without loss, and does not mind a command that reads none of them', async () => {
  const typed = 'x'.repeat(3_000_000)
  const { said, code } = await run('cat', { typed })
  expect(await code).toBe(0)
  expect(said.output).toHaveLength(typed.length)
  expect(await (await run('exit 3', { typed })).code).toBe(3)
})

it('passes on the signal that ends us, to everything the command has started', async () => {
  const stop = new AbortController()
  const { said, code } = await run(
    `sh -c 'trap "echo asked; exit 9" INT; echo ready; while :; do sleep 0.05; done'; exit $?`,
    {
      signal: stop.signal,
    },
  )
  await waitUntil(() => said.output.includes('ready'), { timeout: 5000 })
  stop.abort(Object.assign(new Error('Ctrl-C'), { signal: 'SIGINT' }))
  expect([9, 130]).toContain(await code)
  expect(said.output).toBe('ready\nasked\n')
})

it('ends with SIGTERM what is out of time', async () => {
  const stop = new AbortController()
  const { said, code } = await run('echo ready; exec sleep 60', { signal: stop.signal })
  await waitUntil(() => said.output !== '', { timeout: 5000 })
  stop.abort(new Error('Not finished in time'))
  expect(await code).toBe(143)
})
