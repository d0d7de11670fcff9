'use client'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'use-intl'
import { collectionsQuery } from '../collections/queries.ts'
import { Checkbox } from '../design/checkbox.tsx'
import { COMMON_LANGUAGES, useLanguageName } from '../design/formats.ts'
import { Select } from '../design/select.tsx'
import type { SearchScope } from './search-page.tsx'

export function SearchFilters({
  scope,
  onChange,
}: {
  scope: SearchScope
  onChange: (changed: Partial<SearchScope>) => void
}) {
  const t = useTranslations('search')
  const locale = useLocale()
  const languageName = useLanguageName()
  const collections = useQuery(collectionsQuery())
  const languages = COMMON_LANGUAGES.map((tag) => ({ id: tag as string, label: languageName(tag) })).sort((a, b) =>
    a.label.localeCompare(b.label, locale),
  )
  return (
    <div className="mt-2 -ms-2.5 flex flex-wrap items-center gap-1">
      <Select
        look="quiet"
        size="sm"
        label={t('collection')}
        isLabelHidden
        value={scope.collectionId}
        onChange={(collectionId) => onChange({ collectionId })}
        options={[
          { id: '', label: t('anyCollection') },
          ...(collections.data ?? []).map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <Select
        look="quiet"
        size="sm"
        label={t('language')}
        isLabelHidden
        value={scope.language}
        onChange={(language) => onChange({ language })}
        options={[{ id: '', label: t('anyLanguage') }, ...languages]}
      />
      <Checkbox
        isSelected={scope.hasArchived}
        onChange={(hasArchived) => onChange({ hasArchived })}
        className="ms-2.5 !text-sm text-ink-soft"
      >
        {t('alsoArchived')}
      </Checkbox>
    </div>
  )
}
