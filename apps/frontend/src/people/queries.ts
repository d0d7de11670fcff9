import type { listParticipants, QueryInputOf } from '@semiont/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { client } from '../shell/client.ts'

export type ParticipantQuery = Omit<NonNullable<QueryInputOf<typeof listParticipants>>, 'cursor' | 'limit'>

export function participantsQuery(query: ParticipantQuery) {
  return infiniteQueryOptions({
    queryKey: ['participants', 'list', query],
    queryFn: ({ signal, pageParam }) =>
      client.participants.list({ ...query, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
}
