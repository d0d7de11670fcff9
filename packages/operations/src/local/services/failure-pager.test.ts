import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openSecretStore } from '@semiont/config'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openWebhook } from '../../notices/testing/receivers.ts'
import { FailurePager } from './failure-pager.ts'

let directory: string
let webhook: Awaited<ReturnType<typeof openWebhook>>
let pager: FailurePager
let now: Date

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-pager-'))
  webhook = await openWebhook()
  now = new Date('2026-03-02T09:00:00Z')
  const local = await loadEnvironment(directory, 'local')
  const maintenance = { ...local.settings.maintenance, notices: { webhooks: [webhook.url], standardOutput: false } }
  const environment = { ...local, settings: { ...local.settings, maintenance } }
  pager = new FailurePager({
    environment: () => environment,
    secrets: openSecretStore(environment),
    log: () => {},
    now: () => now,
  })
})

afterEach(async () => {
  await webhook.close()
  await rm(directory, { recursive: true, force: true })
})

it('tells once that a service keeps failing, however many of its processes do, and again only after a while', async () => {
  pager.stateEntered('backend', 'restarting', 'ended with code 1')
  for (let replica = 0; replica < 3; replica++) pager.stateEntered('backend', 'failing', 'ended with code 1, 6 times')
  await pager.settled()
  expect(webhook.calls).toHaveLength(1)
  expect(JSON.stringify(webhook.calls[0]?.body)).toContain(
    'The backend of environment local ended with code 1, 6 times.',
  )
  expect(JSON.stringify(webhook.calls[0]?.body)).toContain('semiont logs --service backend --level error')

  now = new Date('2026-03-02T10:30:00Z')
  pager.stateEntered('backend', 'failing', 'ended with code 1, 9 times')
  await pager.settled()
  expect(webhook.calls).toHaveLength(2)
})
