'use client'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps } from 'react-aria-components'
import { classNames } from './class-names.ts'

export function Checkbox({
  children,
  className,
  ...props
}: Omit<CheckboxProps, 'className' | 'children'> & { children?: ReactNode; className?: string }) {
  return (
    <AriaCheckbox
      {...props}
      className={classNames(
        'group flex items-start gap-2.5 rounded-sm text-base focus-shown:outline-none off:opacity-50 coarse:min-h-11 coarse:items-center',
        className,
      )}
    >
      {({ isIndeterminate }) => (
        <>
          <span className="mt-[3px] flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-control bg-surface text-on-accent transition-colors group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[hovered]:border-ink-faint group-data-[indeterminate]:border-accent group-data-[indeterminate]:bg-accent group-data-[selected]:border-accent group-data-[selected]:bg-accent coarse:mt-0">
            {isIndeterminate ? (
              <Minus aria-hidden className="size-3" strokeWidth={3} />
            ) : (
              <Check aria-hidden className="size-3 opacity-0 group-data-[selected]:opacity-100" strokeWidth={3} />
            )}
          </span>
          {children && <span className="min-w-0">{children}</span>}
        </>
      )}
    </AriaCheckbox>
  )
}
