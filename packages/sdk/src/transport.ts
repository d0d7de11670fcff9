import {
  type BodyInputOf,
  type EndpointDefinition,
  errorOf,
  problemSchema,
  type QueryInputOf,
  type ResponseOf,
  SemiontError,
  UnauthenticatedError,
} from '@semiont/contract'
import type { Credentials } from './credentials.ts'

export interface TransportOptions {
  /** Where the site is, such as `https://semiont.example`; empty in a page of the site itself. */
  baseUrl: string
  credentials: Credentials
  fetch?: typeof fetch
}

export interface CallInput<D extends EndpointDefinition> {
  params?: Record<string, string>
  query?: QueryInputOf<D>
  body?: BodyInputOf<D>
  signal?: AbortSignal | undefined
  /** Repeat a creating call with the same key and it creates only once. Default: a new key for every call. */
  idempotencyKey?: string
}

export interface SendOptions {
  method: string
  path: string
  headers?: Record<string, string>
  body?: BodyInit
  signal?: AbortSignal | undefined
}

/** HTTP with the session renewed when it has run out and every problem document turned into the error class it names. */
export class Transport {
  readonly #fetch: typeof fetch
  readonly #credentials: Credentials
  readonly baseUrl: string

  constructor(options: TransportOptions) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, '')
    this.#credentials = options.credentials
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init))
  }

  async call<D extends EndpointDefinition>(definition: D, input: CallInput<D> = {}): Promise<ResponseOf<D>> {
    const response = await this.send({
      method: definition.method,
      path: pathOf(definition.path, input.params) + queryOf(input.query),
      headers: {
        ...(definition.body ? { 'content-type': 'application/json' } : {}),
        ...(definition.idempotent ? { 'idempotency-key': input.idempotencyKey ?? randomKey() } : {}),
      },
      ...(definition.body ? { body: JSON.stringify(input.body ?? {}) } : {}),
      signal: input.signal,
    })
    // The contract promises this shape; the conformance tests hold the server to it.
    return (await readBody(response)) as ResponseOf<D>
  }

  /** Sends and answers the successful response; throws SemiontError, or the abort reason of `signal`. */
  async send(options: SendOptions): Promise<Response> {
    let response = await this.#attempt(options)
    if (
      response.status === 401 &&
      !(options.body instanceof ReadableStream) &&
      (await this.#renew(response, options))
    ) {
      response = await this.#attempt(options)
    }
    if (response.ok || response.status === 304) return response
    throw await errorFrom(response)
  }

  async #attempt({ method, path, headers, body, signal }: SendOptions): Promise<Response> {
    try {
      return await this.#fetch(this.baseUrl + path, {
        method,
        credentials: 'same-origin',
        headers: { traceparent: newTraceparent(), ...this.#credentials.headers(), ...headers },
        ...(body === undefined ? {} : { body, duplex: 'half' }),
        ...(signal ? { signal } : {}),
      })
    } catch (cause) {
      if (signal?.aborted) throw cause
      throw new SemiontError('unavailable', `${this.baseUrl || 'The site'} does not answer.`, {
        cause,
        action: 'Check the connection and that the server runs, then try again.',
      })
    }
  }

  async #renew(response: Response, { path }: SendOptions): Promise<boolean> {
    if (path.startsWith('/api/auth/')) return false
    const error = await errorFrom(response.clone())
    if (!(error instanceof UnauthenticatedError) || !['expired', 'missing'].includes(error.reason)) return false
    return await this.#credentials.renew((renewal) => this.#attempt(renewal))
  }
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  return /json/.test(response.headers.get('content-type') ?? '') ? await response.json() : await response.text()
}

async function errorFrom(response: Response): Promise<SemiontError> {
  const body: unknown = await response.json().catch(() => undefined)
  const problem = problemSchema.safeParse(body)
  if (problem.success) return errorOf(problem.data)
  return new SemiontError(
    response.status === 502 || response.status === 503 || response.status === 504 ? 'unavailable' : 'internal',
    `The server answered ${response.status} without saying why.`,
    { action: 'Try again in a moment.' },
  )
}

export function pathOf(template: string, params: Record<string, string> = {}): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

export function queryOf(query: unknown): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) search.append(name, String(item))
    }
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** W3C Trace Context: the server's log lines of this call carry the same trace id. */
function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-01`
}

function randomKey(): string {
  return randomHex(16)
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
}
