'use client'
import type { Participant } from '@semiont/contract'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { EmptyState, SkeletonRows } from '../design/states.tsx'
import { Time } from '../design/time.tsx'
import { useMe } from '../shell/session.tsx'
import { ParticipantMenu } from './participant-menu.tsx'
import { type ParticipantQuery, participantsQuery } from './queries.ts'

export function ParticipantList({ query, isFiltered }: { query: ParticipantQuery; isFiltered: boolean }) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const list = useInfiniteQuery({ ...participantsQuery(query), placeholderData: keepPreviousData })
  if (list.isPending) return <SkeletonRows label={common('loading')} />
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const participants = list.data.pages.flatMap(({ items }) => items)
  if (participants.length === 0) {
    return (
      <EmptyState icon={Users} title={t(isFiltered ? 'nobodyFits' : query.kind === 'agent' ? 'noAgents' : 'nobodyYet')}>
        {!isFiltered && query.kind === 'agent' && t('noAgentsText')}
      </EmptyState>
    )
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {participants.map((participant) => (
          <ParticipantRow key={participant.id} participant={participant} />
        ))}
      </ul>
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

function ParticipantRow({ participant }: { participant: Participant }) {
  const t = useTranslations('people')
  const roles = useTranslations('roles')
  const me = useMe()
  const { id, name, kind, role, status, email, agent, lastSeenAt } = participant
  const isMe = me.participant.id === id
  const what = agent
    ? [`${agent.software}${agent.softwareVersion ? ` ${agent.softwareVersion}` : ''}`, agent.model]
        .filter(Boolean)
        .join(' · ')
    : (email ?? t('noEmail'))
  return (
    <li
      className={status === 'disabled' ? 'flex items-center gap-3 py-3 text-ink-faint' : 'flex items-center gap-3 py-3'}
    >
      <Avatar id={id} name={name} kind={kind} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-base font-medium">
          <span className="truncate">{name}</span>
          {isMe && <Chip tone="accent">{t('you')}</Chip>}
          {status === 'disabled' && <Chip tone="warning">{t('disabled')}</Chip>}
        </p>
        <p className="truncate text-sm text-ink-faint">{what}</p>
      </div>
      <span className="hidden w-36 text-end text-sm text-ink-faint md:block">
        {lastSeenAt ? (
          <>
            {t('seen')} <Time at={lastSeenAt} />
          </>
        ) : (
          t('neverSeen')
        )}
      </span>
      <span className="hidden w-28 text-end sm:block">
        <Chip tone={role === 'administrator' ? 'accent' : 'neutral'}>{roles(role)}</Chip>
      </span>
      <ParticipantMenu participant={participant} />
    </li>
  )
}
