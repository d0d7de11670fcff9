'use client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { InlineError } from '../design/error-state.tsx'
import { TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'

export function PasswordForm({ returnTo }: { returnTo: string }) {
  const t = useTranslations('signIn')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => client.auth.withPassword({ email, password, session: 'cookie' }),
    onSuccess: () => window.location.assign(returnTo),
  })
  const isComplete = email !== '' && password !== ''
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete && !signIn.isPending) signIn.mutate()
      }}
    >
      <TextField
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        isRequired
      />
      <TextField
        label={t('password')}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
      />
      {signIn.isError && <InlineError error={signIn.error} />}
      <Button type="submit" variant="primary" className="w-full" isPending={signIn.isPending}>
        {t('submit')}
      </Button>
    </form>
  )
}
