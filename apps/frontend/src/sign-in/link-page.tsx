'use client'
import { useMutation } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { Button, LinkButton } from '../design/button.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { client } from '../shell/client.ts'
import { EntryFrame } from './entry-frame.tsx'

/**
 * Opening this page does not use the link up: mail scanners and previews open links too. The press of the button does.
 */
export function LinkPage() {
  return (
    <Suspense>
      <UseLink />
    </Suspense>
  )
}

function UseLink() {
  const t = useTranslations('link')
  const token = useSearchParams().get('token') ?? ''
  const signIn = useMutation({
    mutationFn: () => client.auth.withLink({ token, session: 'cookie' }),
    onSuccess: () => window.location.replace('/'),
  })
  if (token === '') {
    return (
      <EntryFrame title={t('incompleteTitle')} lead={t('incompleteText')}>
        <LinkButton href="/sign-in" variant="primary" className="w-full">
          {t('toSignIn')}
        </LinkButton>
      </EntryFrame>
    )
  }
  return (
    <EntryFrame title={t('title')} lead={t('lead')}>
      {signIn.isError ? (
        <div className="space-y-4">
          <ErrorState error={signIn.error} compact />
          <LinkButton href="/sign-in" className="w-full">
            {t('toSignIn')}
          </LinkButton>
        </div>
      ) : (
        <Button
          variant="primary"
          className="w-full"
          autoFocus
          isPending={signIn.isPending || signIn.isSuccess}
          onPress={() => signIn.mutate()}
        >
          {t('submit')}
        </Button>
      )}
    </EntryFrame>
  )
}
