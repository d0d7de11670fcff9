import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SecretError } from './errors.ts'
import { openLocalSecretStore } from './local-secret-store.ts'
import { ensureSecret } from './secret-store.ts'

let directory: string

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'semiont-secrets-')), 'secrets')
})

afterEach(() => rm(join(directory, '..'), { recursive: true }))

it('gives back what was stored, also to a store opened later', async () => {
  await openLocalSecretStore(directory).set('oauth/google', 'geheim ✓')
  expect(await openLocalSecretStore(directory).find('oauth/google')).toBe('geheim ✓')
  expect(await openLocalSecretStore(directory).find('other')).toBeUndefined()
})

it('writes neither the value nor a file others may read', async () => {
  await openLocalSecretStore(directory).set('jwt-secret', 'a-plain-value')
  expect((await stat(directory)).mode & 0o777).toBe(0o700)
  for (const name of await readdir(directory)) {
    expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(directory, name), 'utf8')).not.toContain('a-plain-value')
  }
})

it('lists names and ages, and forgets what is deleted', async () => {
  const store = openLocalSecretStore(directory, () => new Date('2026-01-02T03:04:05Z'))
  await store.set('b', '1')
  await store.set('a/c', '2')
  await store.delete('b')
  expect(await store.list()).toEqual([{ name: 'a/c', updatedAt: '2026-01-02T03:04:05.000Z' }])
})

it('refuses a secret that was changed, or put in the place of another', async () => {
  const store = openLocalSecretStore(directory)
  await store.set('one', 'first')
  await store.set('two', 'second')
  const stored = JSON.parse(await readFile(join(directory, 'one.json'), 'utf8'))
  await writeFile(join(directory, 'two.json'), JSON.stringify({ ...stored, name: 'two' }))
  await expect(store.find('two')).rejects.toThrow(SecretError)
})

it('says what to do when the key does not fit', async () => {
  const other = openLocalSecretStore(join(directory, '..', 'other'))
  await other.set('x', '1')
  await openLocalSecretStore(directory).set('x', '2')
  await copyFile(join(directory, '..', 'other', 'key'), join(directory, 'key'))
  await expect(openLocalSecretStore(directory).find('x')).rejects.toThrow(/copy it whole/)
})

it('ends with one key when several processes start together', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `s${index}`)
  await Promise.all(names.map((name) => openLocalSecretStore(directory).set(name, name)))
  const store = openLocalSecretStore(directory)
  expect(await Promise.all(names.map((name) => store.find(name)))).toEqual(names)
})

it('makes a secret once', async () => {
  const store = openLocalSecretStore(directory)
  expect(await ensureSecret(store, 'made', () => 'first')).toBe('first')
  expect(await ensureSecret(store, 'made', () => 'second')).toBe('first')
})
