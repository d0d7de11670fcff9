import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { requestBody } from './request-body.ts'

it('reads a request no faster than its reader, so that an upload of any size fits into little memory', async () => {
  const total = 64 * 1024 * 1024
  let received = 0
  let sent = 0
  let ahead = 0
  const server = createServer((incoming, response) => {
    void (async () => {
      for await (const chunk of requestBody(incoming, () => new Request('http://localhost'))) {
        received += chunk.length
        ahead = Math.max(ahead, sent - received)
        await sleep(1)
      }
      response.end()
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const sending = request({ port, host: '127.0.0.1', method: 'POST' })
  const answered = new Promise((resolve) => sending.on('response', (response) => resolve(response.resume())))
  const chunk = Buffer.alloc(1024 * 1024)
  while (sent < total) {
    sent += chunk.length
    if (!sending.write(chunk)) await new Promise((resolve) => sending.once('drain', resolve))
  }
  sending.end()
  await answered
  server.close()
  expect(received).toBe(total)
  // What the kernel's socket buffers hold, not what the process does.
  expect(ahead).toBeLessThan(16 * 1024 * 1024)
})

it('of another runtime is the body of its request, or nothing', async () => {
  const read = async (raw: Request) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of requestBody(undefined, () => raw)) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  expect(await read(new Request('http://localhost', { method: 'POST', body: 'Bytes' }))).toBe('Bytes')
  expect(await read(new Request('http://localhost'))).toBe('')
})
