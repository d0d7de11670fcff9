'use client'
import type { AnnotationChange } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { ErrorState } from '../design/error-state.tsx'
import { Skeleton } from '../design/states.tsx'
import { Time } from '../design/time.tsx'
import { client } from '../shell/client.ts'

/** Who changed the mark, when, and what it said before. */
export function MarkHistory({ id, version }: { id: string; version: number }) {
  const t = useTranslations('reader')
  const timeline = useQuery({
    queryKey: ['annotations', 'timeline', id, version],
    queryFn: () => client.annotations.timeline(id, { limit: 100 }),
  })
  if (timeline.isError) return <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} />
  if (timeline.isPending) return <Skeleton className="mt-3 h-4 w-40" />
  return (
    <ol aria-label={t('history')} className="mt-2 space-y-2 border-t border-line pt-2 text-sm text-ink-soft">
      {timeline.data.items.map((change) => (
        <li key={change.version}>
          <span className="font-medium text-ink">{change.by.name}</span> {t(`changes.${changeName(change)}`)}{' '}
          <Time at={change.at} className="text-ink-faint" />
          {wordsBefore(change) && (
            <span className="mt-0.5 block border-s-2 border-line ps-2 line-through">{wordsBefore(change)}</span>
          )}
        </li>
      ))}
    </ol>
  )
}

const CHANGES = ['created', 'edited', 'accepted', 'rejected', 'referenceBound', 'referenceUnbound', 'deleted'] as const

function changeName({ type }: AnnotationChange): (typeof CHANGES)[number] {
  return CHANGES.find((name) => type === `annotation.${name}`) ?? 'edited'
}

/** What an edit replaced. */
function wordsBefore({ type, before }: AnnotationChange): string {
  if (type !== 'annotation.edited' || !before) return ''
  const body = before.annotation['body']
  return (Array.isArray(body) ? body : [body])
    .flatMap((part: unknown) =>
      typeof part === 'object' && part !== null && 'value' in part && typeof part.value === 'string'
        ? [part.value]
        : [],
    )
    .join(' · ')
}
