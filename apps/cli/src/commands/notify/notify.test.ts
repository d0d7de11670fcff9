import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { semiont } from '../../testing/semiont.ts'

let directory: string
let server: Server
let received: string[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-notify-'))
  server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (body: string) => received.push(body))
    request.on('end', () => response.writeHead(request.url === '/gone' ? 410 : 204).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

beforeEach(async () => {
  received = []
  await rm(join(directory, '.semiont'), { recursive: true, force: true })
})

afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(directory, { recursive: true, force: true })
})

const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`

async function configure(notices: object): Promise<void> {
  await writeFile(join(directory, 'semiont.json'), JSON.stringify({ maintenance: { notices } }))
}

const notify = (...args: string[]) => semiont(['notify', ...args], { directory })

it('sends the notice of the maintenance guide and shows the receipts', async () => {
  await configure({ webhooks: [at('/hook')] })
  const { code, stdout } = await notify(
    'Scheduled maintenance starting at noon',
    '--subject',
    'Semiont Platform Maintenance Notification',
  )
  expect(code).toBe(0)
  expect(JSON.parse(received[0] ?? '')).toMatchObject({ message: 'Scheduled maintenance starting at noon' })
  expect(stdout).toBe(
    `Semiont Platform Maintenance Notification\nScheduled maintenance starting at noon\n\nSent to 1 receiver.\n  got it   webhook ${new URL(at('/')).origin}/…: HTTP 204 No Content\n`,
  )
})

it('ends with 4 when a receiver did not get it, and names it with the reason', async () => {
  await configure({ webhooks: [at('/hook'), at('/gone')], standardOutput: false })
  const { code, stdout } = await notify('Hello')
  expect(code).toBe(4)
  expect(stdout).toMatch(/^1 of 2 receivers did not get it\./)
  expect(stdout).toContain('HTTP 410 Gone')
})

it('without a receiver prints the notice and says how to configure one', async () => {
  await configure({})
  const { code, stdout } = await notify('Hello', 'everyone')
  expect(code).toBe(0)
  expect(stdout).toMatch(/\nHello everyone\n\nNo receiver is configured/)
  expect(stdout).toContain('semiont configure set maintenance.notices.webhooks')
})

it('sends nothing in a dry run', async () => {
  await configure({ webhooks: [at('/hook')] })
  const { stdout } = await notify('Hello', '--dry-run')
  expect(stdout).toContain(`Would send this to:\n  webhook at ${new URL(at('/')).origin}\n`)
  expect(received).toEqual([])
  expect((await notify('history')).stdout).toBe('No notice was sent then.\n')
})

it('reads the message from standard input, and keeps what was sent for the history', async () => {
  await configure({ webhooks: [at('/gone')] })
  await semiont(['notify', '-', '--subject', 'Piped'], { directory, typed: 'from a pipe\n' })
  const { stdout } = await notify('history')
  expect(stdout).toMatch(/^\d{4}-.+ UTC {2}Piped\n {4}from a pipe\n {2}did not {2}webhook .+HTTP 410 Gone\n$/)
  expect((await notify('history', '--json')).json().data).toMatchObject({
    notices: [{ subject: 'Piped', sequence: 1 }],
  })
  expect((await semiont(['audit'], { directory })).stdout).toContain('sent the notice "Piped"')
})

it('wants a message', async () => {
  await configure({})
  expect((await notify('')).code).toBe(2)
})
