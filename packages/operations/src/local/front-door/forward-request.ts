import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http'
import { pipeline } from 'node:stream'
import { endToEndHeaders, forwardedHeaders } from './forwarded-headers.ts'
import { chooseService } from './routes.ts'
import type { InnerService, Target } from './target.ts'
import { answerUnavailable, describeUnavailable } from './unavailable.ts'

export interface Forwarding {
  readonly agent: Agent
  /** `http`, or `https` when something in front of this door speaks TLS. */
  readonly publicProtocol: string
  readonly services: Readonly<Record<'backend' | 'frontend', InnerService>>
  /** Where the logs are, as the person finds them: `.semiont/logs`. */
  readonly logsFolder: string
}

/** Passes a request on to a replica of its service, and to another one where that is harmless. */
export function forwardRequest(door: Forwarding, request: IncomingMessage, response: ServerResponse): void {
  const tried = new Set<Target>()
  const attempt = (agent: Agent | false) => {
    const target = door.services[chooseService(request.url)].choose(tried)
    if (target) send(door, { target, agent }, request, response, again)
    else refuse(door, request, response, false)
  }
  const again = (exclude?: Target) => {
    if (exclude) tried.add(exclude)
    // On a connection of its own: of a service that ended, all the kept ones are dead.
    attempt(false)
  }
  attempt(door.agent)
}

/** @param again tries once more, with any target but the one given */
function send(
  door: Forwarding,
  { target, agent }: { target: Target; agent: Agent | false },
  request: IncomingMessage,
  response: ServerResponse,
  again: (exclude?: Target) => void,
): void {
  const upstream = httpRequest({
    agent,
    host: '127.0.0.1',
    port: target.port,
    method: request.method,
    path: request.url,
    headers: forwardedHeaders(request, door.publicProtocol),
    setHost: false,
  })
  const hangUp = () => response.writableFinished || upstream.destroy()
  response.once('close', hangUp)
  const release = occupy(target)
  upstream.once('close', release)
  let answered = false
  upstream.on('response', (answer) => {
    answered = true
    // A live stream has no end to wait for; the service itself cuts it when it stops.
    if (isEventStream(answer)) release()
    passBack(door, answer, request, response, upstream)
  })
  const connection = watchConnection(upstream, () => request.pipe(upstream))
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    // After an early answer the rest of the upload finds a closed connection; the answer counts.
    if (answered) return
    request.unpipe(upstream)
    response.off('close', hangUp)
    const repeat = mayRepeat(request, upstream, connection, error)
    if (repeat === 'no' || response.destroyed) refuse(door, request, response, true)
    else again(repeat === 'with another' ? target : undefined)
  })
}

function passBack(
  door: Forwarding,
  answer: IncomingMessage,
  request: IncomingMessage,
  response: ServerResponse,
  upstream: ClientRequest,
): void {
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEndHeaders(answer.headers))
  response.flushHeaders()
  // A service that answers before the upload is complete wants no more of it.
  answer.once('end', () => request.complete || request.unpipe(upstream).resume())
  pipeline(answer, response, (error) => {
    if (!error) return
    request.unpipe(upstream)
    refuse(door, request, response, true)
  })
}

/** @param wasReached whether a service had the request and broke off */
function refuse(door: Forwarding, request: IncomingMessage, response: ServerResponse, wasReached: boolean): void {
  // Read on to the end of what nobody wants, or the next request on this connection would wait for ever.
  request.resume()
  if (response.destroyed) return
  // Cut off in the middle: only a broken connection tells the client that what it got is not all.
  if (response.headersSent) return void response.destroy()
  const name = chooseService(request.url)
  const problem = describeUnavailable(name, door.services[name].state(), wasReached, door.logsFolder)
  answerUnavailable(response, problem, wantsPage(request))
}

/** Counts a request on its target; what is returned ends that, once. */
function occupy(target: Target): () => void {
  let isOver = false
  target.busy += 1
  return () => {
    if (!isOver) target.busy -= 1
    isOver = true
  }
}

interface Connection {
  isOpen: boolean
}

/** Sends nothing of a request before there is a connection: until then another replica can still have all of it. */
function watchConnection(upstream: ClientRequest, whenOpen: () => void): Connection {
  const connection = { isOpen: false }
  const open = () => {
    connection.isOpen = true
    whenOpen()
  }
  upstream.once('socket', (socket) => (socket.connecting ? socket.once('connect', open) : open()))
  return connection
}

/**
 * Whether a request that got no answer may be sent again. Where there was no connection, nothing was done. On a kept-alive
 * connection that the service closed just as we took it, nothing was done either, and reading again is harmless; so it is
 * when a service ended in the middle, but then it is not asked again.
 */
function mayRepeat(
  request: IncomingMessage,
  { reusedSocket }: ClientRequest,
  connection: Connection,
  error: NodeJS.ErrnoException,
): 'no' | 'at once' | 'with another' {
  if (!connection.isOpen) return 'with another'
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  if (!isReading || (error.code !== 'ECONNRESET' && error.code !== 'EPIPE')) return 'no'
  return reusedSocket ? 'at once' : 'with another'
}

function isEventStream(answer: IncomingMessage): boolean {
  return (answer.headers['content-type'] ?? '').startsWith('text/event-stream')
}

function wantsPage(request: IncomingMessage): boolean {
  return (
    request.method === 'GET' &&
    chooseService(request.url) === 'frontend' &&
    (request.headers.accept ?? '').includes('text/html')
  )
}
