import type { listResources, QueryInputOf } from '@semiont/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from '../shell/client.ts'

export type ResourceQuery = Omit<NonNullable<QueryInputOf<typeof listResources>>, 'cursor' | 'limit'>

export function resourcesQuery(query: ResourceQuery) {
  return infiniteQueryOptions({
    queryKey: ['resources', 'list', query],
    queryFn: ({ signal, pageParam }) =>
      client.resources.list({ ...query, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function resourceQuery(id: string) {
  return queryOptions({ queryKey: ['resources', 'one', id], queryFn: () => client.resources.get(id) })
}

export const sampleLibraryQuery = queryOptions({
  queryKey: ['sample-library'],
  queryFn: () => client.sampleLibrary.get(),
})

export const vocabularyQuery = queryOptions({
  queryKey: ['vocabulary'],
  queryFn: () => client.vocabulary.get(),
  staleTime: 60_000,
})

/** Collections in which one may add documents. */
export const editableCollectionsQuery = queryOptions({
  queryKey: ['collections', 'editable'],
  queryFn: async ({ signal }) => (await client.collections.list({ editable: 'true', limit: 200 }, { signal })).items,
})
