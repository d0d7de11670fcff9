'use client'
import type { Resource } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { LinkButton } from '../design/button.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { Page } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { client } from '../shell/client.ts'
import { Reader } from './reader.tsx'

/** Loads a document and shows it to be read, or says why it cannot be. */
export function ReaderPage({ id, version }: { id: string; version: number | undefined }) {
  const t = useTranslations('common')
  const resource = useQuery({ queryKey: ['resources', 'one', id], queryFn: () => client.resources.get(id) })
  const content = useQuery({
    queryKey: ['resources', 'document', id, version ?? resource.data?.currentVersion],
    queryFn: () => client.resources.document(id, version === undefined ? {} : { version }),
    enabled: resource.data?.markable.possible === true,
    staleTime: Infinity,
  })
  const failure = resource.error ?? content.error
  if (failure) {
    return (
      <Page title="">
        <ErrorState error={failure} onRetry={() => void (resource.isError ? resource : content).refetch()} />
      </Page>
    )
  }
  if (!resource.data || (resource.data.markable.possible && !content.data)) {
    return (
      <Page title={resource.data?.name ?? ''} width="narrow">
        <SkeletonRows label={t('loading')} />
      </Page>
    )
  }
  return content.data ? (
    <Reader resource={resource.data} content={content.data} />
  ) : (
    <NotReadable resource={resource.data} />
  )
}

/** A document whose text cannot be read yet: it can be downloaded, and says why it cannot be marked. */
function NotReadable({ resource }: { resource: Resource }) {
  const t = useTranslations('reader')
  return (
    <Page title={resource.name} lead={resource.description} width="narrow">
      <p className="mb-5 max-w-[60ch] text-md text-ink-soft">
        {resource.markable.possible ? '' : resource.markable.reason}
      </p>
      <LinkButton variant="primary" icon={Download} href={`/api/resources/${resource.id}/content`} target="_blank">
        {t('download')}
      </LinkButton>
    </Page>
  )
}
