'use client'
import { ChevronDown } from 'lucide-react'
import { Button, ListBox, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { controlClass, FieldFooter, FieldLabel, type FieldTexts } from './field.tsx'
import { Floating, type Option, OptionItem } from './list-box.tsx'

interface Props<K extends string> extends FieldTexts {
  options: readonly Option<K>[]
  value: K
  onChange: (value: K) => void
  isDisabled?: boolean
  size?: 'sm' | 'md'
  /** `quiet` has no frame: for filters in a row. */
  look?: 'field' | 'quiet'
  className?: string
}

export function Select<K extends string>({
  options,
  value,
  onChange,
  isDisabled = false,
  size = 'md',
  look = 'field',
  className,
  label,
  isLabelHidden = false,
  description,
  error,
}: Props<K>) {
  const choose = (key: unknown) => {
    const option = options.find((candidate) => candidate.id === key)
    if (option) onChange(option.id)
  }
  return (
    <AriaSelect
      selectedKey={value}
      onSelectionChange={choose}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      className={classNames('min-w-0', className)}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} />
      <Button
        className={classNames(
          look === 'field'
            ? controlClass
            : 'rounded-md text-ink-soft hovered:bg-hover hovered:text-ink pressed:bg-press coarse:min-h-11',
          'flex items-center gap-1.5 text-start',
          size === 'sm' ? 'h-7 ps-2.5 pe-1.5 text-sm' : 'h-9 ps-3 pe-2',
        )}
      >
        <SelectValue className="min-w-0 flex-1 truncate">{({ selectedText }) => selectedText}</SelectValue>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </Button>
      <FieldFooter description={description} error={error} />
      <Floating className="min-w-(--trigger-width)">
        <ListBox items={options} className="max-h-80 overflow-auto p-1 outline-none">
          {(option) => <OptionItem {...option} />}
        </ListBox>
      </Floating>
    </AriaSelect>
  )
}
