'use client'
import type { Participant } from '@semiont/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'
import { useRoleOptions } from './roles.ts'

export function EditParticipantDialog({ participant, onClose }: { participant: Participant; onClose: () => void }) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const queryClient = useQueryClient()
  const roleOptions = useRoleOptions()
  const [name, setName] = useState(participant.name)
  const [email, setEmail] = useState(participant.email ?? '')
  const [role, setRole] = useState(participant.role)
  const isPerson = participant.kind === 'person'
  const save = useMutation({
    mutationFn: () =>
      client.participants.update(participant.id, {
        name,
        role,
        ...(isPerson ? { email: email.trim() === '' ? null : email } : {}),
        expectedVersion: participant.version,
      }),
    onSuccess: onClose,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['participants'] }),
        queryClient.invalidateQueries({ queryKey: ['me'] }),
      ]),
  })
  return (
    <FormDialog
      title={t('editTitle', { name: participant.name })}
      isOpen
      onClose={onClose}
      submitLabel={common('save')}
      isPending={save.isPending}
      isSubmitDisabled={name.trim() === ''}
      onSubmit={() => save.mutate()}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={500} isRequired autoFocus />
      {isPerson && <TextField label={t('email')} type="email" value={email} onChange={setEmail} maxLength={254} />}
      <Select label={t('role')} value={role} onChange={setRole} options={roleOptions} description={t('roleNote')} />
      {save.isError && <InlineError error={save.error} />}
    </FormDialog>
  )
}
