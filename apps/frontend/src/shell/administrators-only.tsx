'use client'
import { ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { LinkButton } from '../design/button.tsx'
import { EmptyState } from '../design/states.tsx'
import { useMe } from './session.tsx'

/** Spares others a page full of refusals; the API refuses them anyway. */
export function AdministratorsOnly({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const { role } = useMe()
  if (role === 'administrator') return children
  return (
    <main id="main" className="flex flex-1 items-center justify-center">
      <EmptyState
        level="h1"
        icon={ShieldAlert}
        title={t('administratorsOnlyTitle')}
        actions={<LinkButton href="/">{t('toLibrary')}</LinkButton>}
      >
        {t('administratorsOnlyText')}
      </EmptyState>
    </main>
  )
}
