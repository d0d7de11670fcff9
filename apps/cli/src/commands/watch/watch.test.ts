import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { run } from '../../run.ts'
import { fixtureService, semiont } from '../../testing/semiont.ts'

// Ink draws nothing on a build machine, and looks for that when it is loaded.
vi.hoisted(() => {
  process.env['CI'] = 'false'
  delete process.env['CONTINUOUS_INTEGRATION']
})

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'semiont-cli-watch-'))
  writeFileSync(join(directory, 'semiont.json'), '{"project":"watch"}')
  mkdirSync(join(directory, '.semiont', 'logs'), { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

function log(service: string, hoursAgo: number, more: object): void {
  const time = new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
  const line = JSON.stringify({ level: 'INFO', time, service, ...more })
  appendFileSync(join(directory, '.semiont', 'logs', `${service}.log`), `${line}\n`)
}

describe('without a terminal', () => {
  it('prints the log lines of the last day and ends, for grep', async () => {
    log('backend', 30, { message: 'too old' })
    for (let number = 0; number < 300; number++) log('backend', 20, { message: `line ${number}` })
    log('backend', 1, { level: 'ERROR', message: 'broken' })
    log('frontend', 1, { message: 'not asked for' })
    const { code, stdout } = await semiont(['watch', 'logs', '--service', 'backend'], { directory })
    const lines = stdout.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(lines).toHaveLength(301)
    expect(lines.filter((line) => /error/i.test(line))).toEqual([expect.stringMatching(/Z ERROR backend {2}broken$/)])
  })

  it('shows services, numbers and the newest lines as text, and the same model as JSON', async () => {
    log('backend', 0, { message: 'GET /x 500', path: '/x', status: 500, durationMs: 12 })
    const { code, stdout } = await semiont(['watch'], { directory })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Semiont \(environment local\) does not run. Start it with: semiont start\n/)
    expect(stdout).toMatch(/\nbackend +stopped +0\/1 /)
    expect(stdout).toMatch(/\nbackend +0\.0\d?\/s +1 +12 ms +12 ms/)
    expect(stdout).toMatch(/ GET \/x 500 {2}durationMs=12\n$/)
    const services = await semiont(['watch', 'services'], { directory })
    expect(services.stdout).not.toContain('P95')
    const json = (await semiont(['watch', 'metrics', '--json', '--window', '1h'], { directory })).json()
    expect(json).toMatchObject({
      command: 'watch',
      data: {
        running: false,
        windowSeconds: 3600,
        services: [{ service: 'frontend' }, { service: 'backend', errors: 1 }, {}, {}, {}],
      },
    })
  })

  it('goes on with --follow, an object a line with --json, until it is stopped', async () => {
    const stop = new AbortController()
    const said = { stdout: '', stderr: '' }
    const args = ['watch', 'services', '--follow', '--json', '--interval', '0.1s']
    const watching = semiont(args, { directory, said, signal: stop.signal })
    await expect.poll(() => said.stdout.split('\n').length).toBeGreaterThan(2)
    stop.abort()
    expect((await watching).code).toBe(0)
    const [first = ''] = said.stdout.split('\n')
    expect(JSON.parse(first)).toMatchObject({ environment: 'local', running: false })
  })
})

describe('at a terminal', () => {
  async function watchLive(key: string) {
    let screen = ''
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 90, rows: 24 })
    stdout.on('data', (chunk) => (screen += String(chunk)))
    const raw: boolean[] = []
    const input = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (mode: boolean) => raw.push(mode),
      ref: () => {},
      unref: () => {},
    })
    const code = run(['watch', 'logs'], {
      directory,
      env: { TERM: 'xterm-256color' },
      programs: { backend: fixtureService, frontend: fixtureService },
      input,
      stdout,
      stderr: new PassThrough().resume(),
      graceMilliseconds: 100,
      signal: new AbortController().signal,
      now: () => new Date(),
    })
    await expect.poll(() => raw, { timeout: 20_000 }).toContain(true)
    input.write(key)
    return { code: await code, screen: () => screen, raw }
  }

  it.each(['q', '\u0003'])('leaves the terminal as it was on %j, which is its ordinary end', async (key) => {
    const { code, screen, raw } = await watchLive(key)
    expect(code).toBe(0)
    expect(screen().startsWith('\u001B[?1049h')).toBe(true)
    expect(screen().lastIndexOf('\u001B[?1049l')).toBeGreaterThan(screen().lastIndexOf('\u001B[?1049h'))
    expect(raw.at(-1)).toBe(false)
  })
})
