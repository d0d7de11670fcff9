'use client'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { ListBoxItem, Popover, type PopoverProps } from 'react-aria-components'
import { classNames } from './class-names.ts'

export const floatingClass =
  'rounded-lg bg-raised shadow-float entering:animate-[rise-in_130ms_var(--ease-out)] exiting:animate-[fade-out_90ms_ease-in]'

/** The sheet that menus, selects and combo boxes open. */
export function Floating({ className, ...props }: Omit<PopoverProps, 'className'> & { className?: string }) {
  return <Popover offset={5} {...props} className={classNames(floatingClass, className)} />
}

export const optionClass =
  'group flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-base text-ink outline-none select-none data-[focused]:bg-hover pressed:bg-press off:opacity-45 coarse:min-h-11'

export interface Option<K extends string = string> {
  id: K
  label: string
  detail?: string
  icon?: ReactNode
}

export function OptionItem({ id, label, detail, icon }: Option) {
  return (
    <ListBoxItem id={id} textValue={label} className={optionClass}>
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {detail && <span className="block truncate text-sm text-ink-faint">{detail}</span>}
      </span>
      <Check aria-hidden className="size-4 text-accent opacity-0 group-data-[selected]:opacity-100" />
    </ListBoxItem>
  )
}
