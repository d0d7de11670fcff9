'use client'
import type { Collection } from '@semiont/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, LogOut, PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ConfirmDialog, FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Menu, MenuAction, MenuDivider } from '../design/menu.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { TextArea, TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'
import { useMe } from '../shell/session.tsx'
import { EveryoneSelect } from './everyone-select.tsx'

export function CollectionMenu({ collection, onGone }: { collection: Collection; onGone: () => void }) {
  const t = useTranslations('collections')
  const common = useTranslations('common')
  const { participant } = useMe()
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null)
  const label = common('actionsFor', { name: collection.name })
  const leave = useMutation({
    mutationFn: () => client.collections.removeMember(collection.id, participant.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['collections'] }),
    onError: useNotifyProblem(),
  })
  const mayManage = collection.permissions.manage
  if (!mayManage && collection.role === null) return null
  return (
    <>
      <Menu label={label} trigger={<IconButton icon={Ellipsis} label={label} />}>
        {mayManage && <MenuAction label={t('edit')} icon={PencilLine} onAction={() => setDialog('edit')} />}
        {collection.role !== null && <MenuAction label={t('leave')} icon={LogOut} onAction={() => leave.mutate()} />}
        {mayManage && <MenuDivider />}
        {mayManage && (
          <MenuAction label={t('deleteMenu')} icon={Trash2} tone="danger" onAction={() => setDialog('delete')} />
        )}
      </Menu>
      {dialog === 'edit' && <EditCollectionDialog collection={collection} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <DeleteCollectionDialog collection={collection} onClose={() => setDialog(null)} onDeleted={onGone} />
      )}
    </>
  )
}

function EditCollectionDialog({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  const t = useTranslations('collections')
  const common = useTranslations('common')
  const queryClient = useQueryClient()
  const [name, setName] = useState(collection.name)
  const [description, setDescription] = useState(collection.description)
  const [everyone, setEveryone] = useState(collection.everyone)
  const update = useMutation({
    mutationFn: () =>
      client.collections.update(collection.id, { name, description, everyone, expectedVersion: collection.version }),
    onSuccess: onClose,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['collections'] }),
        queryClient.invalidateQueries({ queryKey: ['resources'] }),
      ]),
  })
  return (
    <FormDialog
      title={t('edit')}
      isOpen
      onClose={onClose}
      submitLabel={common('save')}
      isPending={update.isPending}
      isSubmitDisabled={name.trim() === ''}
      onSubmit={() => update.mutate()}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={500} isRequired autoFocus />
      <TextArea label={t('description')} value={description} onChange={setDescription} rows={3} />
      <EveryoneSelect value={everyone} onChange={setEveryone} />
      {update.isError && <InlineError error={update.error} />}
    </FormDialog>
  )
}

function DeleteCollectionDialog({
  collection,
  onClose,
  onDeleted,
}: {
  collection: Collection
  onClose: () => void
  onDeleted: () => void
}) {
  const t = useTranslations('collections')
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState('')
  const remove = useMutation({
    mutationFn: () => client.collections.delete(collection.id, { expectedVersion: collection.version }),
    onSuccess: async () => {
      onClose()
      onDeleted()
      await Promise.all(
        [['collections', 'list'], ['collections', 'editable'], ['resources'], ['sample-library']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      )
    },
  })
  const isConfirmed = collection.resourceCount === 0 || typed.trim() === collection.name
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name: collection.name })}
      isOpen
      onClose={onClose}
      confirmLabel={t('delete')}
      isPending={remove.isPending}
      isConfirmDisabled={!isConfirmed}
      onConfirm={() => remove.mutate()}
    >
      <p className="text-base text-ink-soft">{t('deleteText', { count: collection.resourceCount })}</p>
      {collection.resourceCount > 0 && (
        <TextField
          className="mt-4"
          label={t('deleteConfirm', { name: collection.name })}
          value={typed}
          onChange={setTyped}
          autoFocus
        />
      )}
      {remove.isError && (
        <div className="mt-3">
          <InlineError error={remove.error} />
        </div>
      )}
    </ConfirmDialog>
  )
}
