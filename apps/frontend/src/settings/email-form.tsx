'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { InlineError } from '../design/error-state.tsx'
import { TextField } from '../design/text-field.tsx'
import { notify } from '../design/toast.tsx'
import { client } from '../shell/client.ts'
import { meQuery, useMe } from '../shell/session.tsx'

/** Only administrators change addresses: an address decides who may sign in as whom. */
export function EmailForm() {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const queryClient = useQueryClient()
  const { participant } = useMe()
  const [email, setEmail] = useState(participant.email ?? '')
  const refresh = () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  const save = useMutation({
    mutationFn: () =>
      client.participants.update(participant.id, { email: email.trim(), expectedVersion: participant.version }),
    onSuccess: async () => {
      notify({ tone: 'success', title: common('saved') })
      await refresh()
      await queryClient.invalidateQueries({ queryKey: ['participants'] })
    },
    onError: refresh,
  })
  return (
    <form
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label={t('email')}
          description={t('emailNote')}
          type="email"
          value={email}
          onChange={setEmail}
          maxLength={254}
          autoComplete="email"
          className="w-full max-w-sm"
        />
        <Button
          type="submit"
          isPending={save.isPending}
          isDisabled={email.trim() === '' || email.trim() === participant.email}
          className="sm:mt-[1.625rem]"
        >
          {common('save')}
        </Button>
      </div>
      {save.isError && (
        <div className="mt-3 max-w-sm">
          <InlineError error={save.error} />
        </div>
      )}
    </form>
  )
}
