'use client'
import type { ReactNode } from 'react'
import { Switch as AriaSwitch, type SwitchProps } from 'react-aria-components'
import { classNames } from './class-names.ts'

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
