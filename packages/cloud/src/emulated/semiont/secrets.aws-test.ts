import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { object, text } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'

const SECRET = 'q4Vn0ZkP3uYtR8sWbE1mXc7LhJ2dGf6A-9'
const GOOGLE = 'GOCSPX-1aZkQ9vPz-Yw3eR7tUiO5pLk'
const CLIENT_ID = '12345-abc.apps.googleusercontent.com'
const AT = '--environment production'

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
})

afterAll(async () => await installation?.stop())

interface Key {
  readonly kid: string
  readonly secret: string
  readonly state: string
}

async function valueOf<Value>(SecretId: string): Promise<Value> {
  const found = await installation.aws.calls.call('secretsmanager:get_secret_value', { SecretId })
  return JSON.parse(text(found['SecretString'])) as Value
}

async function stagesOf(SecretId: string): Promise<string[][]> {
  const about = await installation.aws.calls.call('secretsmanager:describe_secret', { SecretId })
  return Object.values(object(about['VersionIdsToStages'])).map((stages) => [...(stages as string[])].toSorted())
}

describe('M-005: a jwt-secret of one’s own', () => {
  it('waits in the ring of the stack’s secret until services are restarted, and is not shown', async () => {
    const [before] = await valueOf<Key[]>('semiont/jwt-keys')
    const said = await installation.semiont(['configure', 'production', 'set', 'jwt-secret'], { typed: `${SECRET}\n` })
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain(`semiont restart ${AT}`)
    expect(said.stdout + said.stderr).not.toContain(SECRET)
    const ring = await valueOf<Key[]>('semiont/jwt-keys')
    expect(ring.map(({ state }) => state)).toEqual(['next', 'active'])
    expect(ring.map(({ secret }) => secret)).toEqual([SECRET, before?.secret])
    const stages = await stagesOf('semiont/jwt-keys')
    expect(stages.flat().filter((stage) => stage === 'AWSCURRENT' || stage === 'AWSPREVIOUS')).toHaveLength(2)
  })

  it('M-004: is refused when it is short, and nothing changes', async () => {
    const before = await valueOf('semiont/jwt-keys')
    const said = await installation.semiont(['configure', 'production', 'set', 'jwt-secret'], { typed: 'short' })
    expect(said).toMatchObject({ code: 2 })
    expect(await valueOf('semiont/jwt-keys')).toEqual(before)
  })

  it('signs after one restart, in which every backend is replaced twice', async () => {
    const said = await installation.semiont(['restart'])
    expect(said.stderr).toContain('every backend knows the new jwt-secret')
    expect(said).toMatchObject({ code: 0 })
    const ring = await valueOf<Key[]>('semiont/jwt-keys')
    expect(ring.map(({ state }) => state)).toEqual(['active', 'retiring'])
    expect(ring[0]?.secret).toBe(SECRET)
  })
})

describe('M-006: a sign-in provider', () => {
  it('is stored as the backend wants it, with its client id in the file of the environment', async () => {
    const typed = `${CLIENT_ID}\n${GOOGLE}\n`
    const said = await installation.semiont(['configure', 'production', 'set', 'oauth/google'], { typed })
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain('Restart backend and worker')
    expect(said.stdout + said.stderr).not.toContain(GOOGLE)
    expect(await valueOf('semiont/oauth')).toEqual([
      {
        id: 'google',
        name: 'Google',
        issuer: 'https://accounts.google.com',
        clientId: CLIENT_ID,
        clientSecret: GOOGLE,
        updatedAt: expect.any(String),
      },
    ])
    const file = readFileSync(join(installation.folder, 'environments', 'production.json'), 'utf8')
    expect(file).toContain(CLIENT_ID)
    expect(file).not.toContain(GOOGLE)
  })

  it('follows the settings when services are restarted, and is gone when they no longer have it', async () => {
    const settings = ['configure', 'production', 'set', 'security.oidc.providers']
    const renamed = { id: 'google', name: 'Our Google', issuer: 'https://accounts.google.com', clientId: 'another' }
    const set = await installation.semiont([...settings, JSON.stringify([renamed])])
    expect(set.stdout).toContain(`It holds after: semiont restart ${AT}`)
    await installation.semiont(['restart', '--service', 'backend'])
    expect(await valueOf('semiont/oauth')).toMatchObject([{ ...renamed, clientSecret: GOOGLE }])
    await installation.semiont([...settings, '[]'])
    const said = await installation.semiont(['restart', '--service', 'backend'])
    expect(said.stderr).toContain('nobody signs in through google any more')
    expect(await valueOf('semiont/oauth')).toEqual([])
  })
})

