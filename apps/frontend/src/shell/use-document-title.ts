'use client'
import { useEffect } from 'react'
import { useSite } from './site.ts'

/** What the tab of the browser says: the page first, then the installation. */
export function useDocumentTitle(title: string | undefined): void {
  const site = useSite()
  const name = site.data?.name ?? 'Semiont'
  useEffect(() => {
    document.title = title ? `${title} · ${name}` : name
  }, [title, name])
}
