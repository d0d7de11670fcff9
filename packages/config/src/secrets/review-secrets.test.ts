import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createHash, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addJwtKey } from '../jwt-key-ring.ts'
import { type Environment, loadEnvironment } from '../load-environment.ts'
import { openLocalSecretStore } from '../local-secret-store.ts'
import type { SecretStore } from '../secret-store.ts'
import { findSecret } from './known-secrets.ts'
import { parseOAuthCredentials } from './oauth-provider.ts'
import { whyPlaceholder } from './placeholder.ts'
import { reviewSecrets } from './review-secrets.ts'

const NOW = new Date('2026-06-01T00:00:00Z')
const RANDOM = 'q4Vn0ZkP3uYtR8sWbE1mXc7LhJ2dGf6A'
let directory: string
let environment: Environment
let at: Date
let store: SecretStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-review-'))
  await writeFile(
    join(directory, 'semiont.json'),
    JSON.stringify({
      security: {
        oidc: {
          providers: [{ id: 'google', name: 'Google', issuer: 'https://accounts.google.com', clientId: 'semiont' }],
        },
      },
      maintenance: {
        notices: { email: { from: 'a@example.org', to: ['a@example.org'], smtp: { host: 'mail', user: 'semiont' } } },
      },
    }),
  )
  environment = await loadEnvironment(directory, 'local')
  at = NOW
  store = openLocalSecretStore(join(directory, '.semiont', 'secrets'), () => at)
})

afterEach(() => rm(directory, { recursive: true }))

const review = async (name: string) =>
  (await reviewSecrets(environment, store, NOW)).find((secret) => secret.name === name)

it('finds what was never set, and leaves to the first start what that makes', async () => {
  expect(await review('oauth/google')).toMatchObject({
    state: 'missing',
    finding: true,
    next: 'semiont configure local set oauth/google',
  })
  expect(await review('smtp-password')).toMatchObject({ state: 'missing', finding: true })
  expect(await review('jwt-secret')).toMatchObject({ state: 'missing', finding: false, next: null })
})

it('misses what a started installation was started with', async () => {
  await mkdir(join(directory, '.semiont', 'postgres', 'data'), { recursive: true })
  expect(await review('jwt-secret')).toMatchObject({ finding: true, next: 'semiont configure local set jwt-secret' })
  expect(await review('database-superuser-password')).toMatchObject({ finding: true })
})

it('finds placeholders and what is stale, and says who uses it; never a value', async () => {
  await store.set('oauth/google', 'changeme')
  at = new Date('2025-11-01T00:00:00Z')
  await store.set('smtp-password', RANDOM)
  expect(await review('oauth/google')).toMatchObject({ state: 'placeholder', usedBy: ['backend', 'worker'] })
  expect(await review('smtp-password')).toMatchObject({ state: 'stale', finding: true, ageDays: 212 })
  const said = JSON.stringify(await reviewSecrets(environment, store, NOW))
  expect(said).not.toContain('changeme')
  expect(said).not.toContain(RANDOM)
})

it('judges every key of the ring that still verifies, by the age of the one that signs', async () => {
  const ring = addJwtKey(addJwtKey([], new Date('2026-05-01T00:00:00Z'), RANDOM), NOW, 'changeme'.repeat(5))
  await store.set('jwt-keys', JSON.stringify(ring))
  const found = await review('jwt-secret')
  expect(found).toMatchObject({ state: 'placeholder', ageDays: 31 })
  expect(found?.keys?.map(({ state }) => state)).toEqual(['next', 'active'])
  expect(JSON.stringify(found)).not.toContain(RANDOM)
})

