import { z } from 'zod'
import { type EndpointDefinition, type EndpointResponse, errorsOf } from './endpoint.ts'
import { ERROR_TABLE, type ErrorCode } from './errors.ts'
import { problemSchema } from './problem.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export interface OpenApiOptions {
  version: string
  serverUrl?: string
}

/** OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1) of the given endpoints; schemas with an id become components. */
export function openApiDocument(endpoints: readonly EndpointDefinition[], options: OpenApiOptions): JsonObject {
  const components = new Components()
  const paths: { [path: string]: JsonObject } = {}
  for (const definition of endpoints) {
    const path = (paths[definition.path] ??= {})
    path[definition.method.toLowerCase()] = operation(definition, components)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Semiont API',
      version: options.version,
      description:
        'Read documents together, mark passages as W3C Web Annotations, say what they refer to, and take it all away as JSON-LD. Errors are RFC 9457 problem documents.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverUrl ?? '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    tags: [...new Set(endpoints.map((definition) => definition.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Access token (JWT) or personal access token' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'semiont_access' },
      },
      schemas: components.all(),
    },
  }
}

function operation(definition: EndpointDefinition, components: Components): JsonObject {
  return {
    operationId: definition.operationId,
    summary: definition.summary,
    ...(definition.description ? { description: definition.description } : {}),
    tags: [definition.tag],
    ...(definition.access === 'public' ? { security: [] } : {}),
    parameters: [
      ...parameters('path', definition.params, components),
      ...parameters('query', definition.query, components),
      ...(definition.idempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...requestBody(definition, components),
    responses: { ...successes(definition, components), ...failures(definition, components) },
  }
}

const IDEMPOTENCY_KEY: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request answers the first result again instead of creating twice.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
}

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined, components: Components): JsonObject[] {
  if (!schema) return []
  const object = components.jsonSchema(schema, 'input')
  const required = new Set(Array.isArray(object['required']) ? object['required'] : [])
  return Object.entries((object['properties'] ?? {}) as JsonObject).map(([name, value]) => {
    const { description, ...rest } = value as JsonObject
    return {
      name,
      in: place,
      required: place === 'path' || required.has(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

function requestBody(definition: EndpointDefinition, components: Components): JsonObject {
  if (definition.rawBody) {
    return { requestBody: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } }
  }
  if (!definition.body) return {}
  const schema = components.jsonSchema(definition.body, 'input')
  const required = !definition.body.safeParse(undefined).success
  return { requestBody: { required, content: { 'application/json': { schema } } } }
}

function successes(definition: EndpointDefinition, components: Components): JsonObject {
  return Object.fromEntries(
    Object.entries(definition.responses).map(([status, response]) => [status, success(response, components)]),
  )
}

function success(response: EndpointResponse, components: Components): JsonObject {
  const schema = response.schema ? components.jsonSchema(response.schema, 'output') : undefined
  const contentType = response.contentType ?? (schema ? 'application/json' : undefined)
  return {
    description: response.description,
    ...(contentType ? { content: { [contentType]: { schema: schema ?? {} } } } : {}),
  }
}

function failures(definition: EndpointDefinition, components: Components): JsonObject {
  const codes = errorsOf(definition)
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const { status } = ERROR_TABLE[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const schema = components.jsonSchema(problemSchema, 'output')
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      String(status),
      {
        description: ofStatus.map((code) => `\`${code}\`: ${ERROR_TABLE[code].title}`).join('; '),
        content: { 'application/problem+json': { schema } },
      },
    ]),
  )
}

/** Gathers the named schemas of all endpoints and points every reference at `#/components/schemas/…`. */
class Components {
  readonly #schemas = new Map<string, Json>()

  all(): JsonObject {
    return Object.fromEntries([...this.#schemas].toSorted(([a], [b]) => a.localeCompare(b)))
  }

  jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
    const generated = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }) as JsonObject
    const { $schema: _, $defs, id, ...root } = generated
    const names = new Map<string, string>()
    const definitions = Object.entries(($defs ?? {}) as JsonObject)
    for (const [name, definition] of definitions) names.set(name, this.#nameFor(name, definition, io))
    for (const [name, definition] of definitions) this.#schemas.set(names.get(name) ?? name, repoint(definition, names))
    const repointed = repoint(root, names) as JsonObject
    if (typeof id !== 'string') return repointed
    const name = this.#nameFor(id, repointed, io)
    this.#schemas.set(name, repointed)
    return { $ref: `#/components/schemas/${name}` }
  }

  /** The input side of a schema may differ from its output (defaults, coercion): then it gets a name of its own. */
  #nameFor(given: string, definition: Json, io: 'input' | 'output'): string {
    const name = given.startsWith('__') ? `Inline${digest(JSON.stringify(definition))}` : given
    const existing = this.#schemas.get(name)
    if (existing === undefined || io === 'output') return name
    return JSON.stringify(existing) === JSON.stringify(repoint(definition, new Map())) ? name : `${name}Input`
  }
}

function repoint(node: Json, names: Map<string, string>): Json {
  if (Array.isArray(node)) return node.map((item) => repoint(item, names))
  if (node === null || typeof node !== 'object') return node
  const entries = Object.entries(node).filter(
    ([key, value]) => !(key === 'id' && typeof value === 'string' && 'type' in node),
  )
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (key === '$ref' && typeof value === 'string' && value.startsWith('#/$defs/')) {
        const name = value.slice('#/$defs/'.length)
        return [key, `#/components/schemas/${names.get(name) ?? name}`]
      }
      return [key, repoint(value, names)]
    }),
  )
}

/** FNV-1a, 32 bit: a short stable name for a recursive schema that has none (RFC draft-eastlake-fnv). */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
