'use client'
import type { Resource } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { LinkButton } from '../design/button.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { Page } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { client } from '../shell/client.ts'

const sameName = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: 'base' }) === 0

/** Where a wiki link leads: the document of that name, a choice when there are several, or a start for a new one. */
export function OpenByNamePage({ name }: { name: string }) {
  const t = useTranslations('reader')
  const common = useTranslations('common')
  const router = useRouter()
  const found = useQuery({
    queryKey: ['resources', 'by-name', name],
    queryFn: () => client.resources.list({ name, limit: 50 }),
    enabled: name !== '',
  })
  const exact = found.data?.items.filter((resource) => sameName(resource.name, name)) ?? []
  const only = exact.length === 1 ? exact[0] : undefined
  useEffect(() => {
    if (only) router.replace(`/resources/${only.id}`)
  }, [only, router])
  if (found.isError) {
    return (
      <Page title={name}>
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    )
  }
  if ((found.isPending && name !== '') || only) {
    return (
      <Page title={name}>
        <SkeletonRows label={common('loading')} />
      </Page>
    )
  }
  const choices = exact.length > 0 ? exact : (found.data?.items ?? [])
  return (
    <Page title={name} lead={t(exact.length > 0 ? 'severalOfThisName' : 'nothingOfThisName')} width="narrow">
      <Choices resources={choices} />
      <LinkButton variant="primary" href={`/compose?name=${encodeURIComponent(name)}`}>
        {t('writeIt')}
      </LinkButton>
    </Page>
  )
}

function Choices({ resources }: { resources: readonly Resource[] }) {
  if (resources.length === 0) return null
  return (
    <ul className="mb-6 divide-y divide-line">
      {resources.map((resource) => (
        <li key={resource.id}>
          <Link href={`/resources/${resource.id}`} className="block rounded-md px-2 py-3 hovered:bg-hover">
            <span className="block text-md font-medium">{resource.name}</span>
            <span className="block text-sm text-ink-faint">{resource.collection.name}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
