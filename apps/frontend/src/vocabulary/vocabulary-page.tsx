'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ErrorState } from '../design/error-state.tsx'
import { Page } from '../design/page.tsx'
import { Switch } from '../design/switch.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { Tabs } from '../design/tabs.tsx'
import { vocabularyQuery } from '../library/queries.ts'
import { useMe } from '../shell/session.tsx'
import { EntityTypeList } from './entity-type-list.tsx'
import { TagSchemaList } from './tag-schema-list.tsx'

type Part = 'entityTypes' | 'tagSchemas'

export function VocabularyPage() {
  const t = useTranslations('vocabulary')
  const common = useTranslations('common')
  const { role } = useMe()
  const [part, setPart] = useState<Part>('entityTypes')
  const [showsRetired, setShowsRetired] = useState(false)
  const vocabulary = useQuery(vocabularyQuery)
  const mayCurate = role === 'administrator' || role === 'moderator'
  const isShown = ({ status }: { status: string }) => status === 'active' || (showsRetired && status === 'retired')
  const retired = vocabulary.data
    ? [...vocabulary.data.entityTypes, ...vocabulary.data.tagSchemas].filter(({ status }) => status === 'retired')
        .length
    : 0
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      width="narrow"
      tools={
        retired > 0 && (
          <Switch isSelected={showsRetired} onChange={setShowsRetired}>
            {t('showRetired', { count: retired })}
          </Switch>
        )
      }
    >
      {vocabulary.isPending && <SkeletonRows label={common('loading')} />}
      {vocabulary.isError && <ErrorState error={vocabulary.error} onRetry={() => void vocabulary.refetch()} />}
      {vocabulary.data && (
        <Tabs
          label={t('title')}
          value={part}
          onChange={setPart}
          items={[
            {
              id: 'entityTypes',
              label: t('entityTypes'),
              count: vocabulary.data.entityTypes.filter(({ status }) => status === 'active').length,
              content: (
                <EntityTypeList entityTypes={vocabulary.data.entityTypes.filter(isShown)} mayCurate={mayCurate} />
              ),
            },
            {
              id: 'tagSchemas',
              label: t('tagSchemas'),
              count: vocabulary.data.tagSchemas.filter(({ status }) => status === 'active').length,
              content: <TagSchemaList tagSchemas={vocabulary.data.tagSchemas.filter(isShown)} mayCurate={mayCurate} />,
            },
          ]}
        />
      )}
    </Page>
  )
}
