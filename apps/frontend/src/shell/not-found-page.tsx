'use client'
import { Compass } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { LinkButton } from '../design/button.tsx'
import { EmptyState } from '../design/states.tsx'

export function NotFoundPage() {
  const t = useTranslations('shell')
  return (
    <main id="main" className="flex min-h-dvh items-center justify-center">
      <EmptyState
        level="h1"
        icon={Compass}
        title={t('notFoundTitle')}
        actions={
          <LinkButton href="/" variant="primary">
            {t('toLibrary')}
          </LinkButton>
        }
      >
        {t('notFoundText')}
      </EmptyState>
    </main>
  )
}
