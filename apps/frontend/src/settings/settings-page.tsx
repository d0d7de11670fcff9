'use client'
import { useTranslations } from 'use-intl'
import { Page } from '../design/page.tsx'
import { useMe } from '../shell/session.tsx'
import { AgentsSection } from './agents-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { ProfileSection } from './profile-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TokensSection } from './tokens-section.tsx'

export function SettingsPage() {
  const t = useTranslations('settings')
  const { role } = useMe()
  return (
    <Page title={t('title')} width="narrow">
      <ProfileSection />
      <AppearanceSection />
      <PasswordSection />
      <SessionsSection />
      <TokensSection />
      {role !== 'reader' && <AgentsSection />}
    </Page>
  )
}
