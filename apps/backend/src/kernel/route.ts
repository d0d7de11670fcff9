import type { BodyOf, EndpointDefinition, ParamsOf, QueryOf, ResponseOf } from '@semiont/contract'
import type { Context } from 'hono'
import type { Actor } from './actor.ts'
import type { RequestInfo } from './request-info.ts'

export interface RouteInput<D extends EndpointDefinition> {
  params: ParamsOf<D>
  query: QueryOf<D>
  body: BodyOf<D>
  actor: D['access'] extends 'public' ? undefined : Actor
  request: RequestInfo
  c: Context
}

/** Answers the JSON body of the endpoint's one success status, or a whole Response. */
export type Handler<D extends EndpointDefinition> = (input: RouteInput<D>) => Promise<ResponseOf<D> | Response>

/** An endpoint of the contract with the code that answers it; the types met in `route`, the table holds it without. */
export interface Route {
  definition: EndpointDefinition
  handler: (input: RouteInput<EndpointDefinition>) => Promise<unknown>
}

export function route<const D extends EndpointDefinition>(definition: D, handler: Handler<D>): Route {
  // The kernel parses params, query and body with the definition's own schemas before it calls the handler.
  return { definition, handler }
}
