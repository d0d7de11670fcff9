'use client'
import type { Participant, Role } from '@semiont/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'
import { useRoleOptions } from './roles.ts'
import { SignInLinkDialog } from './sign-in-link-dialog.tsx'

/** Registers a person, then shows the one-time link to hand over. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('people')
  const queryClient = useQueryClient()
  const roleOptions = useRoleOptions()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [invited, setInvited] = useState<Participant | null>(null)
  const invite = useMutation({
    mutationFn: () => client.participants.create({ name, role, ...(email.trim() === '' ? {} : { email }) }),
    onSuccess: setInvited,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['participants'] }),
  })
  if (invited) return <SignInLinkDialog participant={invited} onClose={onClose} />
  return (
    <FormDialog
      title={t('invite')}
      isOpen
      onClose={onClose}
      submitLabel={t('inviteSubmit')}
      isPending={invite.isPending}
      isSubmitDisabled={name.trim() === ''}
      onSubmit={() => invite.mutate()}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={500} isRequired autoFocus />
      <TextField
        label={t('email')}
        type="email"
        value={email}
        onChange={setEmail}
        maxLength={254}
        description={t('emailNote')}
      />
      <Select label={t('role')} value={role} onChange={setRole} options={roleOptions} />
      {invite.isError && <InlineError error={invite.error} />}
    </FormDialog>
  )
}
