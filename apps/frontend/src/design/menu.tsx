'use client'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Separator, Text } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Floating, optionClass } from './list-box.tsx'

/** `trigger` opens the menu: a Button or IconButton. */
export function Menu({
  trigger,
  label,
  placement = 'bottom end',
  children,
}: {
  trigger: ReactElement
  label: string
  placement?: 'bottom end' | 'bottom start' | 'top start' | 'right top'
  children: ReactNode
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Floating placement={placement} className="min-w-52">
        <AriaMenu aria-label={label} className="max-h-[70vh] overflow-auto p-1 outline-none">
          {children}
        </AriaMenu>
      </Floating>
    </MenuTrigger>
  )
}

export function MenuAction({
  label,
  icon: Icon,
  onAction,
  href,
  isExternal = false,
  tone = 'plain',
  isDisabled = false,
}: {
  label: string
  icon?: LucideIcon
  onAction?: () => void
  href?: string
  /** Leaves the application: a page that the backend serves. */
  isExternal?: boolean
  tone?: 'plain' | 'danger'
  isDisabled?: boolean
}) {
  return (
    <MenuItem
      textValue={label}
      isDisabled={isDisabled}
      {...(onAction ? { onAction } : {})}
      {...(href ? { href } : {})}
      {...(isExternal ? { target: '_blank', rel: 'noreferrer' } : {})}
      className={classNames(optionClass, tone === 'danger' && 'text-danger')}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0 text-ink-faint group-data-[danger]:text-danger" />}
      <Text slot="label" className="min-w-0 flex-1 truncate">
        {label}
      </Text>
    </MenuItem>
  )
}

/** Actions under a heading: whom or what they are about. */
export function MenuTitle({ title, detail, children }: { title: string; detail?: string; children: ReactNode }) {
  return (
    <MenuSection aria-label={title}>
      <Header className="px-2 pt-1.5 pb-2">
        <span className="block truncate text-base font-medium">{title}</span>
        {detail && <span className="block truncate text-sm text-ink-faint">{detail}</span>}
      </Header>
      {children}
    </MenuSection>
  )
}

/** One of several, such as the theme; the chosen one carries a tick. */
export function MenuChoice<K extends string>({
  title,
  value,
  options,
  onChange,
}: {
  title: string
  value: K
  options: readonly { id: K; label: string; lang?: string }[]
  onChange: (value: K) => void
}) {
  return (
    <MenuSection
      aria-label={title}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys !== 'all' && keys.has(option.id))
        if (chosen) onChange(chosen.id)
      }}
    >
      <Header className="px-2 pt-2 pb-1 text-xs font-medium text-ink-faint">{title}</Header>
      {options.map((option) => (
        <MenuItem key={option.id} id={option.id} textValue={option.label} className={optionClass}>
          <Text slot="label" className="flex-1" {...(option.lang ? { lang: option.lang } : {})}>
            {option.label}
          </Text>
          <Check aria-hidden className="size-4 text-accent opacity-0 group-data-[selected]:opacity-100" />
        </MenuItem>
      ))}
    </MenuSection>
  )
}

export function MenuDivider() {
  return <Separator className="mx-2 my-1 border-t border-line" />
}
