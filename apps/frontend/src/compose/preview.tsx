'use client'
import { FileImage } from 'lucide-react'
import { useDeferredValue, useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { type DocumentParts, DocumentView } from '../design/document-view.tsx'
import { markdownTree } from './markdown-tree.ts'

const PARTS: DocumentParts = {
  wikiLink: (target, children) => (
    <span className="text-accent underline decoration-dotted underline-offset-4" title={target}>
      {children}
    </span>
  ),
  picture: (alt) => (
    <span className="inline-flex items-center gap-1.5 rounded-sm border border-line px-2 py-1 font-sans text-sm text-ink-faint">
      <FileImage aria-hidden className="size-4" />
      {alt}
    </span>
  ),
}

/** What the Markdown will look like to a reader. */
export function Preview({ markdown }: { markdown: string }) {
  const t = useTranslations('compose')
  const settled = useDeferredValue(markdown)
  const tree = useMemo(() => markdownTree(settled), [settled])
  if (settled.trim() === '') return <p className="text-base text-ink-faint">{t('previewEmpty')}</p>
  return (
    <div className="prose text-[1.0625rem]">
      <DocumentView node={tree} parts={PARTS} />
    </div>
  )
}
