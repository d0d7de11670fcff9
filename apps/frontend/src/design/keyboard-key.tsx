import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export function KeyboardKey({ children, tone = 'plain' }: { children: ReactNode; tone?: 'plain' | 'inverse' }) {
  return (
    <kbd
      className={classNames(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-sm px-1 font-sans text-2xs font-medium',
        tone === 'plain' ? 'border border-line bg-surface text-ink-soft' : 'bg-canvas/20 text-canvas',
      )}
    >
      {children}
    </kbd>
  )
}
