'use client'
import { useQuery } from '@tanstack/react-query'
import { LibraryBig, PencilLine, SearchX } from 'lucide-react'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { Button, LinkButton } from '../design/button.tsx'
import { FileDrop } from '../design/file-drop.tsx'
import { Page } from '../design/page.tsx'
import { EmptyState } from '../design/states.tsx'
import { DraftList } from '../compose/draft-list.tsx'
import { UploadMenu } from '../uploads/upload-menu.tsx'
import { useAddFiles } from '../uploads/uploads-context.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered, NO_FILTERS, resourceQueryOf } from './filters.ts'
import { editableCollectionsQuery } from './queries.ts'
import { RecentlyOpened } from './recently-opened.tsx'
import { ResourceList } from './resource-list.tsx'
import { SampleLibraryBanner, SampleLibraryOffer } from './sample-library.tsx'
import { useFilters } from './use-filters.ts'

export function LibraryPage() {
  return (
    <Suspense>
      <Library />
    </Suspense>
  )
}

function Library() {
  const t = useTranslations('library')
  const addFiles = useAddFiles()
  const { filters, settled, change } = useFilters()
  const editable = useQuery(editableCollectionsQuery)
  const mayAdd = (editable.data ?? []).length > 0
  const collection = (editable.data ?? []).find(({ id }) => id === filters.collectionId)
  const target = collection?.id
  return (
    <FileDrop
      isDisabled={!mayAdd}
      onFiles={(files) => addFiles(files, target)}
      veil={<DropVeil into={collection?.name} />}
    >
      <Page
        title={t('title')}
        tools={
          mayAdd && (
            <>
              <UploadMenu {...(target ? { collectionId: target } : {})} />
              <LinkButton
                href={target ? `/compose?collection=${target}` : '/compose'}
                variant="primary"
                icon={PencilLine}
              >
                {t('compose')}
              </LinkButton>
            </>
          )
        }
      >
        <div className="space-y-8">
          <SampleLibraryBanner />
          {!isFiltered(filters) && <RecentlyOpened />}
          {!isFiltered(filters) && <DraftList />}
          <section aria-label={t('documents')}>
            <div className="mb-3">
              <FilterBar filters={filters} onChange={change} />
            </div>
            <ResourceList
              query={resourceQueryOf(settled)}
              empty={
                isFiltered(filters) ? (
                  <NothingFits onReset={() => change({ ...NO_FILTERS, sort: filters.sort })} q={filters.q} />
                ) : (
                  <EmptyLibrary mayAdd={mayAdd} />
                )
              }
            />
          </section>
        </div>
      </Page>
    </FileDrop>
  )
}

/** `into` is the collection that takes what is dropped, where it is known. */
export function DropVeil({ into }: { into?: string | undefined }) {
  const t = useTranslations('library')
  return (
    <>
      {into === undefined ? t('dropTitle') : t('dropInto', { name: into })}
      <div className="mt-1 text-base font-normal">{t('dropText')}</div>
    </>
  )
}

function EmptyLibrary({ mayAdd }: { mayAdd: boolean }) {
  const t = useTranslations('library')
  return (
    <EmptyState
      icon={LibraryBig}
      title={t('emptyTitle')}
      actions={
        mayAdd && (
          <>
            <UploadMenu />
            <LinkButton href="/compose" icon={PencilLine}>
              {t('compose')}
            </LinkButton>
            <SampleLibraryOffer />
          </>
        )
      }
    >
      {t(mayAdd ? 'emptyText' : 'emptyForReader')}
    </EmptyState>
  )
}

function NothingFits({ onReset, q }: { onReset: () => void; q: string }) {
  const t = useTranslations('library')
  const text = q.trim()
  return (
    <EmptyState
      icon={SearchX}
      title={t('nothingFits')}
      actions={
        <>
          <Button onPress={onReset}>{t('resetFilters')}</Button>
          {text !== '' && (
            <LinkButton href={`/search?q=${encodeURIComponent(text)}`} variant="primary">
              {t('searchTexts', { text })}
            </LinkButton>
          )}
        </>
      }
    >
      {t('nothingFitsText')}
    </EmptyState>
  )
}
