import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigurationError, EnvironmentNotFoundError } from './errors.ts'
import { loadEnvironment } from './load-environment.ts'
import { chooseEnvironment } from './project-directory.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-config-'))
  await mkdir(join(directory, 'environments'))
})

afterEach(() => rm(directory, { recursive: true }))

async function given(file: string, content: unknown) {
  await writeFile(join(directory, file), typeof content === 'string' ? content : JSON.stringify(content))
}

async function findingsOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error = await loading.catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ConfigurationError)
  return error instanceof ConfigurationError ? error.findings : []
}

it('has working defaults for local without any file', async () => {
  const { settings } = await loadEnvironment(directory, 'local')
  expect(settings.services.frontDoor).toEqual({ port: 4000, host: '127.0.0.1' })
  expect(settings.site.name).toBe('Semiont')
  expect(settings.security.oidc.providers).toEqual([])
})

it('lays an environment over what it extends and over semiont.json, replacing arrays', async () => {
  await given('semiont.json', {
    site: { name: 'Archive', oauthAllowedDomains: ['a.org', 'b.org'] },
    database: { poolSize: 5 },
  })
  await given('environments/base.json', { services: { frontDoor: { port: 5000 } }, database: { poolSize: 7 } })
  await given('environments/staging.json', {
    _extends: 'base',
    site: { oauthAllowedDomains: ['c.org'] },
    services: { backend: { port: 5001 } },
  })
  const { settings } = await loadEnvironment(directory, 'staging')
  expect(settings.site).toMatchObject({ name: 'Archive', oauthAllowedDomains: ['c.org'] })
  expect(settings.services).toMatchObject({ frontDoor: { port: 5000 }, backend: { port: 5001 } })
  expect(settings.database.poolSize).toBe(7)
})

describe('refuses', () => {
  it('an unknown key, naming file, place and the nearest known key', async () => {
    await given('environments/local.json', { services: { frontDor: { port: 1 } }, site: { oauthAllowedDomain: [] } })
    expect(await findingsOf(loadEnvironment(directory, 'local'))).toEqual([
      'environments/local.json: site.oauthAllowedDomain: unknown key. Did you mean oauthAllowedDomains?',
      'environments/local.json: services.frontDor: unknown key. Did you mean frontDoor?',
    ])
  })

  it('an unknown key far from all, naming those that are known there', async () => {
    await given('semiont.json', { storage: { bucketName: 'x' } })
    expect(await findingsOf(loadEnvironment(directory, 'local'))).toEqual([
      'semiont.json: storage.bucketName: unknown key. Known here: directory, quotaBytes.',
    ])
  })

  it('an unknown key inside a list', async () => {
    const provider = { id: 'google', name: 'Google', issuer: 'https://accounts.google.com', clientID: 'x' }
    await given('semiont.json', { security: { oidc: { providers: [provider] } } })
    expect(await findingsOf(loadEnvironment(directory, 'local'))).toContain(
      'semiont.json: security.oidc.providers.0.clientID: unknown key. Did you mean clientId?',
    )
  })

  it('a value of the wrong kind, naming its place', async () => {
    await given('semiont.json', { services: { frontDoor: { port: 'http' } } })
    expect((await findingsOf(loadEnvironment(directory, 'local')))[0]).toMatch(
      /^semiont\.json: services\.frontDoor\.port: /,
    )
  })

  it('a domain written as an address or with an at-sign', async () => {
    await given('semiont.json', { site: { oauthAllowedDomains: ['https://a.org', '@b.org', 'c.org'] } })
    expect(await findingsOf(loadEnvironment(directory, 'local'))).toHaveLength(2)
  })

  it('broken JSON, saying where', async () => {
    await given('semiont.json', '{\n  "site": {\n    "name": "a"\n    "domain": "b.org"\n  }\n}')
    await expect(loadEnvironment(directory, 'local')).rejects.toThrow(
      /semiont\.json is not valid JSON: .*line 4 column 5/,
    )
  })

  it('environments that extend each other in a circle', async () => {
    await given('environments/a.json', { _extends: 'b' })
    await given('environments/b.json', { _extends: 'a' })
    await expect(loadEnvironment(directory, 'a')).rejects.toThrow('a -> b -> a')
  })

  it('an environment that does not exist, naming the nearest one', async () => {
    await given('environments/production.json', {})
    const error = await loadEnvironment(directory, 'prodution').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(EnvironmentNotFoundError)
    expect(String(error)).toContain('Did you mean production?')
  })

  it('a name that would leave the folder', async () => {
    await expect(loadEnvironment(directory, '../secrets')).rejects.toThrow(/not a name for an environment/)
  })
})

it('chooses the environment named, else SEMIONT_ENV, else local', () => {
  expect(chooseEnvironment('staging', { SEMIONT_ENV: 'production' })).toBe('staging')
  expect(chooseEnvironment(undefined, { SEMIONT_ENV: 'production' })).toBe('production')
  expect(chooseEnvironment(undefined, {})).toBe('local')
})
