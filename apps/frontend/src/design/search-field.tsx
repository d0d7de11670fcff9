'use client'
import { Search, X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { Button, Input, Label, SearchField as AriaSearchField, type SearchFieldProps } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { controlClass } from './field.tsx'

type Props = Omit<SearchFieldProps, 'className' | 'children'> & {
  label: string
  clearLabel: string
  placeholder?: string
  /** Shown while the field is empty: the shortcut that focuses it. */
  hint?: ReactNode
  inputRef?: RefObject<HTMLInputElement | null>
  className?: string
}

export function SearchField({ label, clearLabel, placeholder, hint, inputRef, className, ...props }: Props) {
  return (
    <AriaSearchField {...props} className={classNames('group relative min-w-0', className)}>
      <Label className="sr-only">{label}</Label>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 size-4 -translate-y-1/2 text-ink-faint start-2.5"
      />
      <Input
        {...(inputRef ? { ref: inputRef } : {})}
        {...(placeholder ? { placeholder } : {})}
        className={classNames(controlClass, 'h-9 ps-8.5 pe-9 [&::-webkit-search-cancel-button]:hidden')}
      />
      <Button
        aria-label={clearLabel}
        className="absolute inset-y-0 my-auto flex size-7 items-center justify-center rounded-sm text-ink-faint end-1 hovered:bg-hover hovered:text-ink group-data-[empty]:hidden"
      >
        <X aria-hidden className="size-4" />
      </Button>
      {hint && (
        <span className="pointer-events-none absolute inset-y-0 hidden items-center end-2 group-data-[empty]:flex coarse:!hidden">
          {hint}
        </span>
      )}
    </AriaSearchField>
  )
}
