import { createHash } from 'node:crypto'
import { type EndpointDefinition, InvalidRequestError, SemiontError } from '@semiont/contract'
import type { Context } from 'hono'
import type { z } from 'zod'

/** A bulk of 1,000 annotations or a pasted book fit; what is larger is uploaded as bytes. */
const MAX_JSON_BYTES = 40 * 1024 * 1024

export function readParams(definition: EndpointDefinition, c: Context): unknown {
  return definition.params ? parse(definition.params, storable(c.req.param(), 'path'), 'path') : {}
}

export function readQuery(definition: EndpointDefinition, c: Context): unknown {
  if (!definition.query) return {}
  const entries = Object.entries(c.req.queries()).map(([name, values]) => [
    name,
    values.length === 1 ? values[0] : values,
  ])
  return parse(definition.query, storable(Object.fromEntries(entries), 'query'), 'query')
}

export async function readJsonBody(schema: z.ZodType, request: Request): Promise<{ body: unknown; digest: string }> {
  const bytes = await readBounded(request)
  const digest = createHash('sha256').update(bytes).digest('base64')
  if (bytes.length === 0) return { body: parse(schema, undefined, 'body'), digest }
  const contentType = request.headers.get('content-type') ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)) {
    throw new SemiontError(
      'unsupported-media-type',
      `The body is ${contentType || 'of no declared media type'}, not JSON.`,
      {
        action: 'Send JSON with Content-Type: application/json.',
      },
    )
  }
  return { body: parse(schema, storable(parseJson(bytes), 'body'), 'body'), digest }
}

async function readBounded(request: Request): Promise<Buffer> {
  const tooLarge = () =>
    new SemiontError('too-large', `A JSON body may have at most ${MAX_JSON_BYTES} bytes.`, {
      action: 'Send less at once, or upload the bytes with POST /api/resources/upload.',
    })
  if (Number(request.headers.get('content-length') ?? 0) > MAX_JSON_BYTES) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_JSON_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? cause.message : 'it is not UTF-8'
    throw new InvalidRequestError([{ path: 'body', message: `is not JSON: ${reason}` }], undefined, { cause })
  }
}

export function parse(schema: z.ZodType, value: unknown, place: 'path' | 'query' | 'body'): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new InvalidRequestError(
    result.error.issues.slice(0, 20).map((issue) => ({
      path: [place, ...issue.path].join('.'),
      message: issue.message,
    })),
  )
}

/** Deeper than anything a person or a program means; every validator and the database recurse into what they get. */
const MAX_DEPTH = 64

const LONE_SURROGATE = /\p{Surrogate}/u

/** PostgreSQL stores neither NUL nor half a surrogate pair; both are refused where they enter. */
function storable<T>(value: T, path: string, depth = 0): T {
  if (depth > MAX_DEPTH)
    throw new InvalidRequestError([
      { path: path.split('.')[0] ?? path, message: `must not be nested deeper than ${MAX_DEPTH} levels` },
    ])
  if (typeof value === 'string') {
    if (value.includes('\u0000')) throw new InvalidRequestError([{ path, message: 'must not contain NUL characters' }])
    if (LONE_SURROGATE.test(value))
      throw new InvalidRequestError([{ path, message: 'must not contain lone surrogates' }])
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => storable(item, `${path}.${index}`, depth + 1))
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      storable(key, path)
      storable(item, `${path}.${key}`, depth + 1)
    }
  }
  return value
}
