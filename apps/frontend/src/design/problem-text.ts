'use client'
import { ConflictError, ForbiddenError, RateLimitedError, SemiontError } from '@semiont/contract'
import { useLocale, useTranslations } from 'use-intl'
import { notify } from './toast.tsx'

export interface ProblemText {
  title: string
  detail: string
  action: string | undefined
}

/**
 * The words of an error in the language of the page. Titles and general advice come from our messages, by code; the
 * server's own sentence, which is English and more exact, is shown where it says something the title does not.
 */
export function useProblemText(): (error: unknown) => ProblemText {
  const t = useTranslations('problems')
  const locale = useLocale()
  return (error) => {
    if (!(error instanceof SemiontError)) {
      return { title: t('network.title'), detail: t('network.detail'), action: t('network.action') }
    }
    const title = t(`${error.code}.title`)
    if (locale === 'en') return { title, detail: error.message, action: error.action }
    return { title, detail: detailOf(error, t), action: t(`${error.code}.action`) }
  }
}

function detailOf(error: SemiontError, t: ReturnType<typeof useTranslations<'problems'>>): string {
  if (error instanceof RateLimitedError) return t('rate-limited.detail', { seconds: error.retryAfterSeconds })
  if (error instanceof ConflictError) return t('conflict.detail')
  if (error instanceof ForbiddenError) return t('forbidden.detail')
  return error.message
}

export function useProblem(error: unknown): ProblemText {
  return useProblemText()(error)
}

/** For `onError` of a mutation whose place on the page is gone or has no room: says it in a toast. */
export function useNotifyProblem(): (error: unknown) => void {
  const text = useProblemText()
  return (error) => {
    const { title, detail, action } = text(error)
    notify({ tone: 'danger', title, detail: action ? `${detail} ${action}` : detail })
  }
}
