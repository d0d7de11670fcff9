'use client'
import { SECURITY_EVENT_TYPES, type SecurityEventType } from '@semiont/contract'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { GROUPS, type Group } from './event-types.ts'

export interface EventFilterValues {
  types: SecurityEventType[]
  reason: string
  ip: string
  path: string
}

export const NO_EVENT_FILTERS: EventFilterValues = { types: [], reason: '', ip: '', path: '' }

type Choice = '' | 'several' | Group | SecurityEventType

const GROUP_KEYS = ['unauthorized', 'failures', 'signIns', 'tokens', 'accounts'] as const satisfies readonly Group[]

function choiceOf(types: readonly SecurityEventType[]): Choice {
  if (types.length === 0) return ''
  const [only] = types
  if (types.length === 1 && only) return only
  return GROUP_KEYS.find((key) => [...GROUPS[key]].sort().join() === [...types].sort().join()) ?? 'several'
}

function typesOf(choice: Choice): SecurityEventType[] {
  if (choice === '' || choice === 'several') return []
  const group = GROUP_KEYS.find((key) => key === choice)
  if (group) return [...GROUPS[group]]
  return SECURITY_EVENT_TYPES.filter((type) => type === choice)
}

export function EventFilters({
  filters,
  onChange,
}: {
  filters: EventFilterValues
  onChange: (filters: EventFilterValues) => void
}) {
  const t = useTranslations('security')
  const choice = choiceOf(filters.types)
  const isFiltered = filters.types.length > 0 || filters.reason !== '' || filters.ip !== '' || filters.path !== ''
  const options: { id: Choice; label: string }[] = [
    { id: '', label: t('allEvents') },
    ...(choice === 'several'
      ? [{ id: 'several' as const, label: t('severalTypes', { count: filters.types.length }) }]
      : []),
    ...GROUP_KEYS.map((id) => ({ id, label: t(`groups.${id}`) })),
    ...SECURITY_EVENT_TYPES.map((id) => ({ id, label: t(`types.${id}`) })),
  ]
  return (
    <div className="mb-4 grid grid-cols-2 items-end gap-2 lg:grid-cols-[16rem_1fr_1fr_1fr_auto]">
      <Select
        label={t('type')}
        value={choice}
        onChange={(chosen) => onChange({ ...filters, types: typesOf(chosen) })}
        options={options}
      />
      <TextField label={t('reason')} value={filters.reason} onChange={(reason) => onChange({ ...filters, reason })} />
      <TextField label={t('ip')} value={filters.ip} onChange={(ip) => onChange({ ...filters, ip })} />
      <TextField
        label={t('path')}
        placeholder="/api/…"
        value={filters.path}
        onChange={(path) => onChange({ ...filters, path })}
      />
      <Button variant="quiet" icon={X} isDisabled={!isFiltered} onPress={() => onChange(NO_EVENT_FILTERS)}>
        {t('reset')}
      </Button>
    </div>
  )
}
