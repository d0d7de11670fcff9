import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type SuccessStatus = 200 | 201 | 202 | 204 | 206 | 302 | 304

/** The body of one success response. Without `schema` the body is empty, or bytes when `contentType` says so. */
export interface EndpointResponse {
  description: string
  schema?: z.ZodType
  /** Default `application/json` when there is a schema. */
  contentType?: string
}

export interface EndpointDefinition {
  operationId: string
  method: HttpMethod
  /** OpenAPI path template: `/api/resources/{id}`. */
  path: string
  tag: string
  summary: string
  description?: string
  /** `public` endpoints are exactly those listed in PUBLIC_ENDPOINTS. */
  access: 'public' | 'session'
  params?: z.ZodObject
  query?: z.ZodObject
  /** Parsed as JSON. */
  body?: z.ZodType
  /** The body is a stream of bytes of any media type, not JSON. */
  rawBody?: boolean
  /** Creating calls accept an Idempotency-Key header. */
  idempotent?: boolean
  responses: Partial<Record<SuccessStatus, EndpointResponse>>
  /** Codes beyond those every endpoint may answer (invalid-request, unauthenticated, rate-limited, internal, unavailable). */
  errors: readonly ErrorCode[]
}

/** Codes that any endpoint may answer. */
export const COMMON_ERRORS = [
  'invalid-request',
  'unauthenticated',
  'rate-limited',
  'internal',
  'unavailable',
] as const satisfies readonly ErrorCode[]

/** Every code that an endpoint may answer: its own, and those that follow from what it takes and who may call it. */
export function errorsOf(definition: EndpointDefinition): ErrorCode[] {
  const codes: ErrorCode[] = [...COMMON_ERRORS, ...definition.errors]
  if (definition.access === 'session') codes.push('forbidden')
  if (definition.body || definition.rawBody) codes.push('too-large', 'unsupported-media-type')
  if (definition.idempotent) codes.push('idempotency-mismatch', 'invalid-state')
  return [...new Set(codes)]
}

/** Declares one endpoint; the literal type is kept so that backend and SDK know its exact shapes. */
export function endpoint<const D extends EndpointDefinition>(definition: D): D {
  return definition
}

type OutputOf<T> = T extends z.ZodType ? z.output<T> : undefined
type InputOf<T> = T extends z.ZodType ? z.input<T> : undefined

export type ParamsOf<D extends EndpointDefinition> = D extends { params: infer P } ? OutputOf<P> : Record<string, never>
export type QueryOf<D extends EndpointDefinition> = D extends { query: infer Q } ? OutputOf<Q> : Record<string, never>
export type BodyOf<D extends EndpointDefinition> = D extends { body: infer B } ? OutputOf<B> : undefined
export type QueryInputOf<D extends EndpointDefinition> = D extends { query: infer Q } ? InputOf<Q> : undefined
export type BodyInputOf<D extends EndpointDefinition> = D extends { body: infer B } ? InputOf<B> : undefined

/** What the handler returns and the SDK resolves to: the JSON body of the success response. */
export type ResponseOf<D extends EndpointDefinition> = {
  [S in keyof D['responses'] as S extends 302 | 304 ? never : S]: D['responses'][S] extends { schema: infer T }
    ? OutputOf<T>
    : undefined
} extends infer Bodies
  ? Bodies[keyof Bodies]
  : never
