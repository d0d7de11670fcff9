'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { InlineError } from '../design/error-state.tsx'
import { PageSection } from '../design/page.tsx'
import { TextField } from '../design/text-field.tsx'
import { notify } from '../design/toast.tsx'
import { client } from '../shell/client.ts'
import { meQuery, useMe } from '../shell/session.tsx'
import { useSite } from '../shell/site.ts'

const MINIMUM = 12

export function PasswordSection() {
  const t = useTranslations('settings')
  const site = useSite()
  const queryClient = useQueryClient()
  const { hasPassword, passwordNeedsCurrent, participant, role } = useMe()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [wasTried, setTried] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      client.me.setPassword({ newPassword: next, ...(passwordNeedsCurrent ? { currentPassword: current } : {}) }),
    onSuccess: async () => {
      setCurrent('')
      setNext('')
      setTried(false)
      notify({ tone: 'success', title: t('passwordSet') })
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
      await queryClient.invalidateQueries({ queryKey: ['sessions'] })
    },
  })
  if (site.data && !site.data.signIn.password) return null
  if (participant.email === null) {
    return (
      <PageSection title={t('password')}>
        <p className="text-base text-ink-soft">
          {t(role === 'administrator' ? 'passwordNeedsOwnEmail' : 'passwordNeedsEmail')}
        </p>
      </PageSection>
    )
  }
  const isTooShort = [...next].length < MINIMUM
  return (
    <PageSection title={t('password')} lead={t(hasPassword ? 'passwordNote' : 'passwordNone')}>
      <form
        className="max-w-sm space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!isTooShort) save.mutate()
        }}
      >
        {/* Password managers file the password under this name. */}
        <input type="text" name="username" autoComplete="username" value={participant.email} readOnly hidden />
        {passwordNeedsCurrent && (
          <TextField
            label={t('currentPassword')}
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
          />
        )}
        <TextField
          label={t('newPassword')}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          maxLength={256}
          description={t('passwordLength', { minimum: MINIMUM })}
          error={wasTried && isTooShort ? t('passwordTooShort', { minimum: MINIMUM }) : undefined}
        />
        {save.isError && <InlineError error={save.error} />}
        <Button
          type="submit"
          isPending={save.isPending}
          isDisabled={next === '' || (passwordNeedsCurrent && current === '')}
        >
          {t(hasPassword ? 'changePassword' : 'setPassword')}
        </Button>
      </form>
    </PageSection>
  )
}
