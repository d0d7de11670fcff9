'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Skeleton } from '../design/states.tsx'
import { UploadsProvider } from '../uploads/uploads-context.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { SessionGate } from './session.tsx'
import { Sidebar } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'

/** The frame of every page behind the sign-in. Pages bring their own `<main id="main">` by `Page` or themselves. */
export function AppShell({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  return (
    <SessionGate placeholder={<ShellPlaceholder />}>
      <a
        href="#main"
        className="fixed top-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 text-base font-medium text-on-accent start-2 focus:translate-y-0"
      >
        {t('skipToContent')}
      </a>
      <UploadsProvider>
        <div className="flex min-h-dvh">
          <Sidebar />
          <div className="flex min-w-0 flex-1 flex-col pb-[calc(3.5rem+env(safe-area-inset-bottom))] md:pb-0">
            <TopBar>{children}</TopBar>
          </div>
        </div>
        <BottomBar />
      </UploadsProvider>
    </SessionGate>
  )
}

/** The frame without its contents, while nobody knows yet who is here: the same measures, so that nothing jumps. */
function ShellPlaceholder() {
  const t = useTranslations('common')
  return (
    <div role="status" aria-label={t('loading')} className="flex min-h-dvh">
      <div className="hidden h-dvh w-60 shrink-0 border-e border-line bg-sunken p-5 md:block">
        <Skeleton className="h-6 w-28" />
        <div className="mt-9 space-y-4">
          {['w-24', 'w-32', 'w-28', 'w-20'].map((width) => (
            <Skeleton key={width} className={`h-3.5 ${width}`} />
          ))}
        </div>
      </div>
      <div className="min-w-0 flex-1">
        <div className="h-14 border-b border-line" />
      </div>
    </div>
  )
}
