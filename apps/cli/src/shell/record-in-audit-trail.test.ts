import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RefusedError, RolledBackError } from '@semiont/operations/errors'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Given, semiont } from '../testing/semiont.ts'
import { answer } from './answer.ts'
import { defineCommand, type Run } from './command.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-record-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

const options = { 'smtp-password': { type: 'string', summary: 'a secret in the wrong place' } } as const

const changing = (run: Run<typeof options>) =>
  defineCommand({
    name: 'change',
    summary: 'change something',
    arguments: [{ name: 'what', summary: 'what', variadic: true }],
    options,
    examples: [{ line: 'semiont change', explains: 'Changes something.' }],
    changes: true,
    load: () => Promise.resolve({ run }),
  })

const change = (run: Run<typeof options>, words: string[] = [], given: Partial<Given> = {}) =>
  semiont(['change', ...words], { directory, commands: [changing(run)], ...given })

async function events() {
  const { events: all } = (await semiont(['audit', 'show', '--json'], { directory })).json().data as {
    events: Record<string, unknown>[]
  }
  return all
}

it('keeps what was before and after, without secrets, and how long it took', async () => {
  await change(
    async (context) => {
      context.recordChange({ before: { replicas: 1, password: 'old' }, after: { replicas: 2, url: 'db://a:pw@b/c' } })
      return answer('Done.')
    },
    ['replicas', '--smtp-password', 'hunter2', '--emergency', 'it burns'],
    { env: { SSH_CONNECTION: '203.0.113.7 5000 10.0.0.1 22', SEMIONT_ACTOR: 'pipeline 7' } },
  )
  expect(await events()).toMatchObject([
    {
      command: 'change',
      arguments: ['replicas', '--smtp-password=[redacted]', '--emergency=it burns'],
      actor: { origin: '203.0.113.7', claimed: 'pipeline 7' },
      outcome: 'succeeded',
      exitCode: 0,
      durationMilliseconds: expect.any(Number),
      reason: 'it burns',
      before: { replicas: 1, password: '[redacted]' },
      after: { replicas: 2, url: 'db://a:[redacted]@b/c' },
    },
  ])
})

function failing(error: Error): Run<typeof options> {
  return async () => {
    throw error
  }
}

it.each<[string, number, Run<typeof options>]>([
  ['failed', 1, failing(new Error('no'))],
  ['refused', 5, failing(new RefusedError('Not now.', 'Later.'))],
  ['failed', 7, failing(new RolledBackError('Put back.', 'Look.'))],
  ['partial', 4, async () => answer('Half.', null, 4)],
  ['succeeded', 3, async () => answer('Findings.', null, 3)],
])('records one as %s that ends with %d', async (outcome, exitCode, run) => {
  expect((await change(run)).code).toBe(exitCode)
  expect(await events()).toMatchObject([{ outcome, exitCode }])
})

it('records one that was interrupted as that', async () => {
  const stopping = new AbortController()
  const ran = await change(
    ({ signal }) => {
      const stopped = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
      )
      stopping.abort()
      return stopped
    },
    [],
    { signal: stopping.signal },
  )
  expect(ran.code).toBe(130)
  expect(await events()).toMatchObject([{ outcome: 'interrupted', exitCode: 130 }])
})

it('records nothing of a command that changes nothing, nor of an environment that is not there', async () => {
  await change(async () => answer('Done.'), ['--environment', 'nowhere'])
  await semiont(['window'], { directory })
  expect(await events()).toEqual([])
})

it('shows one that was killed as begun and never ended', async () => {
  await writeFile(join(directory, 'semiont.json'), '{}')
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  // Waits for a secret to be piped in, which never comes.
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), main, 'configure', 'local', 'set', 'jwt-secret'],
    {
      cwd: directory,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  await expect.poll(events, { timeout: 20_000, interval: 50 }).toMatchObject([{ outcome: 'running' }])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await events()).toMatchObject([{ command: 'configure', outcome: 'never-ended', exitCode: null }])
  expect((await semiont(['audit'], { directory })).stdout).toContain('set jwt-secret  never ended')
})
