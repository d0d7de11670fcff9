'use client'
import type { TagSchema } from '@semiont/contract'
import { Plus, Tags } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { EmptyState } from '../design/states.tsx'
import { client } from '../shell/client.ts'
import { TagSchemaDialog } from './tag-schema-dialog.tsx'
import { TermMenu } from './term-actions.tsx'

export function TagSchemaList({ tagSchemas, mayCurate }: { tagSchemas: TagSchema[]; mayCurate: boolean }) {
  const t = useTranslations('vocabulary')
  const [editing, setEditing] = useState<TagSchema | 'new' | null>(null)
  const active = tagSchemas.filter(({ status }) => status === 'active')
  const addButton = mayCurate && (
    <Button icon={Plus} onPress={() => setEditing('new')}>
      {t('addTagSchema')}
    </Button>
  )
  return (
    <div>
      {tagSchemas.length === 0 ? (
        <EmptyState icon={Tags} title={t('noTagSchemas')} actions={addButton}>
          {t('tagSchemasLead')}
        </EmptyState>
      ) : (
        <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-[52ch] text-base text-ink-soft">{t('tagSchemasLead')}</p>
          {addButton}
        </div>
      )}
      <ul className="divide-y divide-line">
        {tagSchemas.map((schema) => (
          <li key={schema.id} className="flex items-start gap-3 py-3">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 text-base font-medium">
                <span className="truncate">{schema.name}</span>
                {schema.status === 'retired' && <Chip tone="outline">{t('retired')}</Chip>}
              </p>
              {schema.description && <p className="text-base text-ink-soft">{schema.description}</p>}
              <p className="mt-1.5 flex flex-wrap gap-1">
                {schema.tags
                  .filter(({ retired }) => !retired)
                  .map(({ number, name }) => (
                    <Chip key={number}>{name}</Chip>
                  ))}
              </p>
            </div>
            <span className="pt-0.5 text-sm whitespace-nowrap text-ink-faint tabular-nums">
              {t('uses', { count: schema.usage.annotations })}
            </span>
            {mayCurate && (
              <TermMenu
                term={schema}
                others={active.filter(({ id }) => id !== schema.id)}
                calls={client.vocabulary.tagSchemas}
                onEdit={() => setEditing(schema)}
              />
            )}
          </li>
        ))}
      </ul>
      {editing && <TagSchemaDialog schema={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />}
    </div>
  )
}
