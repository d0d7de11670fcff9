'use client'
import type { EntityType } from '@semiont/contract'
import { useMutation } from '@tanstack/react-query'
import { Plus, Shapes } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { EmptyState } from '../design/states.tsx'
import { TextArea, TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'
import { TermMenu, useRefreshVocabulary } from './term-actions.tsx'

export function EntityTypeList({ entityTypes, mayCurate }: { entityTypes: EntityType[]; mayCurate: boolean }) {
  const t = useTranslations('vocabulary')
  const [editing, setEditing] = useState<EntityType | 'new' | null>(null)
  const active = entityTypes.filter(({ status }) => status === 'active')
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-[52ch] text-base text-ink-soft">{t('entityTypesLead')}</p>
        {mayCurate && (
          <Button icon={Plus} onPress={() => setEditing('new')}>
            {t('addEntityType')}
          </Button>
        )}
      </div>
      {entityTypes.length === 0 && <EmptyState icon={Shapes} title={t('noEntityTypes')} />}
      <ul className="divide-y divide-line">
        {entityTypes.map((entityType) => (
          <li key={entityType.id} className="flex items-start gap-3 py-3">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 text-base font-medium">
                <span className="truncate">{entityType.name}</span>
                {entityType.status === 'retired' && <Chip tone="outline">{t('retired')}</Chip>}
              </p>
              {entityType.description && <p className="text-base text-ink-soft">{entityType.description}</p>}
            </div>
            <span className="pt-0.5 text-sm whitespace-nowrap text-ink-faint tabular-nums">
              {t('uses', { count: entityType.usage.annotations })}
            </span>
            {mayCurate && (
              <TermMenu
                term={entityType}
                others={active.filter(({ id }) => id !== entityType.id)}
                calls={client.vocabulary.entityTypes}
                onEdit={() => setEditing(entityType)}
              />
            )}
          </li>
        ))}
      </ul>
      {editing && (
        <EntityTypeDialog entityType={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />
      )}
    </div>
  )
}

function EntityTypeDialog({ entityType, onClose }: { entityType: EntityType | undefined; onClose: () => void }) {
  const t = useTranslations('vocabulary')
  const common = useTranslations('common')
  const refresh = useRefreshVocabulary()
  const [name, setName] = useState(entityType?.name ?? '')
  const [description, setDescription] = useState(entityType?.description ?? '')
  const save = useMutation({
    mutationFn: () => {
      const body = { name, description: description.trim() === '' ? null : description }
      return entityType
        ? client.vocabulary.entityTypes.change(entityType.id, { ...body, expectedVersion: entityType.version })
        : client.vocabulary.entityTypes.add(body)
    },
    onSuccess: onClose,
    onSettled: refresh,
  })
  return (
    <FormDialog
      title={t(entityType ? 'editEntityType' : 'addEntityType')}
      isOpen
      onClose={onClose}
      submitLabel={entityType ? common('save') : t('add')}
      isPending={save.isPending}
      isSubmitDisabled={name.trim() === ''}
      onSubmit={() => save.mutate()}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={100} isRequired autoFocus />
      <TextArea label={t('description')} value={description} onChange={setDescription} rows={3} />
      {entityType && entityType.usage.annotations > 0 && (
        <p className="text-sm text-ink-faint">{t('renameNote', { count: entityType.usage.annotations })}</p>
      )}
      {save.isError && <InlineError error={save.error} />}
    </FormDialog>
  )
}
