import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { ReplicaState } from '../../platform/platform.ts'

export type Unavailable = { status: 502 | 503; code: 'unavailable'; detail: string; action: string }

const SAYS: Readonly<Record<ReplicaState, string>> = {
  starting: 'is starting',
  restarting: 'is being started again',
  healthy: 'is being started again',
  unhealthy: 'does not answer',
  failing: 'ends again and again, and is tried from time to time',
  stopped: 'is stopped',
}

/** @param logsFolder as the person finds it: `.semiont/logs` */
export function describeUnavailable(
  service: string,
  state: ReplicaState,
  reachable: boolean,
  logsFolder: string,
): Unavailable {
  if (state === 'healthy' && reachable) {
    return {
      status: 502,
      code: 'unavailable',
      detail: `The ${service} broke off its answer.`,
      action: `Try again. If it happens again, look at ${logsFolder}/${service}.log.`,
    }
  }
  return {
    status: 503,
    code: 'unavailable',
    detail: `The ${service} ${SAYS[state]}.`,
    action: state === 'stopped' ? 'Ask the operator to start it again.' : 'Try again in a few seconds.',
  }
}

export interface Refusal {
  readonly requestId: string
  readonly detail: string
}

const refusals = new WeakMap<ServerResponse, Refusal>()

/** What this door itself answered; undefined when the answer is that of a service. */
export function refusalOf(response: ServerResponse): Refusal | undefined {
  return refusals.get(response)
}

/** A problem document (RFC 9457) for programs, a page that tries again by itself for a person. */
export function answerUnavailable(response: ServerResponse, problem: Unavailable, wantsPage: boolean): void {
  const { status, code, detail, action } = problem
  const retry = status === 503 ? { 'retry-after': '2' } : {}
  const requestId = randomUUID()
  refusals.set(response, { requestId, detail })
  if (wantsPage) {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      ...retry,
    })
    response.end(page(detail))
    return
  }
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...retry,
  })
  response.end(
    JSON.stringify({
      type: `https://semiont.org/problems/${code}`,
      title: status === 503 ? 'Service unavailable' : 'Bad gateway',
      status,
      code,
      detail,
      action,
      requestId,
    }),
  )
}

function page(detail: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="1"><title>Semiont</title>
<style>html{color-scheme:light dark;font:1.125rem/1.6 system-ui}body{display:grid;min-height:90vh;place-content:center;text-align:center}</style>
<main role="status"><h1>One moment</h1><p>${detail} This page opens by itself.</p></main></html>`
}
