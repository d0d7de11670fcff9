import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openSecretStore, stateDirectoryOf } from '@semiont/config'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileTrail, queryTrail } from '../audit/index.ts'
import { publishNotice, type PublishOptions } from './publish-notice.ts'
import { openMailServer, openWebhook } from './testing/receivers.ts'

let directory: string
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-notices-'))
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
  await rm(directory, { recursive: true, force: true })
})

const webhook = async (...given: Parameters<typeof openWebhook>) => {
  const server = await openWebhook(...given)
  opened.push(server)
  return server
}

const mailServer = async (busyFor = 0) => {
  const server = await openMailServer({ user: 'semiont', password: 'right' }, busyFor)
  opened.push(server)
  return server
}

async function publish(notices: object, changes: Partial<PublishOptions> = {}, site: object = {}) {
  await writeFile(join(directory, 'semiont.json'), JSON.stringify({ site, maintenance: { notices } }))
  const environment = await loadEnvironment(directory, 'local')
  return await publishNotice({
    environment,
    secrets: openSecretStore(environment),
    actor: { user: 'anna', host: 'laptop' },
    kind: 'maintenance',
    subject: 'Maintenance',
    message: 'Scheduled maintenance starting at noon',
    now: new Date('2026-03-02T09:00:00Z'),
    signal: new AbortController().signal,
    backoffMilliseconds: 1,
    timeoutMilliseconds: 2000,
    ...changes,
  })
}

const mailTo = (port: number, to: string[], smtp: object = {}) => ({
  email: { from: 'semiont@example.org', to, smtp: { host: '127.0.0.1', port, ...smtp } },
})

async function storePassword(password: string): Promise<void> {
  await openSecretStore(await loadEnvironment(directory, 'local')).set('smtp-password', password)
}

