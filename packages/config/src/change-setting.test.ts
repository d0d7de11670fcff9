import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareSettingChange } from './change-setting.ts'
import { ConfigurationError } from './errors.ts'
import { explainSettings, summarizeEnvironments } from './explain-settings.ts'
import { loadEnvironment } from './load-environment.ts'
import { parseSettingValue } from './parse-setting-value.ts'
import { findSetting } from './setting-schema.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-settings-'))
  await mkdir(join(directory, 'environments'))
  await given('semiont.json', { project: 'x', site: { name: 'Archive' } })
  await given('environments/production.json', {
    services: { frontDoor: { port: 4200 }, backend: { replicas: 2 } },
    maintenance: { notices: { email: { from: 'a@example.org', to: ['b@example.org'], smtp: { host: 'mail' } } } },
  })
  await given('environments/staging.json', { logs: { level: 'debug' }, _extends: 'production', site: {} })
})

afterEach(() => rm(directory, { recursive: true }))

async function given(file: string, content: unknown) {
  await writeFile(join(directory, file), `${JSON.stringify(content, null, 2)}\n`)
}

const textOf = async (file: string) => await readFile(join(directory, file), 'utf8')

async function set(name: string, path: string, value: unknown) {
  const change = await prepareSettingChange(directory, name, path, value)
  await change.write()
  return change
}

describe('changing a setting', () => {
  it('writes it into the file of the environment, keeps the order of what is there, and says before and after', async () => {
    const { before, after, file } = await set('staging', 'services.backend.replicas', 3)
    expect([before, after, file]).toEqual([2, 3, 'environments/staging.json'])
    expect(await textOf('environments/staging.json')).toBe(
      `${JSON.stringify({ logs: { level: 'debug' }, _extends: 'production', site: {}, services: { backend: { replicas: 3 } } }, null, 2)}\n`,
    )
    expect((await loadEnvironment(directory, 'production')).settings.services.backend.replicas).toBe(2)
    expect(await readdir(join(directory, 'environments'))).toEqual(['production.json', 'staging.json'])
  })

  it('keeps who may read the file, and a link to it', async () => {
    const [link, target] = ['environments/linked.json', 'shared.json'].map((file) => join(directory, file))
    await given('shared.json', {})
    await chmod(target ?? '', 0o640)
    await symlink(target ?? '', link ?? '')
    await set('linked', 'logs.level', 'warn')
    expect((await lstat(link ?? '')).isSymbolicLink()).toBe(true)
    expect((await stat(target ?? '')).mode & 0o777).toBe(0o640)
    expect(JSON.parse(await textOf('shared.json'))).toEqual({ logs: { level: 'warn' } })
  })

  it('makes the file of local where there is none', async () => {
    await set('local', 'logs.level', 'warn')
    expect(JSON.parse(await textOf('environments/local.json'))).toEqual({ logs: { level: 'warn' } })
  })

  it('takes a setting away, with sections that are empty then, and says what holds instead', async () => {
    const { before, after } = await set('staging', 'logs.level', undefined)
    expect([before, after]).toEqual(['debug', 'info'])
    expect(JSON.parse(await textOf('environments/staging.json'))).toEqual({ _extends: 'production', site: {} })
  })

  it('writes nothing that would leave an invalid environment', async () => {
    const before = await textOf('environments/production.json')
    await expect(set('production', 'services.backend.replicas', 17)).rejects.toThrow(/replicas: .*16/)
    await expect(set('production', '_extends', 'nowhere')).rejects.toThrow(/no environment nowhere/)
    expect(await textOf('environments/production.json')).toBe(before)
  })

  it('does not overwrite what somebody else wrote in between', async () => {
    const change = await prepareSettingChange(directory, 'staging', 'logs.level', 'error')
    await set('staging', 'site.name', 'Other')
    await expect(change.write()).rejects.toThrow(/changed meanwhile/)
  })
})

it('lets one file of several give only a part of what another requires', async () => {
  await given('environments/staging.json', {
    _extends: 'production',
    maintenance: { notices: { email: { to: ['c@example.org'] } } },
  })
  const { settings } = await loadEnvironment(directory, 'staging')
  expect(settings.maintenance.notices.email).toMatchObject({ from: 'a@example.org', to: ['c@example.org'] })
})

describe('reading what is typed', () => {
  it.each([
    ['site.name', '42', '42'],
    ['services.backend.replicas', '4', 4],
    ['maintenance.enforceWindows', 'true', true],
    ['site.oauthAllowedDomains', 'a.org, b.org', ['a.org', 'b.org']],
    ['site.oauthAllowedDomains', '["a.org"]', ['a.org']],
    ['site.oauthAllowedDomains', '', []],
    ['aws.budget.alertPercents', '50,90', [50, 90]],
    ['services.backend', '{"replicas": 3}', { replicas: 3 }],
  ])('%s takes %s', (path, typed, value) => {
    expect(parseSettingValue(findSetting(path), typed)).toEqual(value)
  })

  it.each([
    ['services.backend.replicas', 'many', /expected number/],
    ['services.backend.replicas', '0', />=1/],
    ['site.oauthAllowedDomains', 'me@a.org', /oauthAllowedDomains.0: a domain such as example.org/],
    ['logs.level', 'loud', /debug/],
    ['services.backend', '{replicas', /takes a JSON object/],
  ])('%s does not take %s', (path, typed, reason) => {
    expect(() => parseSettingValue(findSetting(path), typed)).toThrow(reason)
  })

  it.each([
    ['site.nam', 'site.name'],
    ['oauthAllowedDomains', 'site.oauthAllowedDomains'],
    ['services.backend.replica', 'services.backend.replicas'],
    ['diskFreePercent', 'monitoring.thresholds.diskFreePercent'],
  ])('suggests for %s', (path, near) => {
    expect(() => findSetting(path)).toThrow(`Did you mean ${near}?`)
  })
})

it('says of every value where it comes from', async () => {
  const explained = await explainSettings(directory, 'staging')
  const of = (path: string) => explained.find((setting) => setting.path === path)
  expect(of('site.name')).toEqual({ path: 'site.name', value: 'Archive', from: 'semiont.json' })
  expect(of('services.backend.replicas')?.from).toBe('environments/production.json')
  expect(of('logs.level')?.from).toBe('environments/staging.json')
  expect(of('logs.keep')).toEqual({ path: 'logs.keep', value: 5, from: null })
  expect((await explainSettings(directory, 'staging', 'services.frontDoor')).map(({ path }) => path)).toEqual([
    'services.frontDoor.port',
    'services.frontDoor.host',
  ])
  await expect(explainSettings(directory, 'staging', 'service')).rejects.toThrow(ConfigurationError)
})

it('lists environments with what they extend and what is wrong with each', async () => {
  await given('environments/broken.json', { _extends: 'production', site: { nam: 'x' } })
  await given('environments/lost.json', { _extends: 'productio' })
  expect(await summarizeEnvironments(directory)).toMatchObject([
    { name: 'local', platform: 'local', extends: null, files: ['semiont.json'], findings: [] },
    { name: 'broken', findings: ['environments/broken.json: site.nam: unknown key. Did you mean name?'] },
    { name: 'lost', findings: [expect.stringContaining('Did you mean production?')] },
    { name: 'production', extends: null, findings: [] },
    { name: 'staging', extends: 'production', findings: [] },
  ])
})
