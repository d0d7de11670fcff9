import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openSecretStore, stateDirectoryOf } from '@semiont/config'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AuditEvent, fileTrail, queryTrail } from '../audit/index.ts'
import { openWebhook } from '../notices/testing/receivers.ts'
import { passMaintenanceGate } from './maintenance-gate.ts'

const INSIDE = new Date('2026-03-03T02:30:00Z')
const OUTSIDE = new Date('2026-03-03T12:00:00Z')

let directory: string
let hook: Awaited<ReturnType<typeof openWebhook>>

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-gate-'))
  hook = await openWebhook()
})

afterEach(async () => {
  await hook.close()
  await rm(directory, { recursive: true, force: true })
})

interface Given {
  enforceWindows?: boolean
  now: Date
  emergency?: string
  minutes?: number
  signal?: AbortSignal
}

async function pass({ enforceWindows = true, now, emergency, minutes = 0.0005, signal }: Given): Promise<string[]> {
  const maintenance = { enforceWindows, emergencyNoticeMinutes: minutes, notices: { webhooks: [hook.url] } }
  await writeFile(join(directory, 'semiont.json'), JSON.stringify({ maintenance }))
  const environment = await loadEnvironment(directory, 'local')
  const said: string[] = []
  await passMaintenanceGate({
    environment,
    secrets: async () => openSecretStore(environment),
    actor: { user: 'anna', host: 'laptop' },
    what: 'Everything is replaced.',
    emergency,
    now: () => now,
    signal: signal ?? new AbortController().signal,
    say: (text) => said.push(text),
  })
  return said
}

const trail = () => queryTrail(fileTrail(stateDirectoryOf({ directory, name: 'local' })))
const kinds = (events: readonly AuditEvent[]) => events.map(({ kind }) => kind)

describe('a severe change', () => {
  it('may happen in a window, and at any time where windows are advice', async () => {
    expect(await pass({ now: INSIDE })).toEqual([])
    const [advice] = await pass({ now: OUTSIDE, enforceWindows: false })
    expect(advice).toMatch(/^Note: no maintenance window is open\. The next one, daily, opens in 14 hours/)
    expect(hook.calls).toEqual([])
  })

  it('is refused outside, naming the next window and the way in an emergency', async () => {
    await expect(pass({ now: OUTSIDE })).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(
        /^Everything is replaced\. No maintenance window is open.+ daily, opens in 14 hours: Wednesday 4 March 2026, 02:00-04:00 UTC/,
      ),
      action: expect.stringContaining('--emergency "<reason>"'),
    })
  })

  it('goes on in an emergency after a notice and the wait, and the trail tells of both', async () => {
    const said = await pass({ now: OUTSIDE, emergency: 'the disk is failing' })
    expect(hook.calls.map(({ body }) => body)).toMatchObject([
      { kind: 'emergency', message: expect.stringContaining('Reason: the disk is failing') },
    ])
    expect(said[0]).toMatch(/^1 told\. It begins at 2026-03-03T12:00:00\.030Z/)
    const events = await trail()
    expect(kinds(events)).toEqual(['notice', 'emergency'])
    expect(events[1]).toMatchObject({ reason: 'the disk is failing', details: { told: 1 } })
  })

  it('can be called off while it waits; those who were told are told that too', async () => {
    const stopping = new AbortController()
    const waiting = pass({ now: OUTSIDE, emergency: 'the disk is failing', minutes: 15, signal: stopping.signal })
    await expect.poll(async () => kinds(await trail()), { interval: 5 }).toEqual(['notice', 'emergency'])
    stopping.abort()
    await expect(waiting).rejects.toThrow('aborted')
    expect(hook.calls[1]?.body['subject']).toMatch(/^Called off: emergency maintenance of local/)
    expect((await trail()).at(-1)?.details).toMatchObject({ calledOff: true })
  })

  it('needs a reason that says something', async () => {
    await expect(pass({ now: OUTSIDE, emergency: ' ' })).rejects.toThrow('An emergency needs a reason.')
  })
})
