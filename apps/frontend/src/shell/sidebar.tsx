'use client'
import { useQuery } from '@tanstack/react-query'
import { BookMarked, Plus } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { collectionsQuery } from '../collections/queries.ts'
import { NewCollectionDialog } from '../collections/new-collection-dialog.tsx'
import { classNames } from '../design/class-names.ts'
import { IconButton } from '../design/icon-button.tsx'
import { Skeleton } from '../design/states.tsx'
import { BrandMark } from './brand.tsx'
import { type Destination, destinationsFor } from './navigation.ts'
import { useMe } from './session.tsx'
import { useSite } from './site.ts'

const item =
  'flex h-8.5 items-center gap-2.5 rounded-md px-2.5 text-base text-ink-soft transition-colors hovered:bg-hover hovered:text-ink coarse:h-11'
const current = 'bg-hover font-medium text-ink'

export function NavigationLink({ destination, path }: { destination: Destination; path: string }) {
  const t = useTranslations('shell')
  const isHere = destination.isAt(path)
  const Icon = destination.icon
  return (
    <Link
      href={destination.href}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
      className={classNames(item, isHere && current)}
    >
      <Icon aria-hidden className={classNames('size-4.5 shrink-0', isHere ? 'text-accent' : 'text-ink-faint')} />
      <span className="truncate">{t(destination.key)}</span>
    </Link>
  )
}

/** All ways through the application; the same on a wide screen and in the drawer of a phone. */
export function Navigation() {
  const path = usePathname()
  const { role } = useMe()
  const destinations = destinationsFor(role)
  const work = destinations.filter(({ key }) => key === 'library' || key === 'search' || key === 'vocabulary')
  const care = destinations.filter((destination) => !work.includes(destination))
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 pb-3">
      <div className="space-y-0.5">
        {work.map((destination) => (
          <NavigationLink key={destination.key} destination={destination} path={path} />
        ))}
      </div>
      <CollectionLinks path={path} mayCreate={role !== 'reader'} />
      <div className="mt-auto space-y-0.5 pt-6">
        {care.map((destination) => (
          <NavigationLink key={destination.key} destination={destination} path={path} />
        ))}
      </div>
    </div>
  )
}

function CollectionLinks({ path, mayCreate }: { path: string; mayCreate: boolean }) {
  const t = useTranslations('shell')
  const collections = useQuery(collectionsQuery())
  const [isCreating, setCreating] = useState(false)
  return (
    <section aria-labelledby="collections-heading" className="pt-6">
      <div className="flex h-7 items-center justify-between ps-2.5">
        <h2 id="collections-heading" className="text-xs font-medium text-ink-faint">
          {t('collections')}
        </h2>
        {mayCreate && <IconButton icon={Plus} size="sm" label={t('newCollection')} onPress={() => setCreating(true)} />}
      </div>
      <ul className="mt-0.5 space-y-0.5">
        {collections.isPending &&
          ['w-24', 'w-32', 'w-20'].map((width) => (
            <li key={width} className={item}>
              <Skeleton className={classNames('h-3', width)} />
            </li>
          ))}
        {collections.data?.map((collection) => {
          const isHere = path === `/collections/${collection.id}`
          return (
            <li key={collection.id}>
              <Link
                href={`/collections/${collection.id}`}
                {...(isHere ? { 'aria-current': 'page' as const } : {})}
                className={classNames(item, isHere && current)}
              >
                <BookMarked
                  aria-hidden
                  className={classNames('size-4.5 shrink-0', isHere ? 'text-accent' : 'text-ink-faint')}
                />
                <span className="min-w-0 flex-1 truncate">{collection.name}</span>
                <span className="text-xs text-ink-faint tabular-nums">{collection.resourceCount}</span>
              </Link>
            </li>
          )
        })}
        {collections.isError && <li className="px-2.5 py-1 text-sm text-ink-faint">{t('collectionsUnavailable')}</li>}
      </ul>
      <NewCollectionDialog isOpen={isCreating} onClose={() => setCreating(false)} />
    </section>
  )
}

export function SiteName() {
  const site = useSite()
  return (
    <Link href="/" className="flex min-w-0 items-center gap-2.5 rounded-md">
      <BrandMark className="size-7 shrink-0" />
      <span className="truncate font-serif text-md font-semibold tracking-[-0.01em]">
        {site.data?.name ?? 'Semiont'}
      </span>
    </Link>
  )
}

export function Sidebar() {
  const t = useTranslations('shell')
  return (
    <nav
      aria-label={t('navigation')}
      className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col border-e border-line bg-sunken md:flex"
    >
      <div className="flex h-14 shrink-0 items-center px-5">
        <SiteName />
      </div>
      <div className="h-2" />
      <Navigation />
    </nav>
  )
}
