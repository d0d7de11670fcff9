'use client'
import type { ReactNode } from 'react'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { classNames } from './class-names.ts'
import { Skeleton } from './states.tsx'

const widths = { narrow: 'max-w-3xl', normal: 'max-w-5xl', wide: 'max-w-7xl' }

/** One page of the application: its title for everybody, its tools to the right, its content below. */
export function Page({
  title,
  isTitlePending = false,
  lead,
  tools,
  above,
  width = 'normal',
  children,
}: {
  title: string
  /** Stands for the title while it is not known. */
  isTitlePending?: boolean
  lead?: ReactNode
  tools?: ReactNode
  /** Before the title: where one is. */
  above?: ReactNode
  width?: keyof typeof widths
  children: ReactNode
}) {
  useDocumentTitle(title)
  return (
    <main id="main" tabIndex={-1} className="w-full flex-1 outline-none">
      <div className={classNames('mx-auto w-full px-4 pt-7 pb-16 sm:px-8 sm:pt-9', widths[width])}>
        {above && <div className="mb-2 text-sm text-ink-faint">{above}</div>}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
          <div className="min-w-0 max-w-full flex-1 basis-64">
            <h1 className="font-serif text-xl font-semibold tracking-[-0.012em] text-pretty">
              {isTitlePending ? <Skeleton className="h-7 w-60" /> : title}
            </h1>
            {lead && <div className="mt-1 max-w-[62ch] text-base text-pretty text-ink-soft">{lead}</div>}
          </div>
          {tools && <div className="flex flex-wrap items-center gap-2">{tools}</div>}
        </div>
        <div className="mt-6">{children}</div>
      </div>
    </main>
  )
}

/** A titled part of a page. */
export function PageSection({
  title,
  lead,
  tools,
  id,
  children,
}: {
  title: string
  lead?: ReactNode
  tools?: ReactNode
  id?: string
  children: ReactNode
}) {
  return (
    <section
      {...(id ? { id } : {})}
      className="scroll-mt-20 border-t border-line pt-6 not-first:mt-9 first:border-t-0 first:pt-0"
    >
      <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 max-w-[62ch]">
          <h2 className="text-md font-semibold">{title}</h2>
          {lead && <p className="mt-0.5 text-base text-ink-soft">{lead}</p>}
        </div>
        {tools && <div className="flex flex-wrap gap-2">{tools}</div>}
      </div>
      {children}
    </section>
  )
}
