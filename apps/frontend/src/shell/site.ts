'use client'
import { useQuery } from '@tanstack/react-query'
import { client } from './client.ts'

export const siteQuery = {
  queryKey: ['site'] as const,
  queryFn: () => client.site.get(),
  staleTime: 5 * 60_000,
}

/** The name of this installation and how one signs in. */
export function useSite() {
  return useQuery(siteQuery)
}
