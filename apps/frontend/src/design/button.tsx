'use client'
import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps, Link, type LinkProps } from 'react-aria-components'
import { classNames } from './class-names.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'sm' | 'md'

const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-[background-color,border-color,color,box-shadow] duration-100 off:cursor-not-allowed off:opacity-50 coarse:min-h-11'
const sizes: Record<ButtonSize, string> = { sm: 'h-7 px-2.5 text-sm', md: 'h-9 px-3.5 text-base' }
const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent shadow-low hovered:bg-accent-strong pressed:bg-accent-strong',
  secondary:
    'border border-line bg-surface text-ink shadow-low hovered:border-line-control hovered:bg-surface pressed:bg-sunken',
  quiet: 'text-ink-soft hovered:bg-hover hovered:text-ink pressed:bg-press',
  danger: 'bg-danger text-on-danger shadow-low hovered:brightness-95 pressed:brightness-90',
}

export function buttonClass(variant: ButtonVariant, size: ButtonSize, extra?: string): string {
  return classNames(base, sizes[size], variants[variant], extra)
}

interface Look {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: LucideIcon
  className?: string
  children?: ReactNode
}

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'children'> & Look

/** While `isPending` the button keeps its width and focus, ignores presses and shows a spinner in place of its icon. */
export function Button({ variant = 'secondary', size = 'md', icon: Icon, className, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={buttonClass(variant, size, className)}>
      {props.isPending ? (
        <LoaderCircle aria-hidden className="size-4 animate-[turn_0.8s_linear_infinite]" />
      ) : (
        Icon && <Icon aria-hidden className="size-4 shrink-0" />
      )}
      {children}
    </AriaButton>
  )
}

export type LinkButtonProps = Omit<LinkProps, 'className' | 'children'> & Look

/** A link that looks like a button: it goes somewhere, it does not do something. */
export function LinkButton({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  className,
  children,
  ...props
}: LinkButtonProps) {
  return (
    <Link {...props} className={buttonClass(variant, size, className)}>
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      {children}
    </Link>
  )
}
