import { randomUUID } from 'node:crypto'
import type { Json, JsonObject } from '../aws-calls.ts'
import type { Question } from './question.ts'

/** What AWS says when it refuses; `code` is the name of the exception. */
export class RefusedByAws extends Error {
  override readonly name = 'RefusedByAws'
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export interface Written {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Asked = Pick<Question, 'service' | 'operation' | 'protocol'>

/** An answer as the protocol of the question writes it. */
export function answerTo({ operation, protocol }: Asked, output: JsonObject): Written {
  if (protocol === 'json') return json(200, output, 'application/x-amz-json-1.1')
  if (protocol === 'restJson') return json(200, output, 'application/json')
  if (protocol === 'restXml') throw new Error(`The emulation does not answer ${operation} in REST XML.`)
  const metadata = { ResponseMetadata: { RequestId: randomUUID() } }
  return xml(200, { [`${operation}Response`]: { [`${operation}Result`]: output, ...metadata } })
}

/** A refusal as the protocol of the question writes it. */
export function refusalOf({ service, protocol }: Asked, { code, message, status }: RefusedByAws): Written {
  if (protocol === 'json') {
    const written = json(status, { __type: code, message }, 'application/x-amz-json-1.1')
    // Services that once spoke the query protocol keep its codes beside the new ones.
    return { ...written, headers: { ...written.headers, 'x-amzn-query-error': `${code};Sender` } }
  }
  if (protocol === 'restJson') {
    const written = json(status, { message }, 'application/json')
    return { ...written, headers: { ...written.headers, 'x-amzn-errortype': code } }
  }
  if (service === 's3') return xml(status, { Error: { Code: code, Message: message, RequestId: randomUUID() } })
  return xml(status, {
    ErrorResponse: { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: randomUUID() },
  })
}

function json(status: number, body: JsonObject, type: string): Written {
  return { status, headers: { 'content-type': type }, body: JSON.stringify(body) }
}

function xml(status: number, root: JsonObject): Written {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${elementsOf(root)}`
  return { status, headers: { 'content-type': 'text/xml' }, body }
}

function elementsOf(part: Json): string {
  if (part === null) return ''
  if (Array.isArray(part)) return part.map((item) => `<member>${elementsOf(item)}</member>`).join('')
  if (typeof part !== 'object') return String(part).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return Object.entries(part)
    .map(([name, value]) => `<${name}>${elementsOf(value)}</${name}>`)
    .join('')
}
