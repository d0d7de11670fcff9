'use client'
import { useTranslations } from 'use-intl'
import { PageSection } from '../design/page.tsx'
import { Segmented } from '../design/segmented.tsx'
import { LANGUAGE_CHOICES, useThemeChoices } from '../shell/preference-choices.ts'
import { usePreferences } from '../shell/preferences-context.tsx'

export function AppearanceSection() {
  const t = useTranslations('settings')
  const { theme, setTheme, locale, setLocale } = usePreferences()
  const themes = useThemeChoices()
  return (
    <PageSection title={t('appearance')} lead={t('appearanceNote')}>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <Segmented label={t('theme')} value={theme} options={themes} onChange={setTheme} />
        <Segmented label={t('language')} value={locale} options={LANGUAGE_CHOICES} onChange={setLocale} />
      </div>
    </PageSection>
  )
}
