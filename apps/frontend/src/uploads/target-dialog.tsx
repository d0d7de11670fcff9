'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormDialog } from '../design/dialog.tsx'
import { Select } from '../design/select.tsx'
import { editableCollectionsQuery } from '../library/queries.ts'

/** Asks which collection files go to. */
export function TargetDialog({
  count,
  onClose,
  onChoose,
}: {
  count: number
  onClose: () => void
  onChoose: (collectionId: string) => void
}) {
  const t = useTranslations('uploads')
  const collections = useQuery(editableCollectionsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const options = (collections.data ?? []).map(({ id, name }) => ({ id, label: name }))
  const target = chosen ?? options[0]?.id
  return (
    <FormDialog
      title={t('chooseTitle', { count })}
      isOpen
      onClose={onClose}
      submitLabel={t('start')}
      isPending={collections.isPending}
      isSubmitDisabled={target === undefined}
      onSubmit={() => target !== undefined && onChoose(target)}
    >
      {options.length > 0 && target !== undefined && (
        <Select label={t('collection')} options={options} value={target} onChange={setChosen} />
      )}
      {collections.data?.length === 0 && <p className="text-base text-ink-soft">{t('noCollection')}</p>}
    </FormDialog>
  )
}
