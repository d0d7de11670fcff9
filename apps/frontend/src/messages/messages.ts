import type { Messages } from 'use-intl'
import type { Locale } from '../shell/preferences.ts'
import german from './de.json' with { type: 'json' }
import english from './en.json' with { type: 'json' }

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof english
  }
}

const byLocale: Record<Locale, Messages> = { en: english, de: german }

export function messagesOf(locale: Locale): Messages {
  return byLocale[locale]
}
