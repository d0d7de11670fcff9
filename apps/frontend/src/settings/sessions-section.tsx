'use client'
import type { Session } from '@semiont/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { LogOut, Monitor, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { ConfirmDialog } from '../design/dialog.tsx'
import { ErrorState, InlineError } from '../design/error-state.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { PageSection } from '../design/page.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { SkeletonRows } from '../design/states.tsx'
import { Time } from '../design/time.tsx'
import { client } from '../shell/client.ts'
import { browserOf } from './user-agent.ts'

export function SessionsSection() {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const [isEnding, setEnding] = useState(false)
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: async ({ signal }) => (await client.auth.sessions.list({ limit: 100 }, { signal })).items,
  })
  const endAll = useMutation({
    mutationFn: () => client.auth.signOutEverywhere(),
    onSuccess: () => window.location.assign('/sign-in'),
  })
  return (
    <PageSection
      title={t('sessions')}
      lead={t('sessionsNote')}
      tools={
        <Button icon={LogOut} onPress={() => setEnding(true)}>
          {t('signOutEverywhere')}
        </Button>
      }
    >
      {sessions.isPending && <SkeletonRows rows={2} label={common('loading')} />}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} compact />}
      <ul className="divide-y divide-line">
        {sessions.data?.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      <ConfirmDialog
        title={t('signOutEverywhereTitle')}
        isOpen={isEnding}
        onClose={() => setEnding(false)}
        confirmLabel={t('signOutEverywhere')}
        isPending={endAll.isPending}
        onConfirm={() => endAll.mutate()}
      >
        <p className="text-base text-ink-soft">{t('signOutEverywhereText')}</p>
        {endAll.isError && <InlineError error={endAll.error} />}
      </ConfirmDialog>
    </PageSection>
  )
}

function SessionRow({ session }: { session: Session }) {
  const t = useTranslations('settings')
  const queryClient = useQueryClient()
  const { browser, system, isPhone } = browserOf(session.userAgent)
  const name = browser && system ? t('browserOn', { browser, system }) : (browser ?? t('unknownProgram'))
  const end = useMutation({
    mutationFn: () => client.auth.endSession(session.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
    onError: useNotifyProblem(),
  })
  const Icon = isPhone ? Smartphone : Monitor
  return (
    <li className="flex items-center gap-3 py-3">
      <Icon aria-hidden className="size-5 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-base font-medium">
          <span className="truncate">{name}</span>
          {session.current && <Chip tone="success">{t('thisSession')}</Chip>}
        </p>
        <p className="truncate text-sm text-ink-faint">
          {session.ip && `${session.ip} · `}
          {t('lastUsed')} <Time at={session.lastUsedAt} />
        </p>
      </div>
      {!session.current && (
        <IconButton
          size="sm"
          icon={LogOut}
          label={t('endSession', { name })}
          isPending={end.isPending}
          onPress={() => end.mutate()}
        />
      )}
    </li>
  )
}
