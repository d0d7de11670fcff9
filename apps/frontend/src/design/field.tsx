'use client'
import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import { classNames } from './class-names.ts'

/** The frame of every control one types or chooses in. */
export const controlClass =
  'w-full min-w-0 rounded-md border border-line-control bg-surface text-base text-ink transition-colors duration-100 hovered:border-ink-faint focus:border-accent data-[invalid]:border-danger off:cursor-not-allowed off:opacity-55 coarse:min-h-11 coarse:text-md'

export interface FieldTexts {
  label: string
  /** Shown to screen readers only, where the place on the page already says what it is. */
  isLabelHidden?: boolean
  description?: ReactNode
  /** What is wrong with the value; marks the field as invalid. */
  error?: string | undefined
}

export function FieldLabel({ label, isLabelHidden }: Pick<FieldTexts, 'label' | 'isLabelHidden'>) {
  return (
    <Label className={classNames('text-sm font-medium text-ink', isLabelHidden ? 'sr-only' : 'mb-1.5 block')}>
      {label}
    </Label>
  )
}

export function FieldFooter({ description, error }: Pick<FieldTexts, 'description' | 'error'>) {
  return (
    <>
      {description && !error && (
        <Text slot="description" className="mt-1.5 block text-sm text-ink-faint">
          {description}
        </Text>
      )}
      <FieldError className="mt-1.5 block text-sm text-danger">
        {error ? error : ({ validationErrors }) => validationErrors.join(' ')}
      </FieldError>
    </>
  )
}
