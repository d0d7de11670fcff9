'use client'
import type { LucideIcon } from 'lucide-react'
import { Button, type ButtonProps, Link } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Hint } from './tooltip.tsx'

const base =
  'inline-flex shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors duration-100 hovered:bg-hover hovered:text-ink pressed:bg-press selected:bg-accent-soft selected:text-on-accent-soft off:cursor-not-allowed off:opacity-45 coarse:size-11'
const sizes = { sm: 'size-7', md: 'size-9' }

interface Look {
  icon: LucideIcon
  /** Read by screen readers and shown as a tooltip. */
  label: string
  /** A single-key shortcut, shown in the tooltip. */
  shortcut?: string
  size?: keyof typeof sizes
  className?: string
}

export type IconButtonProps = Omit<ButtonProps, 'className' | 'children' | 'aria-label'> & Look

export function IconButton({ icon: Icon, label, shortcut, size = 'md', className, ...props }: IconButtonProps) {
  return (
    <Hint text={label} {...(shortcut ? { shortcut } : {})}>
      <Button {...props} aria-label={label} className={classNames(base, sizes[size], className)}>
        <Icon aria-hidden className={size === 'sm' ? 'size-4' : 'size-[18px]'} />
      </Button>
    </Hint>
  )
}

export function IconLink({ icon: Icon, label, size = 'md', className, href }: Look & { href: string }) {
  return (
    <Hint text={label}>
      <Link href={href} aria-label={label} className={classNames(base, sizes[size], className)}>
        <Icon aria-hidden className={size === 'sm' ? 'size-4' : 'size-[18px]'} />
      </Link>
    </Hint>
  )
}
