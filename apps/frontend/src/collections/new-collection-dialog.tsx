'use client'
import type { Everyone } from '@semiont/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { TextArea, TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'
import { EveryoneSelect } from './everyone-select.tsx'

export function NewCollectionDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslations('collections')
  const router = useRouter()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [everyone, setEveryone] = useState<Everyone>(null)
  const create = useMutation({
    mutationFn: () => client.collections.create({ name, description, everyone }),
    onSuccess: async (collection) => {
      await queryClient.invalidateQueries({ queryKey: ['collections'] })
      setName('')
      setDescription('')
      setEveryone(null)
      onClose()
      router.push(`/collections/${collection.id}`)
    },
  })
  return (
    <FormDialog
      title={t('new')}
      isOpen={isOpen}
      onClose={onClose}
      submitLabel={t('create')}
      isPending={create.isPending}
      isSubmitDisabled={name.trim() === ''}
      onSubmit={() => create.mutate()}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={500} isRequired autoFocus />
      <TextArea label={t('description')} value={description} onChange={setDescription} rows={2} />
      <EveryoneSelect value={everyone} onChange={setEveryone} />
      {create.isError && <InlineError error={create.error} />}
    </FormDialog>
  )
}
