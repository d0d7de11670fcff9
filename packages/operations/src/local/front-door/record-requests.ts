import type { IncomingMessage, ServerResponse } from 'node:http'
import { chooseService } from './routes.ts'
import { refusalOf } from './unavailable.ts'

export type WriteRequestLine = (service: 'backend' | 'frontend', line: string) => void

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

/**
 * Logs the requests that no service logs: those of the frontend, whose server does not, and those that the door itself had to
 * refuse. Its files that never change are not worth a line each. Addresses are logged without what stands behind the `?`.
 */
export function recordRequests(write: WriteRequestLine): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const service = chooseService(request.url)
    const startedAt = performance.now()
    response.once('close', () => {
      const refusal = refusalOf(response)
      const path = (request.url ?? '').split('?')[0] ?? ''
      if (service === 'backend' && !refusal) return
      if (path.startsWith('/_next/static/') && response.statusCode < 400) return
      const { method } = request
      const status = response.statusCode
      const line = {
        level: status >= 500 ? 'ERROR' : 'INFO',
        time: new Date().toISOString(),
        service,
        requestId: refusal?.requestId ?? TRACEPARENT.exec(String(request.headers['traceparent']))?.[1],
        method,
        path,
        status,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        ip: request.socket.remoteAddress?.replace(/^::ffff:/, ''),
        ...(response.writableFinished ? {} : { brokenOff: true }),
        ...(refusal ? { reason: refusal.detail } : {}),
        message: `${method} ${path} ${status}`,
      }
      write(service, JSON.stringify(line))
    })
  }
}
