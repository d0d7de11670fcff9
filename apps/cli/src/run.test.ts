import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Said, semiont as runSemiont } from './testing/semiont.ts'

let directory: string
let heard: string

async function newDirectory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'semiont-cli-'))
  await chmod(made, 0o755)
  return made
}

beforeEach(async () => {
  directory = await newDirectory()
  heard = ''
})

afterEach(() => rm(directory, { recursive: true, force: true }))

interface Given {
  directory?: string
  env?: NodeJS.ProcessEnv
  typed?: string
  said?: Said
  signal?: AbortSignal
}

async function semiont(args: string[], options: Given = {}): Promise<number> {
  const { code, stdout, stderr } = await runSemiont(args, { directory, ...options })
  heard += stdout + stderr
  return code
}

const output = () => heard

describe('start', () => {
  const said: Said = { stdout: '', stderr: '' }
  const asked = new AbortController()
  let running: Promise<number>
  let place: string

  beforeAll(async () => {
    place = await newDirectory()
    running = semiont(['start', '--port', '0'], { directory: place, said, signal: asked.signal })
    await vi.waitUntil(() => said.stdout.includes('Stop with Ctrl-C'), { timeout: 50_000 })
  })

  afterAll(async () => {
    asked.abort()
    await running
    await rm(place, { recursive: true, force: true })
  })

  it('tells the environment, each step, the address, and the administrator link', () => {
    expect(said.stdout).toMatch(/^Starting Semiont \(environment local\)\n/)
    for (const step of ['PostgreSQL 17', 'Migrations', 'Backend', 'Worker', 'Frontend']) {
      expect(said.stdout).toMatch(new RegExp(`^  ✓ ${step} +\\d+\\.\\d s$`, 'm'))
    }
    expect(said.stdout).toMatch(/Semiont is ready at http:\/\/localhost:\d+ {3}\(\d+\.\d s\)/)
    expect(said.stdout).toMatch(/http:\/\/localhost:\d+\/sign-in#link=one-time/)
  })

  it('says on a second start that it already runs, and counts that as done', async () => {
    expect(await semiont(['start'], { directory: place })).toBe(0)
    expect(output()).toMatch(/Semiont already runs at http:\/\/localhost:\d+ \(process \d+\)\.\nOpen http/)
  })

  it('is found by status, from the same folder', async () => {
    expect(await semiont(['status'], { directory: place })).toBe(0)
    expect(output()).toMatch(/^Semiont runs at http:\/\/localhost:\d+/)
  })

  it('gives another administrator link while it runs', async () => {
    expect(await semiont(['admin-link'], { directory: place })).toBe(0)
    expect(output()).toMatch(/^http:\/\/localhost:\d+\/sign-in#link=one-time$/m)
  })

  it('ends with code 0 when it is asked to, saying that everything is kept', async () => {
    asked.abort()
    expect(await running).toBe(0)
    expect(said.stdout).toMatch(/\nStopped. Everything is kept in .semiont.\n$/)
  })
})

it('names who holds a busy port, and what to do', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const address = squatter.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await semiont(['start'], { env: { SEMIONT_PORT: String(port) } })).toBe(1)
  squatter.close()
  expect(output()).toContain(`Port ${port} is in use by`)
  expect(output()).toContain(`semiont start --port ${port + 1}`)
})

it('says when nothing runs', async () => {
  expect(await semiont(['status'])).toBe(3)
  expect(await semiont(['admin-link'])).toBe(1)
  expect(output()).toContain('Start it with')
})

it('refuses what it does not know, showing what there is', async () => {
  expect(await semiont(['strat'])).toBe(2)
  expect(await semiont(['start', '--prot', '1'])).toBe(2)
  expect(await semiont(['start', '--port', 'http'])).toBe(2)
  expect(await semiont([])).toBe(2)
  expect(output()).toContain('There is no command "strat"')
  expect(output()).toContain('Usage: semiont <command>')
})

it('explains a wrong environment file', async () => {
  await writeFile(join(directory, 'semiont.json'), '{"sites": {}}')
  expect(await semiont(['start'])).toBe(2)
  expect(output()).toContain('semiont.json: sites: unknown key. Did you mean site?')
})
