'use client'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, ComboBox as AriaComboBox, Input, ListBox } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { controlClass, FieldFooter, FieldLabel, type FieldTexts } from './field.tsx'
import { Floating, type Option, OptionItem } from './list-box.tsx'

interface Props extends FieldTexts {
  options: readonly Option[]
  value: string | null
  onChange: (id: string | null) => void
  /** Given: the options follow what is typed from outside, and are not filtered here. */
  inputValue?: string
  onInputChange?: (text: string) => void
  placeholder?: string
  emptyText: ReactNode
  isDisabled?: boolean
  autoFocus?: boolean
  className?: string
}

export function ComboBox({ options, value, onChange, onInputChange, inputValue, emptyText, ...props }: Props) {
  const {
    label,
    isLabelHidden = false,
    description,
    error,
    placeholder,
    isDisabled = false,
    autoFocus = false,
    className,
  } = props
  return (
    <AriaComboBox
      {...(inputValue === undefined ? { defaultItems: options } : { items: options, inputValue })}
      {...(onInputChange ? { onInputChange } : {})}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key === null ? null : String(key))}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      isInvalid={Boolean(error)}
      allowsEmptyCollection
      // A field that has the focus from the start would cover the others with its list before anything is asked of it.
      menuTrigger={autoFocus ? 'input' : 'focus'}
      className={classNames('min-w-0', className)}
    >
      <FieldLabel label={label} isLabelHidden={isLabelHidden} />
      <div className="relative">
        <Input {...(placeholder ? { placeholder } : {})} className={classNames(controlClass, 'h-9 ps-3 pe-9')} />
        <Button className="absolute inset-y-0 my-auto flex size-7 items-center justify-center rounded-sm text-ink-faint end-1 hovered:bg-hover">
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      </div>
      <FieldFooter description={description} error={error} />
      <Floating className="w-(--trigger-width)">
        <ListBox<Option>
          className="max-h-72 overflow-auto p-1 outline-none"
          renderEmptyState={() => <div className="px-2 py-3 text-sm text-ink-faint">{emptyText}</div>}
        >
          {(option) => <OptionItem {...option} />}
        </ListBox>
      </Floating>
    </AriaComboBox>
  )
}
