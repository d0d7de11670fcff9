'use client'
import { SECURITY_EVENT_TYPES, type SecurityEventType, type SecuritySummary } from '@semiont/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import { classNames } from '../design/class-names.ts'
import { ErrorState } from '../design/error-state.tsx'
import { Skeleton } from '../design/states.tsx'
import { client } from '../shell/client.ts'
import type { EventFilterValues } from './event-filters.tsx'
import { FAILURES } from './event-types.ts'
import { Sparkline } from './sparkline.tsx'

export const PERIODS = ['1h', '24h', '7d', '30d'] as const
export type Period = (typeof PERIODS)[number]

/** Counted together, since an administrator asks "how many", not "which of these". */
const TILES = [
  { key: 'signedIn', types: ['auth.succeeded'] },
  { key: 'failed', types: ['auth.failed'] },
  { key: 'tokens', types: ['token.issued', 'token.refreshed'] },
  { key: 'refused', types: ['access.unauthenticated', 'access.denied'] },
  { key: 'limited', types: ['access.rate_limited'] },
] as const satisfies readonly { key: string; types: readonly SecurityEventType[] }[]

interface Props {
  period: Period
  onFilter: (filters: Partial<EventFilterValues>) => void
}

/** Counts and rates of one period, and what stands out in it. */
export function Summary({ period, onFilter }: Props) {
  const t = useTranslations('security')
  const summary = useQuery({
    queryKey: ['security', 'summary', period],
    queryFn: () => client.securityEvents.summary({ window: period }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  if (summary.isError) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
  if (summary.isPending) {
    return (
      <div role="status" aria-label={t('loading')} className="grid gap-3 sm:grid-cols-3 xl:grid-cols-6">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <Skeleton key={key} className="h-28 rounded-lg" />
        ))}
      </div>
    )
  }
  return (
    <div className={classNames('transition-opacity', summary.isPlaceholderData && 'opacity-60')}>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
        {TILES.map(({ key, types }) => (
          <Tile key={key} title={t(`tiles.${key}`)} types={types} summary={summary.data} onFilter={onFilter} />
        ))}
        <OauthTile summary={summary.data} onFilter={onFilter} />
      </div>
      <StandsOut summary={summary.data} onFilter={onFilter} />
    </div>
  )
}

const tileClass =
  'flex flex-col rounded-lg border border-line bg-surface p-3.5 text-start shadow-low transition-colors hovered:border-line-control'

function Tile({
  title,
  types,
  summary,
  onFilter,
}: {
  title: string
  types: readonly SecurityEventType[]
  summary: SecuritySummary
  onFilter: Props['onFilter']
}) {
  const t = useTranslations('security')
  const format = useFormatter()
  const counted = summary.byType.filter(({ type }) => types.includes(type))
  const count = counted.reduce((sum, entry) => sum + entry.count, 0)
  const perMinute = counted.reduce((sum, entry) => sum + entry.perMinute, 0)
  return (
    <Button className={tileClass} onPress={() => onFilter({ types: [...types] })}>
      <span className="text-sm text-ink-soft">{title}</span>
      <span className="mt-0.5 text-xl font-semibold tracking-tight tabular-nums">{format.number(count)}</span>
      <span className="text-xs text-ink-faint tabular-nums">
        {perMinute >= 1
          ? t('perMinute', { rate: format.number(perMinute, { maximumSignificantDigits: 2 }) })
          : t('perHour', { rate: format.number(perMinute * 60, { maximumSignificantDigits: 2 }) })}
      </span>
      <Sparkline summary={summary} types={types} />
    </Button>
  )
}

function OauthTile({ summary, onFilter }: { summary: SecuritySummary; onFilter: Props['onFilter'] }) {
  const t = useTranslations('security')
  const format = useFormatter()
  const { succeeded, failed, successRate } = summary.oauth
  const types: readonly SecurityEventType[] = ['oauth.callback.succeeded', 'oauth.callback.failed']
  return (
    <Button className={tileClass} onPress={() => onFilter({ types: [...types] })}>
      <span className="text-sm text-ink-soft">{t('tiles.oauth')}</span>
      <span className="mt-0.5 text-xl font-semibold tracking-tight tabular-nums">
        {successRate === null ? '–' : format.number(successRate, { style: 'percent', maximumFractionDigits: 1 })}
      </span>
      <span className="text-xs text-ink-faint tabular-nums">{t('oauthCounts', { succeeded, failed })}</span>
      <Sparkline summary={summary} types={types} />
    </Button>
  )
}

function StandsOut({ summary, onFilter }: { summary: SecuritySummary; onFilter: Props['onFilter'] }) {
  const t = useTranslations('security')
  const format = useFormatter()
  const others = summary.byType.filter(
    ({ type, count }) => count > 0 && !TILES.some((tile) => (tile.types as readonly string[]).includes(type)),
  )
  const reasons = summary.byReason.slice(0, 6)
  const addresses = summary.topAddresses.slice(0, 6)
  const row =
    'flex w-full items-baseline justify-between gap-3 rounded-sm px-1.5 py-1 text-base hovered:bg-hover -mx-1.5 text-start'
  return (
    <div className="mt-7 grid gap-x-10 gap-y-7 md:grid-cols-3">
      <Ranking title={t('reasons')} empty={t('noFailures')} isEmpty={reasons.length === 0}>
        {reasons.map(({ type, reason, count }) => (
          <li key={`${type}-${reason}`}>
            <Button className={row} onPress={() => onFilter({ types: [type], reason })}>
              <span className="min-w-0">
                <span className="block truncate">{reason}</span>
                <span className="block truncate text-sm text-ink-faint">{t(`types.${type}`)}</span>
              </span>
              <span className="tabular-nums">{format.number(count)}</span>
            </Button>
          </li>
        ))}
      </Ranking>
      <Ranking title={t('addresses')} empty={t('noFailures')} isEmpty={addresses.length === 0}>
        {addresses.map(({ ip, count }) => (
          <li key={ip}>
            <Button className={row} onPress={() => onFilter({ ip, types: [...FAILURES] })}>
              <span className="truncate font-mono text-sm">{ip}</span>
              <span className="tabular-nums">{format.number(count)}</span>
            </Button>
          </li>
        ))}
      </Ranking>
      <Ranking title={t('otherEvents')} empty={t('nothingElse')} isEmpty={others.length === 0}>
        {SECURITY_EVENT_TYPES.flatMap((type) => others.filter((entry) => entry.type === type)).map(
          ({ type, count }) => (
            <li key={type}>
              <Button className={row} onPress={() => onFilter({ types: [type] })}>
                <span className="truncate">{t(`types.${type}`)}</span>
                <span className="tabular-nums">{format.number(count)}</span>
              </Button>
            </li>
          ),
        )}
      </Ranking>
    </div>
  )
}

function Ranking({
  title,
  empty,
  isEmpty,
  children,
}: {
  title: string
  empty: string
  isEmpty: boolean
  children: React.ReactNode
}) {
  return (
    <section>
      <h2 className="mb-1.5 text-sm font-medium text-ink-faint">{title}</h2>
      {isEmpty ? <p className="text-base text-ink-faint">{empty}</p> : <ul>{children}</ul>}
    </section>
  )
}