describe('what else a service must know', () => {
  it('is a map of names with the ages of all beside it', async () => {
    const said = await installation.semiont(['configure', 'production', 'set', 'smtp-password'], { typed: SECRET })
    expect(said).toMatchObject({ code: 0 })
    expect(await valueOf('semiont/application')).toMatchObject({ 'smtp-password': SECRET })
    await installation.semiont(['configure', 'production', 'unset', 'smtp-password'])
    expect(await valueOf('semiont/application')).toEqual({ updatedAt: {} })
  })

  it('is not the password of the database: AWS makes that', async () => {
    const said = await installation.semiont(['configure', 'production', 'set', 'database-password'], { typed: SECRET })
    expect(said).toMatchObject({ code: 5 })
    expect(said.stderr).toContain(`semiont rotate database-password ${AT}`)
  })
})

describe('M-026: semiont secrets', () => {
  it('judges all of them without the right to read those of the database', async () => {
    const said = await installation.semiont(['secrets', '--json'])
    expect(said.code).toBe(0)
    const { secrets } = said.json<{ secrets: { name: string; state: string; keys?: unknown[] }[] }>()
    expect(secrets.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'jwt-secret present',
      'database-password present',
      'database-superuser-password present',
    ])
    expect(said.stdout).not.toContain(SECRET)
  })

  it('finds a placeholder that somebody has put there by other means', async () => {
    const before = await valueOf('semiont/jwt-keys')
    const key = { kid: 'x', secret: 'changeme'.repeat(5), state: 'active', createdAt: new Date().toISOString() }
    const put = async (value: unknown) =>
      await installation.aws.calls.call('secretsmanager:put_secret_value', {
        SecretId: 'semiont/jwt-keys',
        SecretString: JSON.stringify(value),
      })
    await put([key])
    const said = await installation.semiont(['secrets'])
    expect(said).toMatchObject({ code: 3 })
    expect(said.stdout).toContain('jwt-secret: placeholder')
    await put(before)
  })

  it('says what a missing right is', async () => {
    installation.aws.faults.deny('secretsmanager')
    const said = await installation.semiont(['secrets'])
    installation.aws.faults.clear()
    expect(said).toMatchObject({ code: 5 })
    expect(said.stderr).toMatch(/AWS denies secretsmanager:(GetSecretValue|DescribeSecret)/)
  })

  it('names the command that makes what is not there', async () => {
    const SecretId = 'semiont/application'
    await installation.aws.calls.call('secretsmanager:delete_secret', { SecretId, ForceDeleteWithoutRecovery: true })
    const said = await installation.semiont(['secrets'])
    expect(said).toMatchObject({ code: 4 })
    expect(said.stderr).toContain(`semiont provision ${AT}`)
  })
})

it('two who write at once: one is told, and what the other wrote stays', async () => {
  const line = (id: string) =>
    `printf '%s' '{"clientId":"${id}","clientSecret":"of-${id}-q4Vn0ZkP3uYtR8s"}' | semiont configure production set oauth/${id}`
  const providers = ['one', 'two', 'three', 'four'].map((id) => ({
    id,
    name: id,
    issuer: 'https://id.example.org',
    clientId: id,
  }))
  const file = join(installation.folder, 'environments', 'production.json')
  const settings = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...settings, security: { oidc: { providers } } }))
  const said = await Promise.all(providers.map(async ({ id }) => await installation.type(line(id))))
  const held = await valueOf<{ id: string }[]>('semiont/oauth')
  const stored = providers.filter((_, index) => said[index]?.code === 0).map(({ id }) => id)
  expect(held.map(({ id }) => id).toSorted()).toEqual(stored.toSorted())
  expect(stored.length).toBeGreaterThan(0)
  for (const { code, stderr } of said.filter((one) => one.code !== 0)) {
    expect(code).toBe(6)
    expect(stderr).toContain('Somebody else has changed the secret semiont/oauth')
  }
})
