import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OperationError, UnusableInputError } from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import {
  type ControlAddress,
  type ControlMessage,
  type ControlRequest,
  type Failure,
  parseControlRequest,
  parseJson,
  type SupervisorStatus,
} from './protocol.ts'

export interface ControlHandlers {
  status(): SupervisorStatus
  /** Of the operator's own database, if it uses one: it has a password in it, so it is told and not written down. */
  databaseUrl(): string | undefined
  /** @throws OperationError */
  perform(request: ControlRequest, progress: Progress, signal: AbortSignal): Promise<void>
}

export interface ControlServer {
  readonly address: ControlAddress
  /** Lets answers under way go out. */
  close(): Promise<void>
}

const MAXIMUM_BODY = 65_536

/** Listens on this machine for other commands of the same account: who can read `run.json` has the token. */
export async function openControlServer(handlers: ControlHandlers): Promise<ControlServer> {
  const token = randomBytes(32).toString('base64url')
  const server = createServer((request, response) => {
    answer(handlers, token, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    address: { port, token },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const insist = setTimeout(() => server.closeAllConnections(), 1000)
      await closed
      clearTimeout(insist)
    },
  }
}

async function answer(
  handlers: ControlHandlers,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('connection', 'close')
  if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
    response.writeHead(401).end()
  } else if (request.method === 'GET' && request.url === '/status') {
    answerJson(response, handlers.status())
  } else if (request.method === 'GET' && request.url === '/database-url') {
    answerJson(response, handlers.databaseUrl() ?? null)
  } else if (request.method === 'POST' && request.url === '/operations') {
    await answerOperation(handlers, await readBody(request), response)
  } else {
    response.writeHead(404).end()
  }
}

function answerJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** Streams what happens, a JSON object a line. */
async function answerOperation(handlers: ControlHandlers, body: string, response: ServerResponse): Promise<void> {
  const left = new AbortController()
  response.on('close', () => left.abort())
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  response.flushHeaders()
  const say = (message: ControlMessage) => response.write(`${JSON.stringify(message)}\n`)
  try {
    const request = parseControlRequest(parseJson(body))
    await handlers.perform(request, { step: (step) => void say({ step }) }, left.signal)
    say({ done: true })
  } catch (error) {
    say({ failed: asFailure(error) })
  }
  response.end()
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > MAXIMUM_BODY) throw new UnusableInputError('The request is too long.', '')
  }
  return text
}

/** Hashed first, so that neither content nor length shows in the time it takes. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function asFailure(error: unknown): Failure {
  if (error instanceof OperationError) {
    const { name, message, action, exitCode } = error
    return { name, message, action, exitCode }
  }
  // Errors of the configuration carry no exit code of their own: they are the person's to repair.
  const [name, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)]
  const isConfiguration = ['ConfigurationError', 'EnvironmentNotFoundError', 'SecretError'].includes(name)
  const action = isConfiguration ? 'Nothing was changed. Look with: semiont configure validate' : ''
  return { name, message, action, exitCode: isConfiguration ? 2 : 1 }
}
