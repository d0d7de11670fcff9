'use client'
import type { DerivedFrom, Resource } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { useBytes, useMediaTypeName } from '../design/formats.ts'
import { PageSection } from '../design/page.tsx'
import { Time } from '../design/time.tsx'
import { resourceQuery } from '../library/queries.ts'
import { Facts } from './facts.tsx'

/** Where the document comes from, in the terms of PROV. */
export function ProvenanceSection({ resource }: { resource: Resource }) {
  const t = useTranslations('resource')
  const format = useFormatter()
  const bytes = useBytes()
  const mediaTypeName = useMediaTypeName()
  const { provenance } = resource
  const { attributedTo, generatedBy, derivedFrom } = provenance
  return (
    <PageSection title={t('provenance')}>
      <Facts
        facts={[
          {
            name: t('attributedTo'),
            value: (
              <span className="inline-flex items-center gap-2">
                <Avatar id={attributedTo.id} name={attributedTo.name} kind={attributedTo.kind} size="sm" />
                {attributedTo.name}
              </span>
            ),
          },
          {
            name: t('generatedBy'),
            value: (
              <>
                {t(`activity.${generatedBy.activity}`)} <Time at={provenance.generatedAt} />
              </>
            ),
          },
          { name: t('fileName'), value: generatedBy.fileName },
          {
            name: t('derivedFrom'),
            value: derivedFrom.length > 0 && (
              <ul>
                {derivedFrom.map((origin) => (
                  <li key={JSON.stringify(origin)}>
                    <Origin origin={origin} />
                  </li>
                ))}
              </ul>
            ),
          },
          { name: t('mediaType'), value: `${mediaTypeName(resource.mediaType)} (${resource.mediaType})` },
          { name: t('size'), value: bytes(resource.size) },
          {
            name: t('textLength'),
            value: resource.textLength !== null && t('characters', { count: format.number(resource.textLength) }),
          },
          { name: t('encoding'), value: resource.encoding },
          {
            name: 'SHA-256',
            value: <code className="font-mono text-sm break-all text-ink-soft">{resource.sha256}</code>,
          },
          { name: t('markable'), value: !resource.markable.possible && resource.markable.reason },
        ]}
      />
    </PageSection>
  )
}

function Origin({ origin }: { origin: DerivedFrom }) {
  if ('iri' in origin) {
    const isWeb = /^https?:/u.test(origin.iri)
    return isWeb ? (
      <a href={origin.iri} target="_blank" rel="noreferrer noopener" className="break-all text-accent underline">
        {origin.iri}
      </a>
    ) : (
      <span className="break-all">{origin.iri}</span>
    )
  }
  return <OriginResource id={origin.resourceId} version={origin.version} />
}

function OriginResource({ id, version }: { id: string; version: number }) {
  const t = useTranslations('resource')
  const resource = useQuery({ ...resourceQuery(id), retry: false })
  if (resource.isPending) return <span className="text-ink-faint">…</span>
  if (resource.isError) return <span className="text-ink-faint">{t('originGone')}</span>
  return (
    <Link href={`/resources/${id}?version=${version}`} className="rounded-sm text-accent underline">
      {t('originVersion', { name: resource.data.name, version })}
    </Link>
  )
}
