import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { Agent, type ClientRequest, request as httpRequest } from 'node:http'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PortBusyError } from '../../errors.ts'
import { findFreePort } from '../ports.ts'
import { waitUntil } from '../processes/wait-until.ts'
import type { ReplicaState } from '../../platform/platform.ts'
import { type FrontDoor, openFrontDoor } from './front-door.ts'
import type { InnerService } from './target.ts'

const program = new URL('../fixtures/service.mjs', import.meta.url).pathname

let door: FrontDoor
let url: string
let state: ReplicaState
let services: { backend: ChildProcess; frontend: ChildProcess }
let ports: { backend: number; frontend: number }

async function startService(name: 'backend' | 'frontend', port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, name], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  })
  const healthy = () =>
    fetch(`http://127.0.0.1:${port}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    )
  expect(await waitUntil(healthy, { timeout: 10_000 })).toBe(true)
  return child
}

const texts = { logsFolder: '.semiont/logs', startOn: (port: number) => `npm start -- --port ${port}` }

/** A service of one replica. */
function one(port: number): InnerService {
  const target = { port, busy: 0 }
  return { choose: (tried) => (tried.has(target) ? undefined : target), state: () => state }
}

beforeAll(async () => {
  ports = { backend: await findFreePort(), frontend: await findFreePort() }
  services = {
    backend: await startService('backend', ports.backend),
    frontend: await startService('frontend', ports.frontend),
  }
  door = await openFrontDoor({
    host: '127.0.0.1',
    port: 0,
    publicProtocol: 'http',
    services: { backend: one(ports.backend), frontend: one(ports.frontend) },
    ...texts,
  })
  url = `http://127.0.0.1:${door.port}`
})

beforeEach(() => {
  state = 'healthy'
})

afterAll(async () => {
  await door.stop()
  for (const child of Object.values(services)) child.kill('SIGKILL')
})

async function echo(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}${path}`, { headers })
  return (await response.json()) as { name: string; url: string; headers: Record<string, string> }
}

async function post(path: string, body: Readable) {
  // `duplex` is asked for by fetch and missing in the types.
  const options: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    body: Readable.toWeb(body) as ReadableStream,
    duplex: 'half',
  }
  return await fetch(`${url}${path}`, options)
}

it('sends /api to the backend and everything else to the frontend', async () => {
  expect((await echo('/api/echo?x=%2F&y=a+b')).name).toBe('backend')
  expect((await echo('/api/echo?x=%2F&y=a+b')).url).toBe('/api/echo?x=%2F&y=a+b')
  expect((await echo('/library/echo')).name).toBe('frontend')
  expect((await echo('/apiary/echo')).name).toBe('frontend')
})

it('tells the services where a request came from, and believes no client about that', async () => {
  const { headers } = await echo('/api/echo', {
    'x-forwarded-for': '1.2.3.4',
    'x-forwarded-proto': 'https',
    forwarded: 'for=1.2.3.4',
    'x-real-ip': '1.2.3.4',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })
  expect(headers).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': `127.0.0.1:${door.port}`,
    host: `127.0.0.1:${door.port}`,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })
  expect(headers).not.toHaveProperty('forwarded')
  expect(headers).not.toHaveProperty('x-real-ip')
})

it('passes a large upload on unchanged', async () => {
  const chunk = Buffer.alloc(1 << 20, 'semiont')
  const body = Readable.from(Array.from({ length: 100 }, () => chunk))
  const response = await post('/api/upload', body)
  const hash = createHash('sha256')
  for (let index = 0; index < 100; index++) hash.update(chunk)
  expect(await response.json()).toMatchObject({ bytes: 100 << 20, sha256: hash.digest('hex') })
})

it('takes from an uploader no more than the service reads', async () => {
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const upload = httpRequest(`${url}/api/stall?for=1000`, { method: 'POST' }, (response) =>
      resolve(response.statusCode),
    )
    upload.on('error', reject)
    uploadUntilFull(upload)
  })
  expect(await answered).toBe(200)

  /** Writes until nothing was taken for 300 ms; buffers of sockets hold some megabytes, a door that hoards takes all. */
  function uploadUntilFull(upload: ClientRequest) {
    let taken = 0
    const end = () => {
      expect(taken).toBeLessThan(40 << 20)
      upload.end()
    }
    let quiet = setTimeout(end, 300)
    const write = () => {
      for (;;) {
        taken += 1 << 20
        if (!upload.write(Buffer.alloc(1 << 20))) break
      }
      clearTimeout(quiet)
      quiet = setTimeout(end, 300)
    }
    upload.on('drain', write)
    write()
  }
})

it('hands over an early refusal of an upload', async () => {
  const body = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1 << 16)))
  const response = await post('/api/refuse', body)
  expect([response.status, await response.text()]).toEqual([413, 'too large'])
})

it('hands over events one by one as they happen, and hangs up on the service when the reader does', async () => {
  const leaving = new AbortController()
  const response = await fetch(`${url}/api/events`, { signal: leaving.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = await reader?.read()
  expect(first?.value).toMatch(/^id: 1\ndata: [0-9a-f-]{36}\n\n$/)
  leaving.abort()
  await reader?.read().catch(() => {})
})

it('passes on upgraded connections', async () => {
  const socket = connect(door.port, '127.0.0.1')
  socket.write('GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
  let received = ''
  socket.on('data', (data) => {
    received += String(data)
  })
  expect(await waitUntil(() => received.includes('\r\n\r\n'), { timeout: 5000 })).toBe(true)
  expect(received).toMatch(/^HTTP\/1\.1 101 /)
  socket.write('hello')
  expect(await waitUntil(() => received.endsWith('hello'), { timeout: 5000 })).toBe(true)
  socket.destroy()
})

it('breaks the connection when a service breaks off in the middle, rather than pretending the answer was complete', async () => {
  const response = await fetch(`${url}/api/break-off`)
  await expect(response.text()).rejects.toThrow('terminated')
})

it('does not mix up requests when a client declares two lengths', async () => {
  const status = await new Promise((resolve) => {
    const socket = connect(door.port, '127.0.0.1')
    socket.once('data', (data) => {
      resolve(String(data).split(' ')[1])
      socket.destroy()
    })
    socket.write(
      'POST /api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    )
  })
  expect(status).toBe('400')
})

it('names who holds a busy port, and what to do', async () => {
  const opening = openFrontDoor({
    host: '127.0.0.1',
    port: door.port,
    publicProtocol: 'http',
    services: { backend: one(1), frontend: one(1) },
    ...texts,
  })
  await expect(opening).rejects.toThrow(PortBusyError)
  await expect(opening).rejects.toThrow(new RegExp(`Port ${door.port} is in use by .*\\(process ${process.pid}\\)`))
  await expect(opening).rejects.toMatchObject({ action: expect.stringContaining(`--port ${door.port + 1}`) })
})

it('sends an upload whole to another replica when one does not take the connection', async () => {
  const gone = { port: await findFreePort(), busy: 0 }
  const there = { port: ports.backend, busy: 0 }
  const backend: InnerService = {
    choose: (tried) => [gone, there].find((target) => !tried.has(target)),
    state: () => state,
  }
  const services = { backend, frontend: one(ports.frontend) }
  const another = await openFrontDoor({ host: '127.0.0.1', port: 0, publicProtocol: 'http', services, ...texts })
  const body = Buffer.alloc(1 << 20, 'semiont')
  const response = await fetch(`http://127.0.0.1:${another.port}/api/upload`, { method: 'POST', body })
  expect(await response.json()).toMatchObject({
    bytes: 1 << 20,
    sha256: createHash('sha256').update(body).digest('hex'),
  })
  expect([gone.busy, there.busy]).toEqual([0, 0])
  await another.stop()
})

