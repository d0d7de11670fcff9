'use client'
import type { Resource } from '@semiont/contract'
import { Braces, Download, Highlighter } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { buttonClass } from '../design/button.tsx'

/** The document, what is known about it and its marks, in the forms that other programs read. */
export function TakeAwaySection({ resource }: { resource: Resource }) {
  const t = useTranslations('resource')
  const base = `/api/resources/${resource.id}`
  const ways = [
    { href: `${base}/content`, label: t('takeBytes'), icon: Download, isShown: false },
    { href: `${base}/jsonld`, label: t('takeJsonLd'), icon: Braces, isShown: true },
    { href: `${base}/annotations.jsonld`, label: t('takeAnnotations'), icon: Highlighter, isShown: true },
  ]
  return (
    <div className="flex flex-wrap gap-2">
      {ways.map(({ href, label, icon: Icon, isShown }) => (
        <a
          key={href}
          href={href}
          {...(isShown ? { target: '_blank', rel: 'noreferrer' } : {})}
          className={buttonClass('secondary', 'md', 'hover:border-line-control')}
        >
          <Icon aria-hidden className="size-4" />
          {label}
        </a>
      ))}
    </div>
  )
}
