'use client'
import type { TimelineEntry } from '@semiont/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { PageSection } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { Time } from '../design/time.tsx'
import { client } from '../shell/client.ts'
import { annotationHref } from '../shell/passage-link.ts'
import { shownValue } from './shown-value.ts'

/** What happened to the document and to the marks on it: who, what, when, before and after. */
export function TimelineSection({ resourceId }: { resourceId: string }) {
  const t = useTranslations('resource')
  const common = useTranslations('common')
  const timeline = useInfiniteQuery({
    queryKey: ['resources', 'timeline', resourceId],
    queryFn: ({ pageParam }) =>
      client.resources.timeline(resourceId, { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <PageSection title={t('timeline')}>
      {timeline.isPending && <SkeletonRows rows={3} label={common('loading')} />}
      {timeline.isError && <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} compact />}
      <ol className="relative space-y-4 before:absolute before:inset-y-3 before:w-px before:bg-line before:start-3">
        {timeline.data?.pages
          .flatMap(({ items }) => items)
          .map((entry) => (
            <TimelineRow key={entry.id} entry={entry} resourceId={resourceId} />
          ))}
      </ol>
      {timeline.hasNextPage && (
        <div className="mt-4">
          <Button isPending={timeline.isFetchingNextPage} onPress={() => void timeline.fetchNextPage()}>
            {common('loadMore')}
          </Button>
        </div>
      )}
    </PageSection>
  )
}

const KNOWN = [
  'resource.created',
  'resource.cloned',
  'resource.versionAdded',
  'resource.renamed',
  'resource.described',
  'resource.entityTypesSet',
  'resource.languageSet',
  'resource.encodingCorrected',
  'resource.archived',
  'resource.unarchived',
  'resource.moved',
  'annotation.created',
  'annotation.edited',
  'annotation.accepted',
  'annotation.rejected',
  'annotation.referenceBound',
  'annotation.referenceUnbound',
  'annotation.deleted',
] as const

function useWhat(): (type: string) => string {
  const t = useTranslations('timeline')
  return (type) => {
    const known = KNOWN.find((candidate) => candidate === type)
    return known ? t(known) : type
  }
}

function TimelineRow({ entry, resourceId }: { entry: TimelineEntry; resourceId: string }) {
  const what = useWhat()
  const { actor, subject } = entry
  return (
    <li className="relative flex gap-3">
      <Avatar id={actor.id} name={actor.name} kind={actor.kind} size="sm" />
      <div className="min-w-0 flex-1 pt-0.5">
        <p className="text-base">
          <span className="font-medium">{actor.name}</span>{' '}
          {subject.kind === 'annotation' && entry.type !== 'annotation.deleted' ? (
            <Link href={annotationHref(resourceId, subject.id)} className="rounded-sm hovered:underline">
              {what(entry.type)}
            </Link>
          ) : (
            what(entry.type)
          )}{' '}
          <Time at={entry.at} className="text-sm whitespace-nowrap text-ink-faint" />
        </p>
        <Changes changes={entry.changes} />
      </div>
    </li>
  )
}

function Changes({ changes }: { changes: TimelineEntry['changes'] }) {
  const t = useTranslations('resource')
  const shown = changes
    .map(({ field, before, after }) => ({ field, before: shownValue(before), after: shownValue(after) }))
    .filter(({ before, after }) => before !== undefined && (before !== '' || after !== ''))
  if (shown.length === 0) return null
  return (
    <ul className="mt-0.5 text-sm text-ink-soft">
      {shown.map(({ field, before, after }) => (
        <li key={field} className="flex flex-wrap gap-x-1.5">
          {before !== '' && (
            <del className="max-w-full truncate text-ink-faint">
              <span className="sr-only">{t('before')} </span>
              {before}
            </del>
          )}
          {after !== '' && (
            <ins className="max-w-full truncate no-underline">
              <span className="sr-only">{t('after')} </span>
              {after}
            </ins>
          )}
        </li>
      ))}
    </ul>
  )
}
