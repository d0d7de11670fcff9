'use client'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { MediaIcon } from '../design/media-icon.tsx'
import { Time } from '../design/time.tsx'
import { useMe } from '../shell/session.tsx'
import { useOpened } from './recent.ts'

/** Where one has been reading in this browser, to go on from there. */
export function RecentlyOpened() {
  const t = useTranslations('library')
  const { participant } = useMe()
  const opened = useOpened(participant.id).slice(0, 4)
  if (opened.length === 0) return null
  return (
    <section aria-labelledby="recent-heading">
      <h2 id="recent-heading" className="mb-2.5 text-sm font-medium text-ink-faint">
        {t('recentlyOpened')}
      </h2>
      <ul className="-mx-4 flex snap-x gap-3 overflow-x-auto px-4 pb-1 sm:mx-0 sm:grid sm:grid-cols-2 sm:overflow-visible sm:px-0 lg:grid-cols-4">
        {opened.map(({ id, name, mediaType, at }) => (
          <li key={id} className="w-60 shrink-0 snap-start sm:w-auto">
            <Link
              href={`/resources/${id}`}
              className="flex h-full items-start gap-3 rounded-lg border border-line bg-surface p-3 shadow-low transition-colors hovered:border-line-control"
            >
              <MediaIcon mediaType={mediaType} className="border-transparent bg-accent-soft text-on-accent-soft" />
              <span className="min-w-0">
                <span className="line-clamp-2 text-base leading-5 font-medium">{name}</span>
                <Time at={at} className="mt-0.5 block text-sm text-ink-faint" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
