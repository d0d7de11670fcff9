import { type IncomingMessage, request as httpRequest } from 'node:http'
import type { Socket } from 'node:net'
import { type Duplex, pipeline } from 'node:stream'
import type { Forwarding } from './forward-request.ts'
import { forwardedHeaders } from './forwarded-headers.ts'
import { chooseService } from './routes.ts'

/** WebSocket and other upgrades: once agreed, bytes are passed on as they are. */
export function forwardUpgrade(
  door: Omit<Forwarding, 'agent'>,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  const target = door.services[chooseService(request.url)].choose(new Set())
  if (!target) return void refuse('503 Service Unavailable')
  const headers = {
    ...forwardedHeaders(request, door.publicProtocol),
    connection: 'Upgrade',
    upgrade: request.headers.upgrade,
  }
  const upstream = httpRequest({
    host: '127.0.0.1',
    port: target.port,
    method: request.method,
    path: request.url,
    headers,
    setHost: false,
  })
  upstream.on('upgrade', (answer, inner: Socket, innerHead) => {
    inner.setNoDelay(true)
    const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`)
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
    if (innerHead.length > 0) socket.write(innerHead)
    if (head.length > 0) inner.write(head)
    pipeline(socket, inner, () => inner.destroy())
    pipeline(inner, socket, () => socket.destroy())
  })
  upstream.on('response', (answer) => {
    answer.resume()
    refuse(`${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`)
  })
  upstream.on('error', () => refuse('503 Service Unavailable'))
  socket.on('error', () => upstream.destroy())
  upstream.end()
}
