import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from '../shell/client.ts'

/** The collections one can see, sorted by name; a page of the largest size is enough to list them beside the page. */
export function collectionsQuery() {
  return queryOptions({
    queryKey: ['collections', 'list'],
    queryFn: async ({ signal }) => (await client.collections.list({ limit: 200 }, { signal })).items,
  })
}

export function collectionQuery(id: string) {
  return queryOptions({
    queryKey: ['collections', 'one', id],
    queryFn: () => client.collections.get(id),
  })
}

export function membersQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['collections', 'members', id],
    queryFn: ({ pageParam }) =>
      client.collections.members(id, { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
