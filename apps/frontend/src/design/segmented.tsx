'use client'
import type { LucideIcon } from 'lucide-react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { classNames } from './class-names.ts'

/** A handful of exclusive choices that are all visible. */
export function Segmented<K extends string>({
  label,
  isLabelHidden = false,
  value,
  options,
  onChange,
}: {
  label: string
  isLabelHidden?: boolean
  value: K
  options: readonly { id: K; label: string; icon?: LucideIcon }[]
  onChange: (id: K) => void
}) {
  return (
    <RadioGroup
      value={value}
      orientation="horizontal"
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate.id === chosen)
        if (option) onChange(option.id)
      }}
    >
      <Label className={classNames('text-sm font-medium', isLabelHidden ? 'sr-only' : 'mb-1.5 block')}>{label}</Label>
      <div className="inline-flex max-w-full flex-wrap gap-0.5 rounded-md border border-line bg-sunken p-0.5">
        {options.map(({ id, label: text, icon: Icon }) => (
          <Radio
            key={id}
            value={id}
            className="flex h-7 cursor-default items-center gap-1.5 rounded-sm px-2.5 text-sm font-medium text-ink-soft transition-colors hovered:text-ink selected:bg-raised selected:text-ink selected:shadow-low focus-shown:outline-2 focus-shown:outline-accent coarse:h-10"
          >
            {Icon && <Icon aria-hidden className="size-4" />}
            {text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
