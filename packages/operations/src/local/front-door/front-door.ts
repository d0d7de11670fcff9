import { Agent, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OperationError, PortBusyError } from '../../errors.ts'
import { findPortHolder } from '../ports.ts'
import { type Forwarding, forwardRequest } from './forward-request.ts'
import { forwardUpgrade } from './forward-upgrade.ts'
import { recordRequests, type WriteRequestLine } from './record-requests.ts'

export interface FrontDoor {
  readonly port: number
  stop(): Promise<void>
}

export interface FrontDoorOptions extends Omit<Forwarding, 'agent'> {
  readonly host: string
  readonly port: number
  /** The command that starts Semiont on another port. */
  startOn(port: number): string
  /** Takes the line of a request that no service logs. */
  readonly logRequest?: WriteRequestLine
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
  const server = createServer((request, response) => forwardRequest({ ...options, agent }, request, response))
  if (options.logRequest) server.prependListener('request', recordRequests(options.logRequest))
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

async function listen(server: Server, options: FrontDoorOptions): Promise<number> {
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, options)))
    server.listen(options.port, options.host, () => resolve((server.address() as AddressInfo).port))
  })
}

function cannotListen(error: NodeJS.ErrnoException, options: FrontDoorOptions): Error {
  const { port } = options
  const another = options.startOn(port < 65_535 ? port + 1 : port - 1)
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
