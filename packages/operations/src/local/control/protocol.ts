import { UnusableInputError } from '../../errors.ts'
import { PROCESS_SERVICES, type ProcessService, type ServiceStatus } from '../../platform/platform.ts'

/** Where the supervisor of a running installation listens for commands of this machine; kept in `run.json`, which is 0600. */
export interface ControlAddress {
  readonly port: number
  readonly token: string
}

/** What `POST /operations` takes. */
export type ControlRequest =
  | { readonly action: 'start' | 'restart'; readonly services: readonly ProcessService[] }
  | { readonly action: 'stop'; readonly services: readonly ProcessService[] | 'all' }
  | { readonly action: 'scale'; readonly service: ProcessService; readonly replicas: number }

/** What `GET /status` answers. */
export interface SupervisorStatus {
  /** Whether the start is over and everything was healthy once. */
  readonly ready: boolean
  /** Of PROCESS_SERVICES, in that order. */
  readonly services: readonly ServiceStatus[]
}

export interface Failure {
  readonly name: string
  readonly message: string
  readonly action: string
  readonly exitCode: number
}

/** One line of the answer to an operation. The last one is `done` or `failed`; without it the supervisor is gone. */
export type ControlMessage = { readonly step: string } | { readonly done: true } | { readonly failed: Failure }

export const MAXIMUM_REPLICAS = 16

/** @throws UnusableInputError */
export function parseControlRequest(value: unknown): ControlRequest {
  const given = asRecord(value)
  const { action, services, service, replicas } = given
  if (action === 'stop' && services === 'all') return { action, services }
  if ((action === 'start' || action === 'restart' || action === 'stop') && isServiceList(services))
    return { action, services }
  if (action === 'scale' && isProcessService(service) && isReplicaCount(replicas)) return { action, service, replicas }
  throw new UnusableInputError(
    'The supervisor does not know this request.',
    'Use the same version of Semiont for both.',
  )
}

/** @throws UnusableInputError */
export function parseControlMessage(line: string): ControlMessage {
  const given = asRecord(parseJson(line))
  if (typeof given['step'] === 'string') return { step: given['step'] }
  if (given['done'] === true) return { done: true }
  const { name, message, action, exitCode } = asRecord(given['failed'])
  if (typeof message === 'string')
    return {
      failed: {
        name: String(name),
        message,
        action: typeof action === 'string' ? action : '',
        exitCode: typeof exitCode === 'number' ? exitCode : 1,
      },
    }
  throw new UnusableInputError('The supervisor answered something else.', 'Use the same version of Semiont for both.')
}

export function isProcessService(value: unknown): value is ProcessService {
  return PROCESS_SERVICES.some((name) => name === value)
}

function isServiceList(value: unknown): value is readonly ProcessService[] {
  return Array.isArray(value) && value.every(isProcessService)
}

function isReplicaCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAXIMUM_REPLICAS
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
