'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Locale, Theme } from './preferences.ts'

/** Languages call themselves by their own name, so that one finds back from any of them. */
export const LANGUAGE_CHOICES: readonly { id: Locale; label: string; lang: string }[] = [
  { id: 'en', label: 'English', lang: 'en' },
  { id: 'de', label: 'Deutsch', lang: 'de' },
]

export function useThemeChoices() {
  const t = useTranslations('shell')
  return [
    { id: 'system' as Theme, label: t('themeSystem'), icon: Monitor },
    { id: 'light' as Theme, label: t('themeLight'), icon: Sun },
    { id: 'dark' as Theme, label: t('themeDark'), icon: Moon },
  ]
}
