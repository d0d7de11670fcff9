'use client'
import { SemiontError } from '@semiont/contract'
import { Check, Copy, RotateCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { useProblem } from './problem-text.ts'

/** What went wrong, what to do about it, and the number to quote when asking for help. */
export function ErrorState({
  error,
  onRetry,
  compact = false,
  level: Heading = 'h2',
}: {
  error: unknown
  onRetry?: () => void
  compact?: boolean
  /** `h1` where it is all there is on the page. */
  level?: 'h1' | 'h2'
}) {
  const t = useTranslations('common')
  const problem = useProblem(error)
  const requestId = error instanceof SemiontError ? error.requestId : undefined
  return (
    <div
      role="alert"
      className={
        compact
          ? 'rounded-lg border border-line bg-surface p-4'
          : 'mx-auto my-8 w-full max-w-lg rounded-xl border border-line bg-surface p-5 shadow-low'
      }
    >
      <div className="flex items-start gap-3">
        <span className="flex size-8 shrink-0 items-center justify-center rounded-md bg-danger-soft text-on-danger-soft">
          <TriangleAlert aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-0 flex-1">
          <Heading className="text-base font-semibold">{problem.title}</Heading>
          <p className="mt-0.5 text-base text-ink-soft">{problem.detail}</p>
          {problem.action && <p className="mt-1 text-base text-ink-soft">{problem.action}</p>}
          <div className="mt-3 flex flex-wrap items-center gap-2 empty:hidden">
            {onRetry && (
              <Button size="sm" icon={RotateCw} onPress={onRetry}>
                {t('tryAgain')}
              </Button>
            )}
            {requestId && <RequestId id={requestId} />}
          </div>
        </div>
      </div>
    </div>
  )
}

/** In place of a page that cannot be shown. */
export function PageErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <main id="main" tabIndex={-1} className="flex flex-1 items-start justify-center px-4 pt-[8vh] outline-none">
      <ErrorState error={error} level="h1" {...(onRetry ? { onRetry } : {})} />
    </main>
  )
}

function RequestId({ id }: { id: string }) {
  const t = useTranslations('common')
  const [isCopied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(id).then(() => setCopied(true))
  }
  return (
    <Button size="sm" variant="quiet" icon={isCopied ? Check : Copy} onPress={copy} className="max-w-full">
      <span className="truncate font-mono text-xs">{isCopied ? t('copied') : t('requestId', { id })}</span>
    </Button>
  )
}

/** One line below a form: the same words without a frame. */
export function InlineError({ error }: { error: unknown }) {
  const problem = useProblem(error)
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-on-danger-soft">
      <span className="font-medium">{problem.detail}</span> {problem.action}
    </p>
  )
}
