'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { SearchX, TextSearch } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { Page } from '../design/page.tsx'
import { SearchField } from '../design/search-field.tsx'
import { EmptyState, SkeletonRows } from '../design/states.tsx'
import { client } from '../shell/client.ts'
import { useDebounced } from '../shell/use-debounced.ts'
import { SearchFilters } from './search-filters.tsx'
import { SearchHitView } from './search-hit.tsx'

export function SearchPage() {
  return (
    <Suspense>
      <Search />
    </Suspense>
  )
}

export interface SearchScope {
  collectionId: string
  language: string
  /** Also documents that were put away. */
  hasArchived: boolean
}

function searchOf(q: string, scope: SearchScope): string {
  const search = new URLSearchParams()
  if (q) search.set('q', q)
  if (scope.collectionId) search.set('collection', scope.collectionId)
  if (scope.language) search.set('language', scope.language)
  if (scope.hasArchived) search.set('archived', 'any')
  const text = search.toString()
  return text ? `?${text}` : ''
}

function Search() {
  const t = useTranslations('search')
  const common = useTranslations('common')
  const address = useSearchParams()
  const addressQ = address.get('q') ?? ''
  const [input, setInput] = useState(addressQ)
  const [seenQ, setSeenQ] = useState(addressQ)
  const scope = {
    collectionId: address.get('collection') ?? '',
    language: address.get('language') ?? '',
    hasArchived: address.get('archived') === 'any',
  }
  const q = useDebounced(input, 220).trim()
  const field = useRef<HTMLInputElement>(null)

  // A link or "back" brought other words.
  if (addressQ !== seenQ) {
    setSeenQ(addressQ)
    if (addressQ !== q) setInput(addressQ)
  }
  const { collectionId, language, hasArchived } = scope
  useEffect(() => {
    const wanted = searchOf(q, { collectionId, language, hasArchived })
    if (wanted !== window.location.search) window.history.replaceState(null, '', `/search${wanted}`)
  }, [q, collectionId, language, hasArchived])

  return (
    <Page title={t('title')} width="narrow">
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <SearchField
          label={t('label')}
          placeholder={t('placeholder')}
          clearLabel={common('clear')}
          value={input}
          onChange={setInput}
          inputRef={field}
          autoFocus
        />
        <SearchFilters
          scope={scope}
          onChange={(changed) =>
            window.history.pushState(null, '', `/search${searchOf(input.trim(), { ...scope, ...changed })}`)
          }
        />
      </form>
      <div className="mt-6">{q === '' ? <SearchHelp /> : <Results q={q} scope={scope} />}</div>
    </Page>
  )
}

function Results({ q, scope }: { q: string; scope: SearchScope }) {
  const t = useTranslations('search')
  const common = useTranslations('common')
  const found = useInfiniteQuery({
    queryKey: ['resources', 'search', q, scope],
    queryFn: ({ signal, pageParam }) =>
      client.search.list(
        {
          q,
          limit: 20,
          ...(scope.collectionId ? { collectionId: scope.collectionId } : {}),
          ...(scope.language ? { language: scope.language } : {}),
          ...(scope.hasArchived ? { archived: 'any' } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  if (found.isPending) return <SkeletonRows label={common('loading')} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const hits = found.data.pages.flatMap(({ items }) => items)
  if (hits.length === 0) {
    return (
      <EmptyState icon={SearchX} title={t('nothingTitle', { q })}>
        {t('nothingText')}
      </EmptyState>
    )
  }
  return (
    <>
      <p role="status" className="sr-only">
        {t('found', { count: hits.length })}
      </p>
      <ol className="space-y-7">
        {hits.map((hit) => (
          <SearchHitView key={hit.resource.id} hit={hit} />
        ))}
      </ol>
      {found.hasNextPage && (
        <div className="mt-6 flex justify-center">
          <Button isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
            {common('loadMore')}
          </Button>
        </div>
      )}
    </>
  )
}

function SearchHelp() {
  const t = useTranslations('search')
  const examples = [
    { query: '"call me Ishmael"', meaning: t('helpPhrase') },
    { query: 'harpoon*', meaning: t('helpPrefix') },
    { query: 'whale -white', meaning: t('helpWithout') },
    { query: 'ship OR boat', meaning: t('helpOr') },
  ]
  return (
    <EmptyState icon={TextSearch} title={t('helpTitle')}>
      {t('helpText')}
      <dl className="mt-5 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-start">
        {examples.map(({ query, meaning }) => (
          <div key={query} className="contents">
            <dt className="font-mono text-sm text-ink">{query}</dt>
            <dd className="text-sm text-ink-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  )
}
