'use client'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Label, Tag, TagGroup, TagList } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { classNames } from './class-names.ts'

const tones = {
  neutral: 'bg-hover text-ink-soft',
  outline: 'border border-line text-ink-soft',
  accent: 'bg-accent-soft text-on-accent-soft',
  success: 'bg-success-soft text-on-success-soft',
  warning: 'bg-warning-soft text-on-warning-soft',
  danger: 'bg-danger-soft text-on-danger-soft',
}
export type ChipTone = keyof typeof tones

const shape = 'inline-flex h-5.5 max-w-full items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap'

/** Says one thing about what it stands beside: a state, a type, a role. */
export function Chip({ tone = 'neutral', children }: { tone?: ChipTone; children: ReactNode }) {
  return (
    <span className={classNames(shape, tones[tone])}>
      <span className="truncate">{children}</span>
    </span>
  )
}

/** Values that can be taken away, with the keyboard too (Delete, arrow keys). */
export function TagPicker({
  label,
  isLabelHidden = false,
  items,
  onRemove,
}: {
  label: string
  isLabelHidden?: boolean
  items: readonly { id: string; label: string }[]
  onRemove: (id: string) => void
}) {
  const t = useTranslations('common')
  return (
    <TagGroup onRemove={(keys) => [...keys].forEach((key) => onRemove(String(key)))}>
      <Label className={classNames('text-sm font-medium', isLabelHidden ? 'sr-only' : 'mb-1.5 block')}>{label}</Label>
      <TagList items={items} className="flex flex-wrap gap-1.5">
        {(item) => (
          <Tag
            id={item.id}
            textValue={item.label}
            className={classNames(shape, tones.accent, 'cursor-default pe-0.5 coarse:h-9')}
          >
            <span className="truncate">{item.label}</span>
            <Button
              slot="remove"
              aria-label={t('removeNamed', { name: item.label })}
              className="flex size-4.5 items-center justify-center rounded-[3px] hovered:bg-press coarse:size-8"
            >
              <X aria-hidden className="size-3" />
            </Button>
          </Tag>
        )}
      </TagList>
    </TagGroup>
  )
}
