'use client'
import { useQuery } from '@tanstack/react-query'
import { ArrowDownWideNarrow, ListFilter, X } from 'lucide-react'
import { useLocale, useTranslations } from 'use-intl'
import { collectionsQuery } from '../collections/queries.ts'
import { Button } from '../design/button.tsx'
import { COMMON_LANGUAGES, useLanguageName, useMediaTypeName } from '../design/formats.ts'
import { Popover } from '../design/popover.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Select } from '../design/select.tsx'
import { isFiltered, type LibraryFilters, NO_FILTERS } from './filters.ts'
import { vocabularyQuery } from './queries.ts'

const MEDIA_TYPES = ['text/plain', 'text/markdown', 'text/html', 'application/pdf']

interface Props {
  filters: LibraryFilters
  onChange: (changes: Partial<LibraryFilters>) => void
  /** A collection's own page lists only that collection. */
  hasCollectionFilter?: boolean
}

export function FilterBar({ filters, onChange, hasCollectionFilter = true }: Props) {
  const t = useTranslations('library')
  const common = useTranslations('common')
  const active = [
    hasCollectionFilter ? filters.collectionId : '',
    filters.entityType,
    filters.mediaType,
    filters.language,
    filters.archived === 'false' ? '' : filters.archived,
  ].filter(Boolean).length
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        label={t('filterByName')}
        placeholder={t('filterByName')}
        clearLabel={common('clear')}
        value={filters.q}
        onChange={(q) => onChange({ q })}
        className="min-w-0 flex-1 basis-52 sm:max-w-xs"
      />
      <Popover
        label={t('filters')}
        placement="bottom start"
        className="w-80"
        trigger={
          <Button icon={ListFilter}>
            {t('filters')}
            {active > 0 && (
              <span className="flex size-5 items-center justify-center rounded-full bg-accent text-2xs font-semibold text-on-accent tabular-nums">
                {active}
              </span>
            )}
          </Button>
        }
      >
        <FilterFields filters={filters} onChange={onChange} hasCollectionFilter={hasCollectionFilter} />
      </Popover>
      {isFiltered(filters) && (
        <Button variant="quiet" icon={X} onPress={() => onChange({ ...NO_FILTERS, sort: filters.sort })}>
          {t('resetFilters')}
        </Button>
      )}
      <SortSelect value={filters.sort} onChange={(sort) => onChange({ sort })} />
    </div>
  )
}

function SortSelect({
  value,
  onChange,
}: {
  value: LibraryFilters['sort']
  onChange: (sort: LibraryFilters['sort']) => void
}) {
  const t = useTranslations('library')
  return (
    <div className="ms-auto flex items-center">
      <ArrowDownWideNarrow aria-hidden className="size-4 text-ink-faint" />
      <Select
        look="quiet"
        label={t('sortBy')}
        isLabelHidden
        value={value}
        onChange={onChange}
        options={[
          { id: 'modifiedAt', label: t('sortModified') },
          { id: 'createdAt', label: t('sortCreated') },
          { id: 'name', label: t('sortName') },
          { id: 'size', label: t('sortSize') },
        ]}
      />
    </div>
  )
}

function FilterFields({ filters, onChange, hasCollectionFilter }: Required<Props>) {
  const t = useTranslations('library')
  const locale = useLocale()
  const languageName = useLanguageName()
  const mediaTypeName = useMediaTypeName()
  const collections = useQuery(collectionsQuery())
  const vocabulary = useQuery(vocabularyQuery)
  const any = { id: '', label: t('any') }
  const languages = COMMON_LANGUAGES.map((tag) => ({ id: tag as string, label: languageName(tag) })).sort((a, b) =>
    a.label.localeCompare(b.label, locale),
  )
  return (
    <div className="space-y-3">
      {hasCollectionFilter && (
        <Select
          label={t('collection')}
          value={filters.collectionId}
          onChange={(collectionId) => onChange({ collectionId })}
          options={[any, ...(collections.data ?? []).map(({ id, name }) => ({ id, label: name }))]}
        />
      )}
      <Select
        label={t('entityType')}
        value={filters.entityType}
        onChange={(entityType) => onChange({ entityType })}
        options={[
          any,
          ...(vocabulary.data?.entityTypes ?? [])
            .filter(({ status }) => status !== 'merged')
            .map(({ name }) => ({ id: name, label: name })),
        ]}
      />
      <Select
        label={t('mediaType')}
        value={filters.mediaType}
        onChange={(mediaType) => onChange({ mediaType })}
        options={[any, ...MEDIA_TYPES.map((type) => ({ id: type, label: mediaTypeName(type) }))]}
      />
      <Select
        label={t('language')}
        value={filters.language}
        onChange={(language) => onChange({ language })}
        options={[any, ...languages]}
      />
      <Select
        label={t('archivedFilter')}
        value={filters.archived}
        onChange={(archived) => onChange({ archived })}
        options={[
          { id: 'false', label: t('archivedNot') },
          { id: 'any', label: t('archivedAny') },
          { id: 'true', label: t('archivedOnly') },
        ]}
      />
    </div>
  )
}
