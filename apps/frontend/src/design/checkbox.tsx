'use client'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps,
  Switch as AriaSwitch,
  type SwitchProps,
} from 'react-aria-components'
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

export function Switch({
  children,
  className,
  ...props
}: Omit<SwitchProps, 'className' | 'children'> & { children: ReactNode; className?: string }) {
  return (
    <AriaSwitch
      {...props}
      className={classNames(
        'group flex items-center gap-2.5 text-base focus-shown:outline-none off:opacity-50 coarse:min-h-11',
        className,
      )}
    >
      <span className="flex h-5 w-8.5 shrink-0 items-center rounded-full border border-line-control bg-sunken px-0.5 transition-colors group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[selected]:border-accent group-data-[selected]:bg-accent">
        <span className="size-3.5 rounded-full bg-ink-faint transition-[translate,background-color] duration-150 group-data-[selected]:translate-x-3.5 group-data-[selected]:bg-on-accent rtl:group-data-[selected]:-translate-x-3.5" />
      </span>
      <span className="min-w-0">{children}</span>
    </AriaSwitch>
  )
}