describe('a notice to a webhook', () => {
  it('arrives as JSON, with a text for chat services and one key for all attempts', async () => {
    const hook = await webhook()
    const { notice, deliveries } = await publish({ webhooks: [hook.url] })
    expect(hook.calls).toHaveLength(1)
    expect(hook.calls[0]?.body).toMatchObject({
      version: 1,
      kind: 'maintenance',
      subject: 'Maintenance',
      message: 'Scheduled maintenance starting at noon',
      environment: 'local',
      from: 'anna@laptop',
      text: expect.stringContaining('*Maintenance*\nScheduled maintenance starting at noon'),
    })
    expect(hook.calls[0]?.headers['idempotency-key']).toBe(notice.id)
    expect(deliveries).toEqual([
      { means: 'webhook', receiver: `${hook.origin}/…`, delivered: true, attempts: 1, receipt: 'HTTP 200 OK' },
    ])
  })

  it('is tried again while the receiver has trouble or asks to wait', async () => {
    const hook = await webhook([503, 429, 200])
    expect((await publish({ webhooks: [hook.url] })).deliveries).toMatchObject([{ delivered: true, attempts: 3 }])
    expect(new Set(hook.calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  it.each([
    [404, 1, 'HTTP 404 Not Found'],
    [500, 4, 'HTTP 500 Internal Server Error'],
    [302, 1, 'HTTP 302 Found: the address has moved to https://elsewhere.example/…'],
  ])('that answers %d is given up after %d attempts, and the receipt says why', async (status, attempts, receipt) => {
    const hook = await webhook([status], { location: 'https://elsewhere.example/hook' })
    expect((await publish({ webhooks: [hook.url] })).deliveries).toMatchObject([
      { delivered: false, attempts, receipt },
    ])
  })

  it('does not hang on a receiver that never answers, nor on one that is not there', async () => {
    const [silent, gone] = [await webhook([0]), await openWebhook()]
    await gone.close()
    const { deliveries } = await publish({ webhooks: [silent.url, gone.url] }, { timeoutMilliseconds: 50 })
    expect(deliveries[0]).toMatchObject({ delivered: false, receipt: 'no answer in time' })
    expect(deliveries[1]).toMatchObject({ delivered: false, receipt: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('a notice by mail', () => {
  it('goes to the receivers and contacts, each once, and to the emergency contact in an emergency alone', async () => {
    const server = await mailServer()
    const contacts = {
      primary: { name: 'Platform team', email: 'Platform@example.org' },
      secondary: { name: 'On call', email: 'oncall@example.org' },
      emergency: { name: 'Support', email: 'support@example.org', phone: '+1-555-SUPPORT' },
      database: { name: 'DBA', email: 'dba@example.org' },
    }
    const notices = mailTo(server.port, ['platform@example.org'])
    const { deliveries } = await publish(notices, {}, { contacts })
    expect(deliveries.map(({ receiver }) => receiver)).toEqual(['Platform@example.org', 'oncall@example.org'])
    expect(deliveries[0]).toMatchObject({ delivered: true, receipt: '250 kept as number 7' })
    expect(server.mails[0]?.content).toMatch(/^Subject: Maintenance\r$/m)
    expect(server.mails[0]?.content).toContain('Scheduled maintenance starting at noon')
    expect(server.mails[0]?.content).toContain('Contact: Platform team, Platform@example.org')
    expect(server.mails[0]?.content).not.toContain('+1-555')
    await publish(notices, { kind: 'emergency', contacts: ['database'] }, { contacts })
    expect(server.mails[1]?.content).toContain('Contact: Support, support@example.org, +1-555-SUPPORT')
    expect(server.mails[1]?.to).toEqual([
      'Platform@example.org',
      'oncall@example.org',
      'support@example.org',
      'dba@example.org',
    ])
  })

  it('signs in with the secret smtp-password, and says when it is wrong', async () => {
    const server = await mailServer()
    const notices = mailTo(server.port, ['a@example.org'], { user: 'semiont' })
    await storePassword('right')
    expect((await publish(notices)).deliveries).toMatchObject([{ delivered: true }])
    await storePassword('wrong')
    const [wrong] = (await publish(notices)).deliveries
    expect(wrong).toMatchObject({ delivered: false, attempts: 1, receipt: expect.stringContaining('535') })
  })

  it('tells each address that the server refuses', async () => {
    const server = await mailServer()
    const { deliveries } = await publish(mailTo(server.port, ['a@example.org', 'refused@example.org']))
    expect(deliveries.map(({ delivered }) => delivered)).toEqual([true, false])
    expect(deliveries[1]?.receipt).toContain('No such mailbox')
    expect(server.mails[0]?.to).toEqual(['a@example.org'])
  })

  it('is tried again when the server is busy, and given up when it is not there', async () => {
    const busy = await mailServer(2)
    expect((await publish(mailTo(busy.port, ['a@example.org']))).deliveries).toMatchObject([
      { delivered: true, attempts: 3 },
    ])
    await opened.splice(0)[0]?.close()
    expect((await publish(mailTo(busy.port, ['a@example.org']))).deliveries).toMatchObject([
      { delivered: false, attempts: 4, receipt: expect.stringContaining('ECONNREFUSED') },
    ])
  })
})

it('is kept in the audit trail with its receipts', async () => {
  const hook = await webhook([404])
  await publish({ webhooks: [hook.url] })
  expect(await queryTrail(fileTrail(stateDirectoryOf({ directory, name: 'local' })))).toMatchObject([
    {
      kind: 'notice',
      details: {
        subject: 'Maintenance',
        message: 'Scheduled maintenance starting at noon',
        deliveries: [{ delivered: false, receipt: 'HTTP 404 Not Found' }],
      },
    },
  ])
})

it('stops when the person asks to', async () => {
  const hook = await webhook([0])
  const stopping = new AbortController()
  const sending = publish({ webhooks: [hook.url] }, { signal: stopping.signal })
  stopping.abort(new Error('stopped'))
  await expect(sending).rejects.toThrow('stopped')
})
