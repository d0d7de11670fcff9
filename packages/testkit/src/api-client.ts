import {
  type BodyInputOf,
  type EndpointDefinition,
  endpoints,
  errorsOf,
  problemSchema,
  type QueryInputOf,
  type ResponseOf,
} from '@semiont/contract'

export interface ApiResponse {
  status: number
  headers: Headers
  /** The body parsed as JSON, or undefined when it is not JSON. */
  json: unknown
  text: string
}

export class ContractViolationError extends Error {
  override readonly name = 'ContractViolationError'
}

export interface RequestOptions {
  headers?: Record<string, string>
}

/**
 * Talks to a running server and holds every answer against the contract: a status, media type or body that the
 * contract does not promise fails the test that asked.
 */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token?: string,
    readonly participantId: string = '',
  ) {}

  as(token: string, participantId = ''): ApiClient {
    return new ApiClient(this.url, token, participantId)
  }

  /** The same participant at another replica. */
  at(url: string): ApiClient {
    return new ApiClient(url, this.token, this.participantId)
  }

  /** @param path the path with query; `body` is sent as JSON unless it is a string, bytes or a stream. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    { headers = {} }: RequestOptions = {},
  ): Promise<ApiResponse> {
    const raw = body instanceof Uint8Array || body instanceof ReadableStream || typeof body === 'string'
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body), duplex: 'half' }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text ? (JSON.parse(text) as unknown) : undefined,
    }
    assertPromised(method, path, answer)
    return answer
  }

  /** Calls an endpoint by its definition; resolves to the success body, throws the problem otherwise. */
  async call<D extends EndpointDefinition>(
    definition: D,
    input: {
      params?: Record<string, string>
      query?: QueryInputOf<D>
      body?: BodyInputOf<D>
      headers?: Record<string, string>
    } = {},
  ): Promise<ResponseOf<D>> {
    const path = definition.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(input.params?.[name] ?? ''),
    )
    const answer = await this.request(
      definition.method,
      path + queryString(input.query),
      input.body,
      input.headers ? { headers: input.headers } : {},
    )
    if (answer.status >= 400) throw new UnexpectedProblemError(definition, answer)
    // assertPromised has just held the body against the schema this type comes from.
    return answer.json as ResponseOf<D>
  }
}

export class UnexpectedProblemError extends Error {
  override readonly name = 'UnexpectedProblemError'
  readonly status: number
  readonly problem: unknown
  constructor(definition: EndpointDefinition, answer: ApiResponse) {
    super(`${definition.operationId} answered ${answer.status}: ${answer.text.slice(0, 1000)}`)
    this.status = answer.status
    this.problem = answer.json
  }
}

export function queryString(query: unknown): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined) search.append(name, String(item))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}

function assertPromised(method: string, path: string, answer: ApiResponse): void {
  if (answer.status >= 400) return assertProblem(method, path, answer)
  const definition = findDefinition(method, path)
  if (!definition)
    throw new ContractViolationError(`${method} ${path} answered ${answer.status}, but is not in the contract`)
  const promised = Object.entries(definition.responses).find(([status]) => Number(status) === answer.status)?.[1]
  if (!promised)
    throw new ContractViolationError(
      `${definition.operationId} answered ${answer.status}, which its contract does not promise`,
    )
  if (!promised.schema || !/json/.test(answer.headers.get('content-type') ?? '')) return
  const parsed = promised.schema.safeParse(answer.json)
  if (!parsed.success) {
    throw new ContractViolationError(
      `${definition.operationId} answered a body outside its contract: ${parsed.error.message}\n${answer.text.slice(0, 2000)}`,
    )
  }
}

function assertProblem(method: string, path: string, answer: ApiResponse): void {
  const type = answer.headers.get('content-type') ?? ''
  const parsed = problemSchema.safeParse(answer.json)
  if (!type.startsWith('application/problem+json') || !parsed.success) {
    throw new ContractViolationError(
      `${method} ${path} answered ${answer.status} without a problem document: ${type} ${answer.text.slice(0, 1000)}`,
    )
  }
  const definition = findDefinition(method, path)
  if (!definition) return
  if (!errorsOf(definition).includes(parsed.data.code)) {
    throw new ContractViolationError(
      `${definition.operationId} answered the problem ${parsed.data.code}, which its contract does not promise`,
    )
  }
}

function findDefinition(method: string, path: string): EndpointDefinition | undefined {
  const bare = path.split('?')[0] ?? path
  return [...endpoints]
    .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)
    .find(
      (definition) =>
        definition.method === method && new RegExp(`^${definition.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare),
    )
}
