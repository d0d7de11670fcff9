'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { DocumentView } from '../design/document-view.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { Page } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { client } from '../shell/client.ts'

export function ReaderPage({ id }: { id: string }) {
  const t = useTranslations('common')
  const resource = useQuery({ queryKey: ['resources', 'one', id], queryFn: () => client.resources.get(id) })
  const content = useQuery({
    queryKey: ['resources', 'document', id, resource.data?.currentVersion],
    queryFn: () => client.resources.document(id),
    enabled: resource.data?.markable.possible === true,
  })
  if (resource.isError) return <ErrorState error={resource.error} onRetry={() => void resource.refetch()} />
  return (
    <Page title={resource.data?.name ?? ''} width="narrow">
      {content.isPending && <SkeletonRows label={t('loading')} />}
      {content.isError && <ErrorState error={content.error} onRetry={() => void content.refetch()} />}
      {content.data && (
        <div className="prose" dir={content.data.direction} {...(content.data.language ? { lang: content.data.language } : {})}>
          <DocumentView
            node={content.data.root}
            parts={{ wikiLink: (_target, children) => <span>{children}</span>, picture: (alt) => <em>{alt}</em> }}
          />
        </div>
      )}
    </Page>
  )
}
