'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { Suspense, useState } from 'react'
import { useTranslations } from 'use-intl'
import { PageErrorState } from '../design/error-state.tsx'
import { Page } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { editableCollectionsQuery } from '../library/queries.ts'
import { useMe } from '../shell/session.tsx'
import { Composer } from './composer.tsx'
import { type Draft, findDraft } from './drafts.ts'

export function ComposePage() {
  return (
    <Suspense>
      <Compose />
    </Suspense>
  )
}

function Compose() {
  const t = useTranslations('compose')
  const { participant } = useMe()
  const router = useRouter()
  const search = useSearchParams()
  const collections = useQuery(editableCollectionsQuery)
  const [draft] = useState<Draft>(
    () =>
      findDraft(participant.id, search.get('draft') ?? '') ?? {
        id: crypto.randomUUID(),
        name: search.get('name') ?? '',
        text: '',
        mediaType: 'text/markdown',
        collectionId: search.get('collection'),
        at: new Date().toISOString(),
      },
  )
  if (collections.isError)
    return <PageErrorState error={collections.error} onRetry={() => void collections.refetch()} />
  if (collections.isPending) {
    return (
      <Page title={t('title')} width="wide">
        <SkeletonRows label={t('loading')} />
      </Page>
    )
  }
  if (collections.data.length === 0) {
    return (
      <Page title={t('title')} width="wide">
        <p className="text-base text-ink-soft">{t('noCollection')}</p>
      </Page>
    )
  }
  return (
    <Composer
      initial={draft}
      collections={collections.data}
      onCreated={(resource) => router.push(`/resources/${resource.id}`)}
      onDiscarded={() => router.push('/')}
    />
  )
}
