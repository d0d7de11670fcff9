import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ClosedPipeError } from '../../shell/ended-early.ts'
import { semiont } from '../../testing/semiont.ts'

let directory: string
const now = () => new Date('2026-11-23T12:00:00Z')

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'semiont-cli-logs-'))
  writeFileSync(join(directory, 'semiont.json'), '{"project":"logs"}')
  mkdirSync(join(directory, '.semiont', 'logs'), { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

function log(service: string, minutesAgo: number, more: object): void {
  const time = new Date(now().getTime() - minutesAgo * 60_000).toISOString()
  const line = JSON.stringify({ level: 'INFO', time, service, ...more })
  appendFileSync(join(directory, '.semiont', 'logs', `${service}.log`), `${line}\n`)
}

it('prints what the services logged, one line each, in the order of time', async () => {
  log('backend', 30, { message: 'Older' })
  log('frontend', 5, { message: 'Page' })
  log('backend', 4, { level: 'ERROR', message: 'Request failed', requestId: 'ab', error: { message: 'no disk' } })
  expect(await semiont(['logs', '--since', '15m'], { directory, now })).toEqual({
    code: 0,
    stdout: [
      '2026-11-23T11:55:00.000Z INFO  frontend Page\n',
      '2026-11-23T11:56:00.000Z ERROR backend  Request failed  error="no disk" (ab)\n',
    ].join(''),
    stderr: 'environment: local\n',
    json: expect.any(Function),
  })
})

it('finds by service, level, words, request and number', async () => {
  for (let number = 1; number <= 9; number++)
    log('backend', 10 - number, { message: `No ${number}`, requestId: `r${number}` })
  log('worker', 0, { level: 'WARN', message: 'Slow' })
  const found = async (...args: string[]) => {
    const { stdout } = await semiont(['logs', ...args], { directory, now })
    return stdout.split('\n').flatMap((line) => line.slice(40).split(' (')[0] || [])
  }
  expect(await found('--service', 'worker')).toEqual(['Slow'])
  expect(await found('-s', 'worker', '-s', 'backend', '--limit', '2')).toEqual(['No 9', 'Slow'])
  expect(await found('--level', 'warn')).toEqual(['Slow'])
  expect(await found('--grep', 'no 3')).toEqual(['No 3'])
  expect(await found('--request', 'r4')).toEqual(['No 4'])
  expect(await found('--until', '8m')).toEqual(['No 1', 'No 2'])
})

it('answers with one envelope, or following with one object a line', async () => {
  log('backend', 1, { message: 'One', error: { message: 'x', stack: 'Error: x\n  at y' } })
  const whole = await semiont(['logs', '--json'], { directory, now })
  expect(whole.json()).toMatchObject({
    command: 'logs',
    exitCode: 0,
    data: { entries: [{ message: 'One', level: 'INFO', fields: { error: { stack: 'Error: x\n  at y' } } }] },
  })
  const stop = new AbortController()
  const said = { stdout: '', stderr: '' }
  const following = semiont(['logs', '--json', '--follow'], { directory, now, said, signal: stop.signal })
  await expect.poll(() => said.stdout.split('\n').length).toBe(2)
  log('backend', 0, { message: 'Two' })
  await expect.poll(() => said.stdout.split('\n').length).toBe(3)
  stop.abort()
  expect((await following).code).toBe(0)
  expect(
    said.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message),
  ).toEqual(['One', 'Two'])
})

it('never lets a line steer the terminal, neither as text nor as JSON', async () => {
  log('backend', 1, { message: 'a\u001B[2J\u009B31m\u202Eb' })
  for (const args of [['logs'], ['logs', '--json']]) {
    const ran = await semiont(args, { directory, now })
    expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
    if (args.length === 2)
      expect(ran.json().data).toMatchObject({ entries: [{ message: 'a\u001B[2J\u009B31m\u202Eb' }] })
  }
})

it('ends well when nobody reads on', async () => {
  log('backend', 1, { message: 'One' })
  const stop = new AbortController()
  const said = { stdout: '', stderr: '' }
  const following = semiont(['logs', '--follow'], { directory, now, said, signal: stop.signal })
  await expect.poll(() => said.stdout).not.toBe('')
  stop.abort(new ClosedPipeError())
  expect((await following).code).toBe(0)
})

it('says why there is nothing', async () => {
  expect(await semiont(['logs'], { directory, now })).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'environment: local\nSemiont (environment local) does not run here.\n',
  })
  log('backend', 1, { message: 'One' })
  expect((await semiont(['logs', '--level', 'error'], { directory, now })).stderr).toContain('No entry is like that.')
})

it('refuses what it cannot understand', async () => {
  for (const args of [
    ['--since', 'yesterday'],
    ['--limit', 'many'],
    ['--level', 'eror'],
    ['--service', 'bakend'],
  ])
    expect((await semiont(['logs', ...args], { directory, now })).code).toBe(2)
  expect((await semiont(['logs', '--service', 'bakend'], { directory })).stderr).toContain('Did you mean backend?')
})
