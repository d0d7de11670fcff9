import type { EndpointDefinition, Page, QueryInputOf, ResponseOf } from '@semiont/contract'
import type { Transport } from './transport.ts'

type Query<D extends EndpointDefinition> = NonNullable<QueryInputOf<D>>
type ItemOf<D extends EndpointDefinition> = ResponseOf<D> extends Page<infer Item> ? Item : never

export interface PageOptions {
  params?: Record<string, string>
  signal?: AbortSignal
}

/** `list` answers one page, `each` walks all of them: stop the loop and no further page is fetched. */
export function paged<D extends EndpointDefinition>(transport: Transport, definition: D) {
  const list = (query?: Query<D>, options: PageOptions = {}) =>
    transport.call(definition, { ...options, ...(query === undefined ? {} : { query }) })
  return {
    list,
    async *each(query?: Query<D>, options: PageOptions = {}): AsyncGenerator<ItemOf<D>, void> {
      let cursor: string | null = null
      do {
        const next = Object.assign({}, query, cursor === null ? {} : { cursor })
        // A paged endpoint answers pageOf(item); ItemOf has taken the item out of that very type.
        const page = (await list(next, options)) as unknown as Page<ItemOf<D>>
        yield* page.items
        cursor = page.nextCursor
      } while (cursor !== null)
    },
  }
}
