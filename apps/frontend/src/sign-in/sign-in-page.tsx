'use client'
import { SIGN_IN_ERRORS, type SignInError, type SignInOptions } from '@semiont/contract'
import { LogIn } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { buttonClass } from '../design/button.tsx'
import { PageErrorState } from '../design/error-state.tsx'
import { Skeleton } from '../design/states.tsx'
import { safeReturnTo } from '../shell/sign-in-redirect.ts'
import { useSite } from '../shell/site.ts'
import { EntryFrame } from './entry-frame.tsx'
import { PasswordForm } from './password-form.tsx'

export function SignInPage() {
  return (
    <Suspense>
      <SignIn />
    </Suspense>
  )
}

function signInErrorOf(value: string | null): SignInError | undefined {
  if (value === null) return undefined
  return SIGN_IN_ERRORS.find((code) => code === value) ?? 'failed'
}

function SignIn() {
  const t = useTranslations('signIn')
  const query = useSearchParams()
  const site = useSite()
  const returnTo = safeReturnTo(query.get('returnTo'))
  const failure = signInErrorOf(query.get('error'))

  if (site.isError) return <PageErrorState error={site.error} onRetry={() => void site.refetch()} />
  return (
    <EntryFrame title={t('title')} lead={t('lead')}>
      {failure && <SignInFailure code={failure} allowedDomains={site.data?.signIn.allowedDomains ?? []} />}
      {site.isPending && (
        <div role="status" aria-label={t('loading')} className="space-y-4">
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </div>
      )}
      {site.data && <SignInWays returnTo={returnTo} signIn={site.data.signIn} />}
    </EntryFrame>
  )
}

function SignInFailure({ code, allowedDomains }: { code: SignInError; allowedDomains: string[] }) {
  const t = useTranslations('signIn')
  return (
    <div role="alert" className="mb-5 rounded-lg bg-danger-soft px-3.5 py-3 text-base text-on-danger-soft">
      <p className="font-medium">{t(`errors.${code}`)}</p>
      {code === 'domain-not-allowed' && allowedDomains.length > 0 && (
        <p className="mt-1">{t('allowedDomains', { domains: allowedDomains.join(', ') })}</p>
      )}
    </div>
  )
}

function SignInWays({ returnTo, signIn }: { returnTo: string; signIn: SignInOptions }) {
  const t = useTranslations('signIn')
  const { providers, password, allowedDomains } = signIn
  return (
    <div>
      {providers.length > 0 && (
        <div className="space-y-2">
          {providers.map(({ id, name }) => (
            // A real navigation: the backend answers with a redirect to the provider.
            <a
              key={id}
              href={`/api/auth/oidc/start?provider=${encodeURIComponent(id)}&returnTo=${encodeURIComponent(returnTo)}`}
              className={buttonClass('secondary', 'md', 'w-full hover:border-line-control')}
            >
              <LogIn aria-hidden className="size-4 text-ink-faint" />
              {t('with', { provider: name })}
            </a>
          ))}
        </div>
      )}
      {providers.length > 0 && allowedDomains.length > 0 && (
        <p className="mt-2 text-sm text-ink-faint">{t('allowedDomains', { domains: allowedDomains.join(', ') })}</p>
      )}
      {providers.length > 0 && password && (
        <div className="my-5 flex items-center gap-3 text-sm text-ink-faint">
          <span className="h-px flex-1 bg-line" />
          {t('or')}
          <span className="h-px flex-1 bg-line" />
        </div>
      )}
      {password && <PasswordForm returnTo={returnTo} />}
      <p className="mt-6 text-sm text-pretty text-ink-faint">{t('linkHint')}</p>
    </div>
  )
}
