'use client'
import type { Reference, Resource } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { Waypoints } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Chip } from '../design/chip.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { PageSection } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { Tabs } from '../design/tabs.tsx'
import { client } from '../shell/client.ts'
import { annotationHref } from '../shell/passage-link.ts'

type Direction = 'incoming' | 'outgoing'

/** What refers to this document, and what it refers to, each with its passage. */
export function ReferencesSection({ resource }: { resource: Resource }) {
  const t = useTranslations('resource')
  const common = useTranslations('common')
  const [direction, setDirection] = useState<Direction>('incoming')
  const references = useQuery({
    queryKey: ['annotations', 'references', resource.id],
    queryFn: () => client.resources.references(resource.id, { limit: 100 }),
  })
  return (
    <PageSection title={t('references')}>
      {references.isPending && <SkeletonRows rows={2} label={common('loading')} />}
      {references.isError && <ErrorState error={references.error} onRetry={() => void references.refetch()} compact />}
      {references.data && (
        <Tabs
          label={t('references')}
          value={direction}
          onChange={setDirection}
          items={(['incoming', 'outgoing'] as const).map((id) => ({
            id,
            label: t(id),
            count: references.data[id].items.length,
            content: <ReferenceList direction={id} references={references.data[id].items} resourceId={resource.id} />,
          }))}
        />
      )}
    </PageSection>
  )
}

function ReferenceList({
  direction,
  references,
  resourceId,
}: {
  direction: Direction
  references: Reference[]
  resourceId: string
}) {
  const t = useTranslations('resource')
  if (references.length === 0) return <p className="text-base text-ink-faint">{t(`${direction}None`)}</p>
  return (
    <ul className="space-y-3">
      {references.map((reference) => (
        <li key={reference.annotationId} className="flex gap-3">
          <Waypoints aria-hidden className="mt-1 size-4 shrink-0 text-linking-ink" />
          <div className="min-w-0">
            <Passage reference={reference} resourceId={resourceId} />
            <p className="flex flex-wrap items-center gap-1.5 text-sm text-ink-faint">
              {direction === 'incoming' ? <From reference={reference} /> : <To reference={reference} />}
              {reference.entityTypes.map(({ id, name }) => (
                <Chip key={id}>{name}</Chip>
              ))}
              {reference.status === 'suggested' && <Chip tone="warning">{t('suggested')}</Chip>}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

function Passage({ reference, resourceId }: { reference: Reference; resourceId: string }) {
  const t = useTranslations('resource')
  const from = reference.from?.resourceId ?? resourceId
  const words = reference.quote && (
    <>
      <span className="text-ink-faint">…{reference.quote.prefix}</span>
      <span className="rounded-[3px] bg-linking-mark px-px text-ink">{reference.quote.exact}</span>
      <span className="text-ink-faint">{reference.quote.suffix}…</span>
    </>
  )
  return (
    <Link
      href={annotationHref(from, reference.annotationId)}
      className="line-clamp-2 rounded-sm font-serif text-[0.9688rem] leading-6 hovered:underline"
    >
      {words ?? t('wholeDocument')}
    </Link>
  )
}

function From({ reference }: { reference: Reference }) {
  const t = useTranslations('resource')
  return <span>{t('inDocument', { name: reference.from?.name ?? t('hiddenDocument') })}</span>
}

function To({ reference }: { reference: Reference }) {
  const t = useTranslations('resource')
  const { to } = reference
  if (to === null) return <span>{t('unresolved')}</span>
  if (to.resourceId === null) {
    return /^https?:/u.test(to.iri) ? (
      <a href={to.iri} target="_blank" rel="noreferrer noopener" className="break-all underline">
        {to.iri}
      </a>
    ) : (
      <span className="break-all">{to.iri}</span>
    )
  }
  return (
    <Link href={`/resources/${to.resourceId}`} className="rounded-sm underline hovered:text-ink">
      {t('leadsTo', { name: to.name ?? t('hiddenDocument') })}
    </Link>
  )
}
