import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { waitUntil } from '../processes/wait-until.ts'
import { type FrontDoor, openFrontDoor } from './front-door.ts'
import type { InnerService } from './target.ts'

let door: FrontDoor
let service: Server
afterEach(async () => {
  await door.stop()
  service.close()
})

it('logs what the frontend answers and what the door refuses; the backend logs its own', async () => {
  service = createServer((request, response) => {
    response.statusCode = request.url === '/broken' ? 500 : 200
    response.end('ok')
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const target = { port: (service.address() as AddressInfo).port, busy: 0 }
  const running: InnerService = { choose: (tried) => (tried.has(target) ? undefined : target), state: () => 'healthy' }
  let isBackendUp = true
  const backend: InnerService = {
    choose: (tried) => (isBackendUp ? running.choose(tried) : undefined),
    state: () => 'starting',
  }
  const lines: [string, Record<string, unknown>][] = []
  door = await openFrontDoor({
    host: '127.0.0.1',
    port: 0,
    publicProtocol: 'http',
    services: { backend, frontend: running },
    logsFolder: '.semiont/logs',
    startOn: () => '',
    logRequest: (name, line) => lines.push([name, JSON.parse(line) as Record<string, unknown>]),
  })
  const get = async (path: string, headers: Record<string, string> = {}) =>
    await fetch(`http://127.0.0.1:${door.port}${path}`, { headers }).then((answer) => answer.text())
  const trace = 'ab'.repeat(16)
  await get('/library?link=secret', { traceparent: `00-${trace}-${'cd'.repeat(8)}-01` })
  await get('/_next/static/chunk.js')
  await get('/api/resources')
  await get('/broken')
  isBackendUp = false
  const refusal = JSON.parse(await get('/api/resources')) as { requestId: string }
  await waitUntil(() => lines.length >= 3, { timeout: 2000 })
  expect(lines).toMatchObject([
    ['frontend', { level: 'INFO', requestId: trace, message: 'GET /library 200', path: '/library', status: 200 }],
    ['frontend', { level: 'ERROR', message: 'GET /broken 500', durationMs: expect.any(Number) }],
    ['backend', { level: 'ERROR', requestId: refusal.requestId, status: 503, reason: 'The backend is starting.' }],
  ])
  expect(lines).toHaveLength(3)
})
