import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openLocalSecretStore } from '@semiont/config'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RefusedError } from '../errors.ts'
import { startInstallation } from '../local/installation.ts'
import { openLocalPlatform } from '../local/local-platform.ts'
import { withConnection } from '../local/postgres/connect.ts'
import type { Platform } from '../platform/platform.ts'
import { changeDatabasePassword } from './change-database-password.ts'

const program = new URL('../local/fixtures/service.mjs', import.meta.url).pathname
const programs = { backend: program, frontend: program }
const signal = new AbortController().signal
let directory: string
let platform: Platform

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-password-'))
  await chmod(directory, 0o755)
})

afterAll(() => rm(directory, { recursive: true, force: true }))

it('changes the password of the role while nothing runs, refuses otherwise, and the next start opens with it', async () => {
  const environment = await loadEnvironment(directory, 'local')
  const secrets = openLocalSecretStore(join(directory, '.semiont/secrets'))
  platform = openLocalPlatform({ environment, secrets, programs, databaseUrl: undefined })
  const report = { stepDone: () => {}, serviceChanged: () => {} }
  const start = async () => await startInstallation({ environment, secrets, programs, port: 0, report, signal })

  const installation = await start()
  const before = await secrets.find('postgres/semiont')
  await expect(changeDatabasePassword(platform, undefined, signal)).rejects.toThrow(RefusedError)
  expect(await secrets.find('postgres/semiont')).toBe(before)
  await installation.stop()

  await changeDatabasePassword(platform, "it's a new one, with ' in it", signal)
  await platform.withDatabase(async ({ url }) => {
    expect(await withConnection(url, async () => 'opens')).toBe('opens')
    const former = new URL(url)
    former.password = before ?? ''
    await expect(withConnection(former.href, async () => 'opens')).rejects.toThrow(/password authentication failed/)
  }, signal)

  await changeDatabasePassword(platform, undefined, signal)
  expect(await secrets.find('postgres/semiont')).toHaveLength(32)
  await (await start()).stop()
})
