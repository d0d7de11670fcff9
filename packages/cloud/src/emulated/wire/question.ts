import type { IncomingHttpHeaders } from 'node:http'
import type { Json, JsonObject } from '../aws-calls.ts'
import { text } from '../json.ts'

/** How a service writes its questions and answers. @see https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = 'json' | 'query' | 'restJson' | 'restXml'

export interface Question {
  /** As boto3 names it: `ecs`, `elbv2`, `cloudwatch`. */
  readonly service: string
  /** `DescribeServices`; of REST services that nobody here answers, `GET /path`. */
  readonly operation: string
  readonly protocol: Protocol
  readonly input: JsonObject
}

export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Where a service's REST path means an operation; `{Name}` in it is a member of the input. */
export interface Route {
  readonly service: string
  readonly method: string
  readonly path: string
  readonly operation: string
}

/** Services that sign with another name than boto3 knows them by. */
const SIGNED_AS: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  elasticloadbalancing: 'elbv2',
  elasticfilesystem: 'efs',
}

/** What is asked of whom. The service is the one that the request is signed for. */
export function questionOf(received: Received, routes: readonly Route[] = []): Question {
  const { headers, body, method, url } = received
  const service = serviceOf(headers)
  const [, target] = String(headers['x-amz-target'] ?? '').split('.')
  if (target !== undefined) return { service, operation: target, protocol: 'json', input: parsed(body) }
  const type = headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const { Action = '', Version: _, ...input } = formOf(body.toString())
    return { service, operation: text(Action), protocol: 'query', input }
  }
  const protocol = ['s3', 'cloudfront'].includes(service) ? 'restXml' : 'restJson'
  const [path = '', query = ''] = url.split('?')
  for (const route of routes) {
    const found = route.service === service && route.method === method ? match(route.path, path) : undefined
    if (found === undefined) continue
    const input = { ...Object.fromEntries(new URLSearchParams(query)), ...parsed(body), ...found }
    return { service, operation: route.operation, protocol, input }
  }
  return { service, operation: `${method} ${path}`, protocol, input: {} }
}

function serviceOf({ authorization = '' }: IncomingHttpHeaders): string {
  const [, signed = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(authorization) ?? []
  return SIGNED_AS[signed] ?? signed
}

function parsed(body: Buffer): JsonObject {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as JsonObject)
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern, path].map((text) => text.replace(/\/$/, '').split('/'))
  if (wanted?.length !== given?.length) return undefined
  const found: Record<string, string> = {}
  for (const [index, part] of (wanted ?? []).entries()) {
    const value = decodeURIComponent(given?.[index] ?? '')
    if (part.startsWith('{')) found[part.slice(1, -1)] = value
    else if (part !== value) return undefined
  }
  return found
}

/** `A.member.1.B=x` is `{ A: [{ B: 'x' }] }`. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function formOf(body: string): JsonObject {
  const root: Branch = {}
  for (const [key, value] of new URLSearchParams(body)) {
    const parts = key.split('.')
    const last = parts.pop() ?? ''
    let branch = root
    for (const part of parts) branch = (branch[part] ??= {}) as Branch
    branch[last] = value
  }
  return listsOf(root) as JsonObject
}

interface Branch {
  [key: string]: Branch | string
}

function listsOf(part: Branch | string): Json {
  if (typeof part === 'string') return part
  const { member, ...rest } = part
  if (typeof member === 'object' && Object.keys(rest).length === 0) return Object.values(member).map(listsOf)
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, listsOf(value)]))
}
