'use client'
import type { Everyone } from '@semiont/contract'
import { useTranslations } from 'use-intl'
import { Select } from '../design/select.tsx'

/** What every signed-in participant may do in a collection without being a member. */
export function EveryoneSelect({
  value,
  onChange,
  isDisabled = false,
}: {
  value: Everyone
  onChange: (value: Everyone) => void
  isDisabled?: boolean
}) {
  const t = useTranslations('collections')
  return (
    <Select
      label={t('everyone')}
      value={value ?? 'nobody'}
      onChange={(chosen) => onChange(chosen === 'nobody' ? null : chosen)}
      isDisabled={isDisabled}
      options={[
        { id: 'nobody', label: t('everyoneNothing'), detail: t('everyoneNothingDetail') },
        { id: 'reader', label: t('everyoneReads'), detail: t('everyoneReadsDetail') },
        { id: 'editor', label: t('everyoneEdits'), detail: t('everyoneEditsDetail') },
      ]}
    />
  )
}
