import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openSecretStore } from '@semiont/config'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLocalPlatform } from '../local/index.ts'
import { waitUntil } from '../local/processes/wait-until.ts'
import type { Platform } from '../platform/platform.ts'
import { lookOnce, observe } from './observe.ts'
import { emptyWatch, reduceWatch } from './watch-model.ts'

let directory: string
let platform: Platform
const options = { windowSeconds: 60, periodSeconds: 10, now: () => new Date() }

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'semiont-observe-'))
  writeFileSync(join(directory, 'semiont.json'), '{"project":"observe"}')
  mkdirSync(join(directory, '.semiont', 'logs'), { recursive: true })
  const environment = await loadEnvironment(directory, 'local')
  const programs = { backend: '/nowhere', frontend: '/nowhere' }
  const secrets = openSecretStore(environment)
  platform = openLocalPlatform({ environment, secrets, programs, databaseUrl: undefined })
})
afterEach(() => rmSync(directory, { recursive: true }))

function log(message: string): void {
  const line = JSON.stringify({ level: 'INFO', time: new Date().toISOString(), message, status: 200, durationMs: 5 })
  writeFileSync(join(directory, '.semiont', 'logs', 'backend.log'), `${line}\n`, { flag: 'a' })
}

it('looks at an installation that does not run: what its logs tell is known, that nothing runs too', async () => {
  log('GET /api/x 200')
  const model = await lookOnce(platform, options)
  expect(model).toMatchObject({ environment: 'local', running: false, problems: {} })
  const backend = model.services.find(({ service }) => service === 'backend')
  expect(backend).toMatchObject({ running: 0, responseTimeP50: 5, cpuPercent: null })
  expect(model.database.connections).toBeNull()
})

it('tells what changes until it is stopped, lines that come at once together', async () => {
  for (let number = 0; number < 50; number++) log(`line ${number}`)
  const stop = new AbortController()
  let model = emptyWatch('local', 60)
  let tellings = 0
  const logs = { services: ['backend'] as const }
  const observing = observe(platform, { ...options, everySeconds: 0.05, logs, signal: stop.signal }, (event) => {
    if (event.type === 'entries') tellings++
    model = reduceWatch(model, event)
  })
  expect(await waitUntil(() => model.entries.length === 50 && model.running === false, { timeout: 5000 })).toBe(true)
  log('one more')
  expect(await waitUntil(() => model.entries.at(-1)?.message === 'one more', { timeout: 5000 })).toBe(true)
  expect(tellings).toBeLessThan(10)
  stop.abort()
  await observing
})

it('says what could not be learned, and goes on with the rest', async () => {
  Object.assign(platform, { status: () => Promise.reject(new Error('no right')) })
  const model = await lookOnce(platform, options)
  expect(model.problems).toEqual({ status: 'no right' })
  expect(model.running).toBeNull()
})
