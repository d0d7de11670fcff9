'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { InlineError } from '../design/error-state.tsx'
import { PageSection } from '../design/page.tsx'
import { TextField } from '../design/text-field.tsx'
import { notify } from '../design/toast.tsx'
import { client } from '../shell/client.ts'
import { meQuery, useMe } from '../shell/session.tsx'
import { EmailForm } from './email-form.tsx'

export function ProfileSection() {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const roles = useTranslations('roles')
  const queryClient = useQueryClient()
  const { participant, role } = useMe()
  const [name, setName] = useState(participant.name)
  const save = useMutation({
    mutationFn: () => client.me.update({ name, expectedVersion: participant.version }),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery.queryKey, me)
      notify({ tone: 'success', title: common('saved') })
    },
    onError: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  })
  return (
    <PageSection title={t('profile')}>
      <div className="mb-4 flex items-center gap-3.5">
        <Avatar id={participant.id} name={participant.name} size="lg" />
        <div className="min-w-0">
          <p className="truncate text-md font-medium">{participant.name}</p>
          <p className="flex flex-wrap items-center gap-2 text-base text-ink-soft">
            {participant.email && <span className="truncate">{participant.email}</span>}
            <Chip>{roles(role)}</Chip>
          </p>
        </div>
      </div>
      <form
        className="flex flex-wrap items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <TextField
          label={t('name')}
          description={t('nameNote')}
          value={name}
          onChange={setName}
          maxLength={500}
          autoComplete="name"
          className="w-full max-w-sm"
        />
        <Button
          type="submit"
          isPending={save.isPending}
          isDisabled={name.trim() === '' || name.trim() === participant.name}
          className="sm:mt-[1.625rem]"
        >
          {common('save')}
        </Button>
      </form>
      {save.isError && (
        <div className="mt-3 max-w-sm">
          <InlineError error={save.error} />
        </div>
      )}
      {role === 'administrator' && <EmailForm />}
    </PageSection>
  )
}
