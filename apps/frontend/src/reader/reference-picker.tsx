'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ComboBox } from '../design/combo-box.tsx'
import { client } from '../shell/client.ts'
import { useDebounced } from '../shell/use-debounced.ts'

/** Finds the document that a mention refers to, by name. */
export function ReferencePicker({
  value,
  onChange,
}: {
  value: string | null
  onChange: (resourceId: string | null) => void
}) {
  const t = useTranslations('reader')
  const [typed, setTyped] = useState<string | null>(null)
  const wanted = useDebounced((typed ?? '').trim(), 150)
  const chosen = useQuery({
    queryKey: ['resources', 'one', value],
    queryFn: () => client.resources.get(value ?? ''),
    enabled: value !== null,
  })
  const found = useQuery({
    queryKey: ['resources', 'picker', wanted],
    queryFn: ({ signal }) =>
      client.resources.list(
        { limit: 12, ...(wanted ? { q: wanted } : { sort: 'modifiedAt', order: 'desc' }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  })
  const options = (found.data?.items ?? []).map(({ id, name }) => ({ id, label: name }))
  const known =
    chosen.data && !options.some(({ id }) => id === chosen.data.id)
      ? [{ id: chosen.data.id, label: chosen.data.name }]
      : []
  return (
    <ComboBox
      label={t('refersTo')}
      autoFocus
      placeholder={t('refersToPlaceholder')}
      options={[...known, ...options]}
      value={value}
      inputValue={typed ?? chosen.data?.name ?? ''}
      onInputChange={setTyped}
      onChange={(id) => {
        onChange(id)
        setTyped(options.find((option) => option.id === id)?.label ?? null)
      }}
      emptyText={found.isPending ? t('searching') : t('noDocument')}
    />
  )
}
