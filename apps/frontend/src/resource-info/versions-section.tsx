'use client'
import type { Resource } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { buttonClass } from '../design/button.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { useBytes } from '../design/formats.ts'
import { PageSection } from '../design/page.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { Time } from '../design/time.tsx'
import { client } from '../shell/client.ts'

/** Every version that was, newest first; none of them ever changes. */
export function VersionsSection({ resource }: { resource: Resource }) {
  const t = useTranslations('resource')
  const common = useTranslations('common')
  const bytes = useBytes()
  const versions = useQuery({
    queryKey: ['resources', 'versions', resource.id, resource.currentVersion],
    queryFn: async () => (await client.resources.versions(resource.id, { limit: 200 })).items,
  })
  return (
    <PageSection title={t('versions')}>
      {versions.isPending && <SkeletonRows rows={1} label={common('loading')} />}
      {versions.isError && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} compact />}
      <ul className="divide-y divide-line">
        {versions.data?.map((version) => (
          <li key={version.number} className="flex items-center gap-3 py-2.5">
            <div className="min-w-0 flex-1">
              <Link
                href={`/resources/${resource.id}?version=${version.number}`}
                className="rounded-sm text-base font-medium hovered:underline"
              >
                {t('versionNumber', { number: version.number })}
              </Link>
              <p className="text-sm text-ink-faint">
                {t(`activity.${version.provenance.generatedBy.activity}`)} <Time at={version.provenance.generatedAt} />{' '}
                · {version.provenance.attributedTo.name} · {bytes(version.size)}
              </p>
            </div>
            <a
              href={`/api/resources/${resource.id}/content?version=${version.number}`}
              className={buttonClass('quiet', 'sm', 'hover:bg-hover')}
            >
              <Download aria-hidden className="size-4" />
              <span className="max-sm:sr-only">{t('download')}</span>
            </a>
          </li>
        ))}
      </ul>
    </PageSection>
  )
}
