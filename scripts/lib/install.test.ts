import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'semiont-install-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const script = (name: string) => new URL(name, import.meta.url).href

it('makes the links between the libraries of PostgreSQL where no install script made them', () => {
  const native = join(folder, 'linux-x64', 'native')
  mkdirSync(join(native, 'lib'), { recursive: true })
  writeFileSync(join(native, 'lib/libpq.so.5.17'), '')
  const links = [{ source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))

  const code = `import(${JSON.stringify(script('install.mjs'))}).then((m) => m.linkPostgresLibraries(${JSON.stringify(folder)}))`
  // Twice: what is there already is left alone.
  execFileSync(process.execPath, ['-e', code])
  execFileSync(process.execPath, ['-e', code])

  expect(readlinkSync(join(native, 'lib/libpq.so.5'))).toBe('libpq.so.5.17')
})

it('tells a person with an old Node what is needed, before anything else', () => {
  const pretend = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '20.8.1' } })`
  const run = spawnSync(process.execPath, ['--import', pretend, new URL(script('../start.mjs')).pathname], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(run.status).toBe(1)
  expect(run.stderr).toContain('Semiont needs Node.js 20.9 or newer; this is 20.8.1')
})
