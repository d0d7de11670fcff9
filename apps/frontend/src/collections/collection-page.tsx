'use client'
import type { Collection } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { BookMarked, PencilLine } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Suspense, useState } from 'react'
import { useTranslations } from 'use-intl'
import { LinkButton } from '../design/button.tsx'
import { PageErrorState } from '../design/error-state.tsx'
import { FileDrop } from '../design/file-drop.tsx'
import { Page } from '../design/page.tsx'
import { EmptyState, SkeletonRows } from '../design/states.tsx'
import { Tabs } from '../design/tabs.tsx'
import { FilterBar } from '../library/filter-bar.tsx'
import { isFiltered, resourceQueryOf } from '../library/filters.ts'
import { DropVeil } from '../library/library-page.tsx'
import { ResourceList } from '../library/resource-list.tsx'
import { useFilters } from '../library/use-filters.ts'
import { UploadMenu } from '../uploads/upload-menu.tsx'
import { useAddFiles } from '../uploads/uploads-context.tsx'
import { CollectionMenu } from './collection-menu.tsx'
import { MemberList } from './member-list.tsx'
import { collectionQuery } from './queries.ts'

export function CollectionPage({ id }: { id: string }) {
  const t = useTranslations('common')
  const collection = useQuery(collectionQuery(id))
  if (collection.isError) return <PageErrorState error={collection.error} onRetry={() => void collection.refetch()} />
  if (collection.isPending) {
    return (
      <Page title="" isTitlePending>
        <SkeletonRows label={t('loading')} />
      </Page>
    )
  }
  return (
    <Suspense>
      <CollectionView collection={collection.data} />
    </Suspense>
  )
}

type Part = 'documents' | 'members'

function CollectionView({ collection }: { collection: Collection }) {
  const t = useTranslations('collections')
  const router = useRouter()
  const addFiles = useAddFiles()
  const [part, setPart] = useState<Part>('documents')
  const mayEdit = collection.permissions.edit
  return (
    <FileDrop
      isDisabled={!mayEdit}
      onFiles={(files) => addFiles(files, collection.id)}
      veil={<DropVeil into={collection.name} />}
    >
      <Page
        title={collection.name}
        lead={collection.description}
        tools={
          <>
            {mayEdit && <UploadMenu collectionId={collection.id} />}
            {mayEdit && (
              <LinkButton href={`/compose?collection=${collection.id}`} variant="primary" icon={PencilLine}>
                {t('compose')}
              </LinkButton>
            )}
            <CollectionMenu collection={collection} onGone={() => router.push('/')} />
          </>
        }
      >
        <Tabs
          label={collection.name}
          value={part}
          onChange={setPart}
          items={[
            {
              id: 'documents',
              label: t('documents'),
              count: collection.resourceCount,
              content: <CollectionDocuments collection={collection} />,
            },
            {
              id: 'members',
              label: t('members'),
              count: collection.memberCount,
              content: <MemberList collection={collection} />,
            },
          ]}
        />
      </Page>
    </FileDrop>
  )
}

function CollectionDocuments({ collection }: { collection: Collection }) {
  const t = useTranslations('collections')
  const { filters, settled, change } = useFilters()
  return (
    <>
      <div className="mb-3">
        <FilterBar filters={filters} onChange={change} hasCollectionFilter={false} />
      </div>
      <ResourceList
        query={{ ...resourceQueryOf(settled), collectionId: collection.id }}
        showsCollection={false}
        empty={
          <EmptyState
            icon={BookMarked}
            title={t(isFiltered(filters) ? 'nothingFits' : 'emptyTitle')}
            actions={!isFiltered(filters) && collection.permissions.edit && <UploadMenu collectionId={collection.id} />}
          >
            {!isFiltered(filters) && collection.permissions.edit && t('emptyText')}
          </EmptyState>
        }
      />
    </>
  )
}
