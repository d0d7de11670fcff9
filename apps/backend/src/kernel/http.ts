import type { EndpointDefinition } from '@semiont/contract'
import { NotFoundError, problemOf, SemiontError } from '@semiont/contract'
import { type Context, Hono } from 'hono'
import type { Actor } from './actor.ts'
import { asSemiontError } from './errors.ts'
import type { Idempotency } from './idempotency.ts'
import { readJsonBody, readParams, readQuery } from './input.ts'
import type { Logger } from './logger.ts'
import { type RequestInfo, requestInfo, type TrustedProxies } from './request-info.ts'
import type { Route } from './route.ts'

export interface HttpBindings {
  incoming?: { socket: { remoteAddress?: string } }
}
export type HttpEnv = { Bindings: HttpBindings; Variables: { request: RequestInfo; actor: Actor | undefined } }

export interface HttpDependencies {
  routes: readonly Route[]
  /** The one guard of `/api/*`: who asks, or undefined on a public endpoint; throws when the request may not pass. */
  guard(request: RequestInfo): Promise<Actor | undefined>
  /** Whether the scopes of the actor's token cover the endpoint; throws ForbiddenError. */
  assertScope(actor: Actor, definition: EndpointDefinition): void
  /** Told of every refusal, so that refused access becomes a security event. */
  onRefused(error: SemiontError, request: RequestInfo, actor: Actor | undefined): Promise<void>
  idempotency: Idempotency
  proxies: TrustedProxies
  logger: Logger
}

export function createHttpApp(deps: HttpDependencies): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>({ strict: true })
  app.use('*', async (c, next) => {
    const started = performance.now()
    const request = requestInfo(c, c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1', deps.proxies)
    c.set('request', request)
    await next()
    protect(c, request)
    logRequest(deps.logger, c, request, performance.now() - started)
  })
  app.use('/api/*', async (c, next) => {
    c.set('actor', await deps.guard(c.var.request))
    await next()
  })
  for (const route of inOrderOfSpecificity(deps.routes)) {
    app.on(route.definition.method, honoPath(route.definition.path), (c) => answer(deps, route, c))
  }
  app.notFound((c) => respondWithProblem(deps, unknownRoute(deps.routes, c.req.path), c))
  app.onError((error, c) => respondWithProblem(deps, asSemiontError(error), c, error))
  return app
}

async function answer(deps: HttpDependencies, { definition, handler }: Route, c: Context<HttpEnv>): Promise<Response> {
  const { actor, request } = c.var
  if (actor) deps.assertScope(actor, definition)
  const params = readParams(definition, c)
  const query = readQuery(definition, c)
  const { body, digest } = definition.body
    ? await readJsonBody(definition.body, c.req.raw)
    : { body: undefined, digest: '' }
  const run = async () => {
    // The kernel is the edge where types are made: the definition's schemas have just parsed these values.
    const result = await handler({ params, query, body, actor, request, c } as unknown as Parameters<
      Route['handler']
    >[0])
    return result instanceof Response ? result : success(definition, result)
  }
  if (!definition.idempotent || !actor) return await run()
  const fingerprint = `${definition.operationId} ${c.req.url} ${digest || c.req.header('content-length') || ''}`
  return await deps.idempotency.once(actor.id, request.header('idempotency-key'), fingerprint, run)
}

function success(definition: EndpointDefinition, body: unknown): Response {
  const status = Number(Object.keys(definition.responses).find((code) => code.startsWith('2')))
  return body === undefined || status === 204 ? new Response(null, { status: 204 }) : Response.json(body, { status })
}

async function respondWithProblem(
  deps: HttpDependencies,
  error: SemiontError,
  c: Context<HttpEnv>,
  cause?: unknown,
): Promise<Response> {
  const request = c.var.request
  if (error.status >= 500)
    deps.logger.error({ requestId: request.id, path: request.path, error: cause }, 'Request failed')
  if (error.status === 401 || error.status === 403) await deps.onRefused(error, request, c.var.actor)
  const response = Response.json(problemOf(error, request.id), {
    status: error.status,
    headers: { 'content-type': 'application/problem+json' },
  })
  if (error.status === 401) response.headers.set('www-authenticate', 'Bearer realm="semiont"')
  const retryAfter = error.extensions['retryAfterSeconds']
  if (typeof retryAfter === 'number') response.headers.set('retry-after', String(retryAfter))
  const allow = error.extensions['allow']
  if (Array.isArray(allow)) response.headers.set('allow', allow.join(', '))
  return response
}

/** Headers of every answer; an answer that sets its own policy (a download, a page) keeps it. */
function protect(c: Context<HttpEnv>, request: RequestInfo): void {
  const headers = c.res.headers
  headers.set('x-request-id', request.id)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-resource-policy', 'same-origin')
  if (!headers.has('content-security-policy'))
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
}

/** Asked every few seconds by whoever watches over us. */
const HEALTH = '/api/health'

function logRequest(logger: Logger, c: Context<HttpEnv>, request: RequestInfo, durationMs: number): void {
  const level = c.res.status >= 500 ? 'error' : request.path === HEALTH ? 'debug' : 'info'
  logger[level](
    {
      requestId: request.id,
      method: request.method,
      path: request.path,
      status: c.res.status,
      durationMs: Math.round(durationMs * 10) / 10,
      ip: request.ip,
      actor: c.var.actor?.id,
    },
    `${request.method} ${request.path} ${c.res.status}`,
  )
}

export function honoPath(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, ':$1')
}

/** `/api/annotations/bulk` must be asked before `/api/annotations/{id}`. */
function inOrderOfSpecificity(routes: readonly Route[]): Route[] {
  const parameters = (route: Route) => route.definition.path.split('{').length
  return routes.toSorted((a, b) => parameters(a) - parameters(b))
}

function unknownRoute(routes: readonly Route[], path: string): SemiontError {
  const allow = routes
    .filter((route) => new RegExp(`^${route.definition.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map((route) => route.definition.method)
  if (allow.length === 0) return new NotFoundError('route', path, { action: 'See /api/docs for what there is.' })
  return new SemiontError('method-not-allowed', `${path} answers ${allow.join(', ')}.`, {
    action: `Use ${allow.join(' or ')}.`,
    extensions: { allow },
  })
}
