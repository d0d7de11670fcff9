import type { Server as NodeServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Application } from './application.ts'

export interface Server {
  url: string
  /** Stops accepting, lets requests in flight finish within the grace, then cuts the rest (live streams). */
  close(graceMs?: number): Promise<void>
}

export class PortInUseError extends Error {
  override readonly name = 'PortInUseError'
  constructor(host: string, port: number, cause: unknown) {
    super(`${host}:${port} is in use by another process. Stop it, or set PORT to a free one.`, { cause })
  }
}

export async function listen(application: Application, host: string, port: number): Promise<Server> {
  const server = createAdaptorServer({ fetch: application.app.fetch }) as NodeServer
  // Longer than the idle time of a load balancer in front (60 s), so that it never meets a closed connection.
  server.keepAliveTimeout = 65_000
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(host, port, error) : error),
    )
    server.listen(port, host, resolve)
  })
  // A TCP server that listens has an address with a port.
  const address = server.address() as AddressInfo
  return {
    url: `http://${host}:${address.port}`,
    async close(graceMs = 5_000) {
      application.stopping()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}
