import { type IncomingMessage, request as httpRequest } from 'node:http'
import { createInterface } from 'node:readline'
import {
  IncompleteError,
  LockedError,
  OperationError,
  RefusedError,
  RolledBackError,
  UnusableInputError,
} from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import {
  type ControlAddress,
  type ControlRequest,
  type Failure,
  parseControlMessage,
  parseJson,
  type SupervisorStatus,
} from './protocol.ts'

const STATUS_TIMEOUT = 5000

/** The supervisor is there but says nothing sensible: it hangs, or ends at this moment. */
export class SupervisorSilentError extends OperationError {
  override readonly name = 'SupervisorSilentError'
  override readonly exitCode = 4
}

/** @throws SupervisorSilentError */
export async function askStatus(address: ControlAddress): Promise<SupervisorStatus> {
  const value = await ask(address, '/status')
  if (isSupervisorStatus(value)) return value
  throw silent('it answers something else')
}

/** The address of the operator's own database that the installation uses. @throws SupervisorSilentError */
export async function askDatabaseUrl(address: ControlAddress): Promise<string> {
  const value = await ask(address, '/database-url')
  if (typeof value === 'string') return value
  throw silent('it answers something else')
}

async function ask(address: ControlAddress, path: string): Promise<unknown> {
  const answer = await send(address, 'GET', path, undefined, AbortSignal.timeout(STATUS_TIMEOUT))
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  if (answer.statusCode !== 200) throw silent(`it answers with status ${answer.statusCode}`)
  return parseJson(text)
}

/**
 * Has the supervisor do something, and returns when it is done. Leaving early (the signal) makes the supervisor break off
 * what it has not finished.
 * @throws OperationError as the supervisor failed; SupervisorSilentError when it went away in between
 */
export async function requestOperation(
  address: ControlAddress,
  operation: ControlRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const answer = await send(address, 'POST', '/operations', operation, signal)
  if (answer.statusCode !== 200) throw silent(`it answers with status ${answer.statusCode}`)
  try {
    for await (const line of createInterface({ input: answer })) {
      const message = parseControlMessage(line)
      if ('step' in message) progress.step(message.step)
      else if ('failed' in message) throw asError(message.failed)
      else return
    }
  } catch (error) {
    if (error instanceof OperationError) throw error
    signal.throwIfAborted()
    throw silent('it broke off', error)
  }
  signal.throwIfAborted()
  throw silent('it broke off')
}

async function send(
  { port, token }: ControlAddress,
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, signal, agent: false })
    request.once('response', resolve)
    request.on('error', (error) => {
      if (signal.aborted && signal.reason instanceof Error && signal.reason.name !== 'TimeoutError') reject(error)
      else reject(silent(signal.aborted ? 'it does not answer' : error.message, error))
    })
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

function silent(reason: string, cause?: unknown): SupervisorSilentError {
  return new SupervisorSilentError(
    `The supervisor of Semiont cannot be talked to: ${reason}.`,
    'Look again with: semiont status',
    { cause },
  )
}

const BY_EXIT_CODE: Readonly<Record<number, new (message: string, action: string) => OperationError>> = {
  2: UnusableInputError,
  4: IncompleteError,
  5: RefusedError,
  6: LockedError,
  7: RolledBackError,
}

function asError({ message, action, exitCode }: Failure): OperationError {
  const Kind = BY_EXIT_CODE[exitCode] ?? OperationError
  return new Kind(message, action)
}

/** The supervisor is our own program: enough is looked at to tell it from something else. */
function isSupervisorStatus(value: unknown): value is SupervisorStatus {
  return (
    typeof value === 'object' &&
    value !== null &&
    'ready' in value &&
    typeof value.ready === 'boolean' &&
    'services' in value &&
    Array.isArray(value.services)
  )
}
