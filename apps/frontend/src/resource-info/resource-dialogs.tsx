'use client'
import type { Resource } from '@semiont/contract'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ConfirmDialog, FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { TextField } from '../design/text-field.tsx'
import { useDeleteResource, useUpdateResource } from './resource-actions.ts'

interface Props {
  resource: Resource
  onClose: () => void
}

export function RenameDialog({ resource, onClose }: Props) {
  const t = useTranslations('resource')
  const [name, setName] = useState(resource.name)
  const update = useUpdateResource(resource)
  return (
    <FormDialog
      title={t('rename')}
      isOpen
      onClose={onClose}
      submitLabel={t('rename')}
      isPending={update.isPending}
      isSubmitDisabled={name.trim() === '' || name.trim() === resource.name}
      onSubmit={() => update.mutate({ name }, { onSuccess: onClose })}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={500} isRequired autoFocus />
      {update.isError && <InlineError error={update.error} />}
    </FormDialog>
  )
}

export function DeleteDialog({ resource, onClose, onDeleted }: Props & { onDeleted?: () => void }) {
  const t = useTranslations('resource')
  const remove = useDeleteResource(resource, () => {
    onClose()
    onDeleted?.()
  })
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name: resource.name })}
      isOpen
      onClose={onClose}
      confirmLabel={t('delete')}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p className="text-base text-ink-soft">{t('deleteText', { count: resource.annotationCount })}</p>
      {remove.isError && (
        <div className="mt-3">
          <InlineError error={remove.error} />
        </div>
      )}
    </ConfirmDialog>
  )
}