it('counts what a service works on, but not the live streams it holds', async () => {
  const target = { port: ports.backend, busy: 0 }
  const services = { backend: { choose: () => target, state: () => state }, frontend: one(ports.frontend) }
  const another = await openFrontDoor({ host: '127.0.0.1', port: 0, publicProtocol: 'http', services, ...texts })
  const stream = await fetch(`http://127.0.0.1:${another.port}/api/events`)
  const slow = fetch(`http://127.0.0.1:${another.port}/api/slow?for=200`)
  expect(await waitUntil(() => target.busy === 1, { timeout: 5000 })).toBe(true)
  await (await slow).text()
  expect(await waitUntil(() => target.busy === 0, { timeout: 5000 })).toBe(true)
  await stream.body?.cancel()
  await another.stop()
})

describe('while a service is away', () => {
  beforeAll(() => {
    services.backend.kill('SIGKILL')
    services.frontend.kill('SIGKILL')
  })

  it('tells a program with a problem document when to come again', async () => {
    state = 'restarting'
    const response = await fetch(`${url}/api/resources`)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      type: 'https://semiont.org/problems/unavailable',
      status: 503,
      code: 'unavailable',
      detail: 'The backend is being started again.',
    })
  })

  it('shows a person a page that opens by itself', async () => {
    state = 'starting'
    const response = await fetch(`${url}/library`, { headers: { accept: 'text/html' } })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('The frontend is starting. This page opens by itself.')
  })

  it('answers an upload too, and serves the next request on the same connection', async () => {
    state = 'restarting'
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect(await send('POST', '/api/upload', agent, Buffer.alloc(4 << 20))).toBe(503)
    services.backend = await startService('backend', ports.backend)
    expect(await send('GET', '/api/echo', agent)).toBe(200)
    agent.destroy()
  })
})

async function send(method: string, path: string, agent: Agent, body?: Buffer): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest(`${url}${path}`, { method, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    })
    request.on('error', reject)
    request.end(body)
  })
}
