'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { classNames } from '../design/class-names.ts'
import { ErrorState } from '../design/error-state.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { type ResourceQuery, resourcesQuery } from './queries.ts'
import { ResourceRow } from './resource-row.tsx'

/** Documents that fit `query`, page by page. While other filters load, the present rows stay, paler. */
export function ResourceList({
  query,
  empty,
  showsCollection = true,
}: {
  query: ResourceQuery
  empty: ReactNode
  showsCollection?: boolean
}) {
  const t = useTranslations('common')
  const list = useInfiniteQuery({ ...resourcesQuery(query), placeholderData: keepPreviousData })
  if (list.isPending) return <SkeletonRows label={t('loading')} />
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const resources = list.data.pages.flatMap((page) => page.items)
  if (resources.length === 0) return empty
  return (
    <div aria-busy={list.isPlaceholderData}>
      <ul
        className={classNames('-mx-2 space-y-px transition-opacity sm:-mx-3', list.isPlaceholderData && 'opacity-60')}
      >
        {resources.map((resource) => (
          <ResourceRow key={resource.id} resource={resource} showsCollection={showsCollection} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="mt-5 flex justify-center">
          <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            {t('loadMore')}
          </Button>
        </div>
      )}
    </div>
  )
}
