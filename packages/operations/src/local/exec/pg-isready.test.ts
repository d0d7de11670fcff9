import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import { createRequire } from 'node:module'
import { afterEach, expect, inject, it } from 'vitest'

const program = createRequire(import.meta.url).resolve('@semiont/operations/pg-isready')
const database = new URL(inject('testPostgresUrl'))

let server: Server | undefined
afterEach(() => void server?.close())

interface Said {
  code: number
  output: string
  error: string
}

async function isReady(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { env }, (_error, output, error) =>
      resolve({ code: child.exitCode ?? -1, output, error }),
    )
  })
}

/** A server that answers the first bytes it gets with these. */
async function answering(answer: Buffer): Promise<string> {
  server = createServer((socket) => {
    socket.once('data', () => socket.end(answer))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return String(typeof address === 'object' ? address?.port : 0)
}

function errorResponse(sqlstate: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${sqlstate}\0Mthe database system is starting up\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

it('says 0 and accepting of a server that takes connections, whoever asks', async () => {
  const { hostname, port } = database
  const expected = { code: 0, output: `${hostname}:${port} - accepting connections\n`, error: '' }
  expect(await isReady(['-h', hostname, '-p', port])).toEqual(expected)
  expect(await isReady(['--host', hostname, '--port', port, '-U', 'nobody', '-d', 'nothing'])).toEqual(expected)
  expect(await isReady([], { PGHOST: hostname, PGPORT: port })).toEqual(expected)
  expect(await isReady(['-d', `postgres://someone@${hostname}:${port}/x`])).toEqual(expected)
  expect(await isReady(['-q', '-h', hostname, '-p', port])).toEqual({ ...expected, output: '' })
})

it('says 1 and rejecting of one that is starting up', async () => {
  const port = await answering(errorResponse('57P03'))
  expect(await isReady(['-h', '127.0.0.1', '-p', port])).toMatchObject({
    code: 1,
    output: `127.0.0.1:${port} - rejecting connections\n`,
  })
})

it('takes any other refusal for a server that works', async () => {
  const port = await answering(errorResponse('53300'))
  expect((await isReady(['-h', '127.0.0.1', '-p', port])).code).toBe(0)
})

it('says 2 and no response where nothing answers, something else does, or nothing in time', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  const silentPort = String(typeof address === 'object' ? address?.port : 0)
  expect((await isReady(['-h', '127.0.0.1', '-p', silentPort, '-t', '1'])).code).toBe(2)
  silent.close()
  const port = await answering(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))
  expect((await isReady(['-h', '127.0.0.1', '-p', port])).code).toBe(2)
  expect(await isReady(['-h', '127.0.0.1', '-p', '1'])).toMatchObject({
    code: 2,
    output: '127.0.0.1:1 - no response\n',
  })
  expect((await isReady(['-h', '/no/such/folder'])).code).toBe(2)
})

it('says 3 when it cannot even try', async () => {
  expect(await isReady(['-h', '127.0.0.1', '-p', '70000'])).toMatchObject({
    code: 3,
    output: '127.0.0.1:70000 - no attempt\n',
  })
  expect((await isReady(['--nonsense'])).code).toBe(3)
})
