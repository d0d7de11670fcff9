'use client'
import type { Resource } from '@semiont/contract'
import { Highlighter } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Chip } from '../design/chip.tsx'
import { useLanguageName, useMediaTypeName } from '../design/formats.ts'
import { MediaIcon } from '../design/media-icon.tsx'
import { Time } from '../design/time.tsx'
import { ResourceMenu } from '../resource-info/resource-menu.tsx'

/** One document in a list: what it is, where it lives, how it is used. */
export function ResourceRow({ resource, showsCollection }: { resource: Resource; showsCollection: boolean }) {
  const t = useTranslations('library')
  const languageName = useLanguageName()
  const mediaTypeName = useMediaTypeName()
  const facts = [
    showsCollection ? resource.collection.name : undefined,
    mediaTypeName(resource.mediaType),
    resource.language ? languageName(resource.language) : undefined,
  ].filter((fact) => fact !== undefined)
  return (
    <li className="group relative flex items-center gap-3.5 rounded-lg px-2 py-2.5 transition-colors hover:bg-hover sm:px-3">
      <MediaIcon mediaType={resource.mediaType} />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            href={`/resources/${resource.id}`}
            className="min-w-0 truncate rounded-sm text-base font-medium text-ink after:absolute after:inset-0 after:rounded-lg focus-shown:outline-none focus-shown:after:outline-2 focus-shown:after:outline-accent"
          >
            {resource.name}
          </Link>
          {resource.archived && <Chip tone="outline">{t('archived')}</Chip>}
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 text-sm text-ink-faint">
          <span className="truncate">{facts.join(' · ')}</span>
          <span className="hidden shrink-0 gap-1 lg:flex">
            {resource.entityTypes.slice(0, 3).map(({ id, name }) => (
              <Chip key={id}>{name}</Chip>
            ))}
            {resource.entityTypes.length > 3 && <Chip>+{resource.entityTypes.length - 3}</Chip>}
          </span>
        </div>
      </div>
      {resource.annotationCount > 0 && (
        <span
          className="hidden items-center gap-1 text-sm text-ink-faint tabular-nums sm:flex"
          title={t('marks', { count: resource.annotationCount })}
        >
          <Highlighter aria-hidden className="size-3.5" />
          <span aria-hidden>{resource.annotationCount}</span>
          <span className="sr-only">{t('marks', { count: resource.annotationCount })}</span>
        </span>
      )}
      <Time at={resource.modifiedAt} className="hidden w-28 text-end text-sm text-ink-faint sm:block" />
      <div className="relative z-10 -me-1">
        <ResourceMenu resource={resource} />
      </div>
    </li>
  )
}
