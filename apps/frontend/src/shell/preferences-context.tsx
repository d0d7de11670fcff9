'use client'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { LOCALE_COOKIE, type Locale, preferenceCookie, THEME_COOKIE, type Theme } from './preferences.ts'

interface Preferences {
  theme: Theme
  setTheme: (theme: Theme) => void
  locale: Locale
  setLocale: (locale: Locale) => void
}

const PreferencesContext = createContext<Preferences | null>(null)

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext)
  if (!preferences) throw new Error('usePreferences is called outside of PreferencesProvider')
  return preferences
}

function remember(name: string, value: string): void {
  document.cookie = preferenceCookie(name, value, window.location.protocol === 'https:')
}

export function PreferencesProvider({
  theme: initialTheme,
  locale,
  children,
}: {
  theme: Theme
  locale: Locale
  children: ReactNode
}) {
  const router = useRouter()
  const [theme, setTheme] = useState(initialTheme)
  const preferences = useMemo<Preferences>(
    () => ({
      theme,
      setTheme: (chosen) => {
        remember(THEME_COOKIE, chosen)
        document.documentElement.dataset['theme'] = chosen
        setTheme(chosen)
      },
      locale,
      setLocale: (chosen) => {
        remember(LOCALE_COOKIE, chosen)
        document.documentElement.lang = chosen
        // The server reads the cookie and sends the other messages; what is typed on the page stays.
        router.refresh()
      },
    }),
    [theme, locale, router],
  )
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>
}
