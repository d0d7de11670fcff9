'use client'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { Input, TextArea as AriaTextArea, TextField as AriaTextField, type TextFieldProps } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { controlClass, FieldFooter, FieldLabel, type FieldTexts } from './field.tsx'

type Common = Omit<TextFieldProps, 'className' | 'children' | 'isInvalid'> & FieldTexts & { className?: string }

export type TextFieldOwnProps = Common & {
  placeholder?: string
  icon?: LucideIcon
  /** At the end inside the frame: a button, a shortcut. */
  trailing?: ReactNode
  inputRef?: RefObject<HTMLInputElement | null>
}

export function TextField({
  label,
  isLabelHidden = false,
  description,
  error,
  placeholder,
  icon: Icon,
  trailing,
  inputRef,
  className,
  ...props
}: TextFieldOwnProps) {
  return (
    <AriaTextField {...props} isInvalid={Boolean(error)} className={classNames('group min-w-0', className)}>
      <FieldLabel label={label} isLabelHidden={isLabelHidden} />
      <div className="relative">
        {Icon && (
          <Icon
            aria-hidden
            className="pointer-events-none absolute top-1/2 size-4 -translate-y-1/2 text-ink-faint start-2.5"
          />
        )}
        <Input
          {...(inputRef ? { ref: inputRef } : {})}
          {...(placeholder ? { placeholder } : {})}
          className={classNames(controlClass, 'h-9', Icon ? 'ps-8.5' : 'ps-3', trailing ? 'pe-10' : 'pe-3')}
        />
        {trailing && <div className="absolute inset-y-0 flex items-center end-1.5">{trailing}</div>}
      </div>
      <FieldFooter description={description} error={error} />
    </AriaTextField>
  )
}

export type TextAreaOwnProps = Common & {
  placeholder?: string
  rows?: number
  inputRef?: RefObject<HTMLTextAreaElement | null>
  inputClassName?: string
}

export function TextArea({
  label,
  isLabelHidden = false,
  description,
  error,
  placeholder,
  rows = 4,
  inputRef,
  inputClassName,
  className,
  ...props
}: TextAreaOwnProps) {
  return (
    <AriaTextField {...props} isInvalid={Boolean(error)} className={classNames('min-w-0', className)}>
      <FieldLabel label={label} isLabelHidden={isLabelHidden} />
      <AriaTextArea
        {...(inputRef ? { ref: inputRef } : {})}
        {...(placeholder ? { placeholder } : {})}
        rows={rows}
        className={classNames(controlClass, 'block resize-y px-3 py-2', inputClassName)}
      />
      <FieldFooter description={description} error={error} />
    </AriaTextField>
  )
}
