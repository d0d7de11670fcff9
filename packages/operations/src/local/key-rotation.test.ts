import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JwtKey, loadEnvironment, openLocalSecretStore, parseKeyRing, storeJwtSecret } from '@semiont/config'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Platform } from '../platform/platform.ts'
import { type Installation, startInstallation } from './installation.ts'
import { openLocalPlatform } from './local-platform.ts'

const program = new URL('fixtures/service.mjs', import.meta.url).pathname
const programs = { backend: program, frontend: program }
const signal = new AbortController().signal

let directory: string
let installation: Installation
let platform: Platform

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-rotation-'))
  await chmod(directory, 0o755)
  await writeFile(join(directory, 'semiont.json'), JSON.stringify({ services: { backend: { replicas: 2 } } }))
  const environment = await loadEnvironment(directory, 'local')
  const secrets = openLocalSecretStore(join(directory, '.semiont/secrets'))
  platform = openLocalPlatform({ environment, secrets, programs, databaseUrl: undefined })
  const report = { stepDone: () => {}, serviceChanged: () => {} }
  installation = await startInstallation({ environment, secrets, programs, port: 0, report, signal })
})

afterAll(async () => {
  await installation.stop()
  await rm(directory, { recursive: true, force: true })
})

/** The ring of whichever backend answers. */
async function askForRing(): Promise<JwtKey[]> {
  const response = await fetch(`${installation.url}/api/echo`)
  const { env } = (await response.json()) as { env: Record<string, string> }
  return parseKeyRing(env['JWT_KEYS'] ?? '')
}

it('lets a new jwt-secret sign after one restart, during which every backend verifies what any other signs', async () => {
  const [before] = await askForRing()
  const [added] = await storeJwtSecret(platform.secrets, new Date())
  expect(added?.state).toBe('next')

  const seen: JwtKey[][] = []
  const over = new AbortController()
  const watching = (async () => {
    while (!over.signal.aborted) seen.push(await askForRing())
  })()
  const steps: string[] = []
  await platform.restart([], { step: (text) => void steps.push(text) }, signal)
  over.abort()
  await watching
  seen.push(await askForRing())

  expect(steps.filter((step) => /^backend-\d+ is healthy$/.test(step))).toHaveLength(4)
  const forms = new Set(seen.map((ring) => ring.map(({ kid, state }) => `${kid} ${state}`).join()))
  expect([...forms]).toEqual([
    `${before?.kid} active`,
    `${added?.kid} next,${before?.kid} active`,
    `${added?.kid} active,${before?.kid} retiring`,
  ])
  // Never do those who know only the former key answer beside one that signs with the new one.
  const lastOfFormer = seen.findLastIndex((ring) => ring.length === 1)
  const firstThatSigns = seen.findIndex((ring) => ring[0]?.state === 'active' && ring.length === 2)
  expect(lastOfFormer).toBeLessThan(firstThatSigns)
})

it('restarts once where no new secret waits', async () => {
  const steps: string[] = []
  await platform.restart(['backend'], { step: (text) => void steps.push(text) }, signal)
  expect(steps.filter((step) => /^backend-\d+ is healthy$/.test(step))).toHaveLength(2)
})
