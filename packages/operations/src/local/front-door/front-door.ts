import {
  Agent,
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream'
import { OperationError, PortBusyError } from '../../errors.ts'
import { findPortHolder } from '../ports.ts'
import type { ServiceState } from '../processes/supervised-process.ts'
import { endToEndHeaders, forwardedHeaders } from './forwarded-headers.ts'
import { chooseService } from './routes.ts'
import { answerUnavailable, describeUnavailable } from './unavailable.ts'

export interface InnerService {
  readonly port: number
  state(): ServiceState
}

export interface FrontDoor {
  readonly port: number
  stop(): Promise<void>
}

export interface FrontDoorOptions {
  readonly host: string
  readonly port: number
  /** `http`, or `https` when something in front of this door speaks TLS. */
  readonly publicProtocol: string
  readonly services: Readonly<Record<'backend' | 'frontend', InnerService>>
}

/**
 * The one public door: passes every request on as it comes in, in both directions, without holding it in memory. It is open
 * from the very start, so that a busy port is known at once and an early visitor sees that Semiont is starting.
 * @throws PortBusyError naming who holds the port
 */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const agent = new Agent({
    keepAlive: true,
    keepAliveMsecs: 5000,
    maxSockets: Number.POSITIVE_INFINITY,
    scheduling: 'lifo',
  })
  const server = createServer((request, response) => forward(options, agent, request, response))
  // An upload of 2 GB over a slow line takes longer than any timeout; headers still have to come soon.
  server.requestTimeout = 0
  server.headersTimeout = 60_000
  server.keepAliveTimeout = 65_000
  server.on('upgrade', (request, socket, head) => forwardUpgrade(options, request, socket, head))
  server.on('connection', (socket) => socket.setNoDelay(true))
  const port = await listen(server, options)
  return {
    port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      agent.destroy()
      await closed
    },
  }
}

function forward(options: FrontDoorOptions, agent: Agent, request: IncomingMessage, response: ServerResponse): void {
  const name = chooseService(request.url)
  const service = options.services[name]
  const upstream = httpRequest({
    agent,
    host: '127.0.0.1',
    port: service.port,
    method: request.method,
    path: request.url,
    headers: forwardedHeaders(request, options.publicProtocol),
    setHost: false,
  })
  const fail = (reachable: boolean) => {
    // Read on to the end of what nobody wants, or the next request on this connection would wait for ever.
    request.unpipe(upstream).resume()
    if (response.destroyed) return
    // Cut off in the middle: only a broken connection tells the client that what it got is not all.
    if (response.headersSent) response.destroy()
    else answerUnavailable(response, describeUnavailable(name, service.state(), reachable), wantsPage(request))
  }
  let answered = false
  upstream.on('response', (answer) => {
    answered = true
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEndHeaders(answer.headers))
    response.flushHeaders()
    // A service that answers before the upload is complete wants no more of it.
    answer.once('end', () => request.complete || request.unpipe(upstream).resume())
    pipeline(answer, response, (error) => error && fail(true))
  })
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    // After an early answer the rest of the upload finds a closed connection; the answer counts.
    if (answered) return
    if (mayRepeat(request, upstream.reusedSocket, error)) forward(options, agent, request, response)
    else fail(error.code !== 'ECONNREFUSED')
  })
  response.on('close', () => response.writableFinished || upstream.destroy())
  request.pipe(upstream)
}

/** A kept-alive connection that the service closed just as we took it: nothing was done yet, and reading again is harmless. */
function mayRepeat(request: IncomingMessage, reused: boolean, error: NodeJS.ErrnoException): boolean {
  return reused && error.code === 'ECONNRESET' && (request.method === 'GET' || request.method === 'HEAD')
}

/** WebSocket and other upgrades: once agreed, bytes are passed on as they are. */
function forwardUpgrade(options: FrontDoorOptions, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const service = options.services[chooseService(request.url)]
  const headers = {
    ...forwardedHeaders(request, options.publicProtocol),
    connection: 'Upgrade',
    upgrade: request.headers.upgrade,
  }
  const upstream = httpRequest({
    host: '127.0.0.1',
    port: service.port,
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
  const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  upstream.on('response', (answer) => {
    answer.resume()
    refuse(`${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`)
  })
  upstream.on('error', () => refuse('503 Service Unavailable'))
  socket.on('error', () => upstream.destroy())
  upstream.end()
}

async function listen(server: Server, { host, port }: FrontDoorOptions): Promise<number> {
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port)))
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function cannotListen(error: NodeJS.ErrnoException, port: number): Error {
  const another = `npm start -- --port ${port < 65_535 ? port + 1 : port - 1}`
  if (error.code === 'EADDRINUSE') {
    const holder = findPortHolder(port)
    const who = holder ? `${holder.command.slice(0, 120)} (process ${holder.pid})` : 'another program'
    const stop = holder ? `Stop it (kill ${holder.pid})` : 'Stop it'
    return new PortBusyError(`Port ${port} is in use by ${who}.`, `${stop}, or use another port: ${another}`, {
      cause: error,
    })
  }
  if (error.code === 'EACCES') {
    return new OperationError(`This account may not listen on port ${port}.`, `Use one above 1023: ${another}`, {
      cause: error,
    })
  }
  return new OperationError(`Cannot listen on port ${port}: ${error.message}`, `Use another: ${another}`, {
    cause: error,
  })
}

function wantsPage(request: IncomingMessage): boolean {
  return (
    request.method === 'GET' &&
    chooseService(request.url) === 'frontend' &&
    (request.headers.accept ?? '').includes('text/html')
  )
}