it('judges of what AWS makes and keeps the age alone, and never asks for the value', async () => {
  const asked: string[] = []
  const held = { 'postgres/semiont': '2025-06-01T00:00:00Z', 'postgres/superuser': '2020-01-01T00:00:00Z' }
  const onAws: SecretStore = {
    ...store,
    find: async (name) => void asked.push(name),
    list: async () => Object.entries(held).map(([name, updatedAt]) => ({ name, updatedAt })),
  }
  const settings = { ...environment.settings, platform: 'aws' as const }
  const found = await reviewSecrets({ ...environment, settings }, onAws, NOW)
  expect(found.map(({ name, state, next }) => [name, state, next])).toEqual([
    ['jwt-secret', 'missing', 'semiont configure local set jwt-secret'],
    ['database-password', 'stale', 'semiont rotate database-password --environment local'],
    ['database-superuser-password', 'present', null],
    ['oauth/google', 'missing', 'semiont configure local set oauth/google'],
    ['smtp-password', 'missing', 'semiont configure local set smtp-password'],
  ])
  expect(asked).toEqual(['jwt-keys', 'oauth/google', 'smtp-password'])
})

it('reports what does not open, and what nothing refers to', async () => {
  await store.set('oauth/google', RANDOM)
  await store.set('oauth/gitlab', RANDOM)
  const secrets = join(directory, '.semiont', 'secrets')
  expect(await readdir(secrets)).toContain('key')
  await writeFile(join(secrets, 'key'), randomBytes(32).toString('base64'))
  expect(await review('oauth/google')).toMatchObject({ state: 'unreadable', finding: true })
  expect(await review('oauth/gitlab')).toMatchObject({ state: 'unused', finding: false })
})

describe('a placeholder', () => {
  it.each([
    'changeme',
    'change-me',
    'CHANGE_ME_IN_PRODUCTION',
    'please-change-this-secret-before-production',
    'your-client-secret-here',
    '<client secret>',
    '${JWT_SECRET}',
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'TODO',
    'example',
    'password1234',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    '1234567890123456789012345678901234567890',
    'abcabcabcabcabcabcabcabcabcabcabcabc',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaB',
  ])('is told: %s', (value) => {
    expect(whyPlaceholder(value)).toBeDefined()
  })

  it.each([RANDOM, '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', 'correct horse battery staple wanders'])(
    'is not: %s',
    (value) => {
      expect(whyPlaceholder(value)).toBeUndefined()
    },
  )

  it('is judged mildly when a provider gave it out', () => {
    expect(whyPlaceholder('GOCSPX-abcDEF123456', 'theirs')).toBeUndefined()
    expect(whyPlaceholder('GOCSPX-abcDEF123456', 'ours')).toBeDefined()
    expect(whyPlaceholder('your-client-secret', 'theirs')).toBeDefined()
    expect(whyPlaceholder('aaaaaaaaaaaa', 'theirs')).toBeDefined()
  })

  it.each(['hex', 'base64', 'base64url'] as const)('is never seen in 256 bits written as %s', (encoding) => {
    for (let index = 0; index < 3000; index++) {
      const value = createHash('sha256').update(`${index}`).digest(encoding)
      expect(whyPlaceholder(value)).toBeUndefined()
    }
  })
})

describe('what a provider gave out', () => {
  it.each([
    'the-id\nthe-value\n',
    '  the-id \r\n the-value \r\n',
    '{"clientId":"the-id","clientSecret":"the-value"}',
    '{"web":{"client_id":"the-id","client_secret":"the-value"}}',
  ])('is read from %j', (text) => {
    expect(parseOAuthCredentials(text, undefined)).toEqual({ clientId: 'the-id', clientSecret: 'the-value' })
  })

  it('may leave out in JSON the id that is configured', () => {
    expect(parseOAuthCredentials('{"clientSecret":"the-value"}', 'known').clientId).toBe('known')
  })

  it.each(['', 'only-one', '{"clientId":"only-one"}', '{"clientSecret": only-one', 'GOCSPX-only-one\nid'])(
    'is refused as %j, and not repeated',
    (text) => {
      expect(() => parseOAuthCredentials(text, undefined)).toThrow(/^(?!.*only-one)(?=.*Nothing was changed)/s)
    },
  )
})

it('names the nearest secret', () => {
  expect(() => findSecret(environment.settings, 'jwt-secert')).toThrow(/Did you mean jwt-secret\?/)
  expect(() => findSecret(environment.settings, 'oauth/gogle')).toThrow(/Did you mean oauth\/google\?/)
})
