'use client'
import type { SecurityEvent } from '@semiont/contract'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { EmptyState, SkeletonRows } from '../design/states.tsx'
import { Time } from '../design/time.tsx'
import { client } from '../shell/client.ts'
import { useDebounced } from '../shell/use-debounced.ts'
import type { EventFilterValues } from './event-filters.tsx'
import { isFailure } from './event-types.ts'

const th = 'border-b border-line px-2.5 py-2 text-start text-sm font-medium text-ink-faint first:ps-0'
const td = 'border-b border-line px-2.5 py-2.5 align-top text-sm first:ps-0'

export function EventList({ filters }: { filters: EventFilterValues }) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const { types, reason, ip, path } = useDebounced(filters, 250)
  const list = useInfiniteQuery({
    queryKey: ['security', 'events', types, reason, ip, path],
    queryFn: ({ signal, pageParam }) =>
      client.securityEvents.list(
        {
          limit: 50,
          ...(types.length > 0 ? { type: types.join(',') } : {}),
          ...(reason ? { reason } : {}),
          ...(ip ? { ip } : {}),
          ...(path ? { path } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  if (list.isPending) return <SkeletonRows label={common('loading')} />
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const events = list.data.pages.flatMap(({ items }) => items)
  if (events.length === 0) return <EmptyState icon={ShieldCheck} title={t('noEvents')} />
  return (
    <>
      <div className="overflow-x-auto">
        <Table aria-label={t('events')} className="w-full min-w-[46rem] border-collapse">
          <TableHeader>
            <Column isRowHeader className={th}>
              {t('event')}
            </Column>
            <Column className={th}>{t('who')}</Column>
            <Column className={th}>{t('ip')}</Column>
            <Column className={th}>{t('request')}</Column>
            <Column className={th}>{t('when')}</Column>
          </TableHeader>
          <TableBody>
            {events.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </TableBody>
        </Table>
      </div>
      {list.hasNextPage && (
        <div className="mt-5 flex justify-center">
          <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            {common('loadMore')}
          </Button>
        </div>
      )}
    </>
  )
}

function EventRow({ event }: { event: SecurityEvent }) {
  const t = useTranslations('security')
  return (
    <Row id={event.id} className="focus-shown:-outline-offset-2">
      <Cell className={td}>
        <span className="flex items-center gap-2">
          <Chip tone={isFailure(event.type) ? 'danger' : 'neutral'}>{t(`types.${event.type}`)}</Chip>
          {event.count > 1 && <span className="text-ink-faint tabular-nums">× {event.count}</span>}
        </span>
        {event.reason && <span className="mt-0.5 block text-ink-soft">{event.reason}</span>}
      </Cell>
      <Cell className={td}>{event.participantName ?? '–'}</Cell>
      <Cell className={`${td} font-mono`}>{event.ip ?? '–'}</Cell>
      <Cell className={`${td} max-w-64`}>
        {event.path ? (
          <span
            className="block truncate font-mono"
            title={event.requestId ? t('requestId', { id: event.requestId }) : undefined}
          >
            {event.method} {event.path}
          </span>
        ) : (
          '–'
        )}
      </Cell>
      <Cell className={`${td} whitespace-nowrap text-ink-faint`}>
        <Time at={event.lastOccurredAt} />
      </Cell>
    </Row>
  )
}
