import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { loadEnvironment } from '@semiont/config'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from '../../run.ts'
import { fixtureService, semiont } from '../../testing/semiont.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-init-'))
})

afterEach(() => rm(directory, { recursive: true }))

const jsonOf = async (...path: string[]) =>
  JSON.parse(await readFile(join(directory, ...path), 'utf8')) as Record<string, unknown>

it('makes a project that validates, without asking, and says what to type next', async () => {
  const line = ['init', 'archive', '--name', 'City Archive', '--admin-email', 'ada@example.org', '--no-input']
  const { code, stdout } = await semiont([...line, '--domain', 'a.org', '--domain', 'b.org'], { directory })
  expect(code).toBe(0)
  expect(stdout).toContain(`Made the project City Archive in ${join(directory, 'archive')}`)
  expect(stdout).toContain('Next: cd archive && semiont start')
  const { settings } = await loadEnvironment(join(directory, 'archive'), 'staging')
  expect(settings.site).toMatchObject({
    name: 'City Archive',
    adminEmail: 'ada@example.org',
    oauthAllowedDomains: ['a.org', 'b.org'],
  })
  expect(await semiont(['configure', 'validate'], { directory: join(directory, 'archive') })).toMatchObject({ code: 0 })
  expect(
    await semiont(['configure', 'production', 'set', 'jwt-secret'], { directory: join(directory, 'archive') }),
  ).toMatchObject({ code: 0 })
})

it('names schemas that editors find: through node_modules in a clone, else where the command is installed', async () => {
  await semiont(['init', '--no-input'], { directory })
  const { $schema } = await jsonOf('environments', 'local.json')
  expect(existsSync(resolve(directory, 'environments', String($schema)))).toBe(true)

  const clone = join(directory, 'clone')
  mkdirSync(join(clone, 'node_modules', '@semiont'), { recursive: true })
  const installed = resolve(directory, 'environments', dirname(dirname(String($schema))))
  await symlink(installed, join(clone, 'node_modules', '@semiont', 'config'))
  await semiont(['init', '--no-input'], { directory: clone })
  expect((await jsonOf('clone', 'semiont.json'))['$schema']).toBe(
    './node_modules/@semiont/config/generated/semiont.schema.json',
  )
  expect((await jsonOf('clone', 'environments', 'staging.json'))['$schema']).toBe(
    '../node_modules/@semiont/config/generated/environment.schema.json',
  )
})

it('keeps what is there and says so; replaces it with --force', async () => {
  await writeFile(join(directory, 'semiont.json'), '{"project": "mine"}')
  const kept = await semiont(['init', '--name', 'New'], { directory })
  expect(kept.stdout).toContain('Kept as it was: semiont.json. To replace: --force')
  expect(await jsonOf('semiont.json')).toEqual({ project: 'mine' })
  expect((await semiont(['init'], { directory })).stdout).toContain('is a project already. Nothing was changed.')
  await semiont(['init', '--name', 'New', '--force'], { directory })
  expect(await jsonOf('semiont.json')).toMatchObject({ project: 'new', site: { name: 'New' } })
})

it('reports a kept file that is not valid', async () => {
  await writeFile(join(directory, 'semiont.json'), '{"sit": {}}')
  const { code, stdout } = await semiont(['init'], { directory })
  expect([code, stdout]).toEqual([3, expect.stringContaining('semiont.json: sit: unknown key. Did you mean site?')])
})

it('writes nothing on --dry-run, nor with answers that are not valid, nor over a file', async () => {
  const dry = await semiont(['init', '--dry-run'], { directory })
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('would write environments/production.json')])
  expect((await semiont(['init', '--domain', 'ada@example.org'], { directory })).code).toBe(2)
  expect((await semiont(['init', '--admin-email', 'ada'], { directory })).code).toBe(2)
  expect(existsSync(join(directory, 'semiont.json'))).toBe(false)
  await writeFile(join(directory, 'file'), '')
  expect(await semiont(['init', 'file'], { directory })).toMatchObject({ code: 2 })
})

it('asks at a terminal for what the options do not say', async () => {
  let shown = ''
  const input = Object.assign(new PassThrough(), { isTTY: true })
  const stream = () => new PassThrough().on('data', (chunk) => (shown += String(chunk)))
  const running = run(['init', '--name', 'Archive'], {
    directory,
    env: {},
    programs: { backend: fixtureService, frontend: fixtureService },
    input,
    stdout: stream(),
    stderr: stream(),
    graceMilliseconds: 100,
    signal: new AbortController().signal,
    now: () => new Date(),
  })
  await expect.poll(() => shown).toContain('E-mail address of who looks after it')
  input.write('ada@example.org\n')
  await expect.poll(() => shown).toContain('E-mail domains')
  input.write('a.org, b.org\n')
  expect(await running).toBe(0)
  expect(await jsonOf('semiont.json')).toMatchObject({
    site: { name: 'Archive', adminEmail: 'ada@example.org', oauthAllowedDomains: ['a.org', 'b.org'] },
  })
})

it('is the first record of the audit trail of what it makes, and records nothing when it changes nothing', async () => {
  const trail = async () => (await semiont(['audit', 'show', '--json'], { directory })).json().data
  await semiont(['init', '--no-input', '--name', 'Archive'], { directory })
  const once = await trail()
  expect(JSON.stringify(once)).toContain('environments/production.json')
  await semiont(['init', '--no-input'], { directory })
  expect(await trail()).toEqual(once)
  expect(await semiont(['audit', 'verify'], { directory })).toMatchObject({ code: 0 })
})
