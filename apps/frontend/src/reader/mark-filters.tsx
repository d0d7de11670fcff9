'use client'
import type { Annotation } from '@semiont/contract'
import { useTranslations } from 'use-intl'
import { ToggleButton } from 'react-aria-components'
import { Select } from '../design/select.tsx'
import { kindOf, MARK_KINDS, type MarkFilter, type MarkKind } from './marks.ts'
import { KIND_ICONS } from './selection-toolbar.tsx'

/** What the margin and the text show: by kind, type, author and status. */
export function MarkFilters({
  annotations,
  filter,
  onChange,
}: {
  annotations: readonly Annotation[]
  filter: MarkFilter
  onChange: (filter: MarkFilter) => void
}) {
  const t = useTranslations('reader')
  const count = (kind: MarkKind) => annotations.filter((annotation) => kindOf(annotation) === kind).length
  const authors = unique(annotations.map(({ creator }) => creator))
  const types = unique(annotations.flatMap(({ entityTypes }) => entityTypes))
  const all = { id: 'all' as const }
  return (
    <div className="space-y-2">
      <fieldset aria-label={t('filterKind')} className="flex flex-wrap gap-1">
        {MARK_KINDS.map((kind) => {
          const Icon = KIND_ICONS[kind]
          return (
            <ToggleButton
              key={kind}
              aria-label={`${t(`kinds.${kind}`)}: ${count(kind)}`}
              isSelected={filter.kinds.has(kind)}
              onChange={(isOn) => onChange({ ...filter, kinds: toggled(filter.kinds, kind, isOn) })}
              className="inline-flex h-7 items-center gap-1 rounded-md border border-line px-2 text-xs text-ink-soft hovered:bg-hover selected:border-accent selected:bg-accent-soft selected:text-on-accent-soft coarse:h-11"
            >
              <Icon aria-hidden className="size-3.5" />
              {count(kind)}
            </ToggleButton>
          )
        })}
      </fieldset>
      <div className="grid grid-cols-2 gap-2">
        <Select
          label={t('filterStatus')}
          isLabelHidden
          value={filter.status}
          options={(['open', 'suggested', 'accepted', 'rejected'] as const).map((id) => ({
            id,
            label: t(`statusFilter.${id}`),
          }))}
          onChange={(status) => onChange({ ...filter, status })}
        />
        {authors.length > 1 && (
          <Select
            label={t('filterAuthor')}
            isLabelHidden
            value={filter.creatorId ?? 'all'}
            options={[{ ...all, label: t('everyone') }, ...authors.map(({ id, name }) => ({ id, label: name }))]}
            onChange={(id) => onChange({ ...filter, creatorId: id === 'all' ? null : id })}
          />
        )}
        {types.length > 0 && (
          <Select
            label={t('filterType')}
            isLabelHidden
            value={filter.entityType ?? 'all'}
            options={[{ ...all, label: t('everyType') }, ...types.map(({ id, name }) => ({ id, label: name }))]}
            onChange={(id) => onChange({ ...filter, entityType: id === 'all' ? null : id })}
          />
        )}
      </div>
    </div>
  )
}

function unique<T extends { id: string; name: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()].toSorted((a, b) => a.name.localeCompare(b.name))
}

function toggled<T>(set: ReadonlySet<T>, item: T, isOn: boolean): ReadonlySet<T> {
  const next = new Set(set)
  if (isOn) next.add(item)
  else next.delete(item)
  return next
}
