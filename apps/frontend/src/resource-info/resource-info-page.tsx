'use client'
import type { Resource } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { BookOpen } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { LinkButton } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { PageErrorState } from '../design/error-state.tsx'
import { Page, PageSection } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { resourceQuery } from '../library/queries.ts'
import { AboutSection } from './about-section.tsx'
import { ProvenanceSection } from './provenance-section.tsx'
import { ReferencesSection } from './references-section.tsx'
import { ResourceMenu } from './resource-menu.tsx'
import { TakeAwaySection } from './take-away-section.tsx'
import { TimelineSection } from './timeline-section.tsx'
import { VersionsSection } from './versions-section.tsx'

export function ResourceInfoPage({ id }: { id: string }) {
  const t = useTranslations('common')
  const resource = useQuery(resourceQuery(id))
  if (resource.isError) return <PageErrorState error={resource.error} onRetry={() => void resource.refetch()} />
  if (resource.isPending) {
    return (
      <Page title="" isTitlePending width="narrow">
        <SkeletonRows label={t('loading')} />
      </Page>
    )
  }
  return <ResourceInfo resource={resource.data} />
}

function ResourceInfo({ resource }: { resource: Resource }) {
  const t = useTranslations('resource')
  const router = useRouter()
  return (
    <Page
      title={resource.name}
      width="narrow"
      above={
        <Link href={`/collections/${resource.collectionId}`} className="rounded-sm hovered:text-ink hovered:underline">
          {resource.collection.name}
        </Link>
      }
      lead={resource.archived && <Chip tone="warning">{t('isArchived')}</Chip>}
      tools={
        <>
          <LinkButton href={`/resources/${resource.id}`} variant="primary" icon={BookOpen}>
            {t('read')}
          </LinkButton>
          <ResourceMenu resource={resource} onDeleted={() => router.push('/')} />
        </>
      }
    >
      <AboutSection resource={resource} />
      <ProvenanceSection resource={resource} />
      <ReferencesSection resource={resource} />
      <VersionsSection resource={resource} />
      <TimelineSection resourceId={resource.id} />
      <PageSection title={t('takeAway')} lead={t('takeAwayText')}>
        <TakeAwaySection resource={resource} />
      </PageSection>
    </Page>
  )
}
