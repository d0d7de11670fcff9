import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { semiont } from '../../testing/semiont.ts'

let directory: string
const database = new URL(inject('testPostgresUrl'))
const env = { DATABASE_URL: database.href }

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'semiont-cli-exec-'))
  writeFileSync(join(directory, 'semiont.json'), '{"project":"exec"}')
})
afterAll(() => rmSync(directory, { recursive: true }))

it('runs the command of the guide as it stands there', async () => {
  const ran = await semiont(['exec', '--service', 'backend', 'pg_isready -h $DB_HOST -p $DB_PORT'], { directory, env })
  expect(ran).toMatchObject({ code: 0, stdout: `${database.hostname}:${database.port} - accepting connections\n` })
})

it('passes input, outputs and the exit code through', async () => {
  const ran = await semiont(['exec', 'cat; echo oops >&2; exit 42'], { directory, env, typed: 'given\n' })
  expect(ran).toMatchObject({ code: 42, stdout: 'given\n', stderr: 'environment: local\noops\n' })
  expect((await semiont(['exec', 'no-such-program'], { directory, env })).code).toBe(127)
})

it('takes several words as one command', async () => {
  expect((await semiont(['exec', '-s', 'worker', 'echo', '$SEMIONT_ROLE'], { directory, env })).stdout).toBe('worker\n')
})

it('keeps the envelope alone on standard output with --json', async () => {
  const ran = await semiont(['exec', '--json', 'echo out; echo err >&2; exit 3'], { directory, env })
  expect(ran.code).toBe(3)
  expect(ran.json()).toMatchObject({
    exitCode: 3,
    data: { service: 'backend', output: 'out\n', error: 'err\n', isShortened: false },
  })
  const large = await semiont(['exec', '--json', 'head -c 5000000 /dev/zero | tr "\\0" x'], { directory, env })
  expect(large.json().data).toMatchObject({ isShortened: true })
})

it('is in the audit trail with its command line, and without what it wrote', async () => {
  await semiont(['exec', 'echo very-$((40 + 2))-secret'], { directory, env })
  const trail = readTrail(join(directory, '.semiont', 'audit'))
  expect(trail).toContain('echo very-$((40 + 2))-secret')
  expect(trail).not.toContain('very-42-secret')
})

it('ends the command when the time is over', async () => {
  const ran = await semiont(['exec', '--timeout', '0.3s', 'sleep 30'], { directory, env })
  expect(ran.code).toBe(124)
})

it('refuses a service that runs no process, and a command that is not there', async () => {
  expect((await semiont(['exec', '--service', 'database', 'true'], { directory, env })).code).toBe(2)
  expect((await semiont(['exec', '--service', 'backend'], { directory, env })).code).toBe(2)
})

function readTrail(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n')
}
