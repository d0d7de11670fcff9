'use client'
import type { ReactNode } from 'react'
import { BrandMark } from '../shell/brand.tsx'
import { useSite } from '../shell/site.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'

/** The page of someone who is not inside yet: one thing to do, nothing beside it. */
export function EntryFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const site = useSite()
  useDocumentTitle(title)
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center px-4 pt-[14dvh] pb-12">
      <div className="w-full max-w-sm">
        <div className="flex items-center gap-2.5">
          <BrandMark className="size-8" />
          <span className="truncate font-serif text-lg font-semibold tracking-[-0.01em]">
            {site.data?.name ?? 'Semiont'}
          </span>
        </div>
        <h1 className="mt-9 font-serif text-xl font-semibold tracking-[-0.012em]">{title}</h1>
        {lead && <p className="mt-1.5 text-base text-pretty text-ink-soft">{lead}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  )
}
