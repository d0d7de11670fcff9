'use client'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A place with nothing in it yet: what belongs here, and how it gets here. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
  level: Heading = 'h2',
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
  /** `h1` where it is all there is on the page. */
  level?: 'h1' | 'h2'
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center">
      <div className="mb-4 flex size-12 items-center justify-center rounded-xl bg-accent-soft text-on-accent-soft">
        <Icon aria-hidden className="size-5.5" />
      </div>
      <Heading className="font-serif text-lg font-semibold">{title}</Heading>
      {children && <div className="mt-1.5 text-base text-pretty text-ink-soft">{children}</div>}
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

/** Stands where text will be; as wide as the class says. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames('block rounded-sm bg-press animate-[breathe_1.6s_ease-in-out_infinite]', className)}
    />
  )
}

/** Rows of a list that is on its way. `label` is what a screen reader hears. */
export function SkeletonRows({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-3 py-3.5">
          <Skeleton className="size-8 shrink-0" />
          <div className="min-w-0 flex-1 space-y-2">
            <Skeleton className={classNames('h-3.5', ['w-1/2', 'w-2/3', 'w-2/5'][row % 3])} />
            <Skeleton className="h-3 w-1/4" />
          </div>
        </div>
      ))}
    </div>
  )
}
