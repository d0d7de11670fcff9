'use client'
import { QueryClientProvider } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { IntlProvider, type Messages } from 'use-intl'
import { Toasts } from '../design/toast.tsx'
import type { Locale, Theme } from './preferences.ts'
import { PreferencesProvider } from './preferences-context.tsx'
import { createQueryClient } from './query-client.ts'

/** Everything that pages rely on: language, router of links, server state, toasts. */
export function Providers({
  theme,
  locale,
  messages,
  children,
}: {
  theme: Theme
  locale: Locale
  messages: Messages
  children: ReactNode
}) {
  const router = useRouter()
  const [queryClient] = useState(createQueryClient)
  const [timeZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
      <I18nProvider locale={locale}>
        <RouterProvider navigate={(path) => router.push(path)}>
          <QueryClientProvider client={queryClient}>
            <PreferencesProvider theme={theme} locale={locale}>
              {children}
              <Toasts />
            </PreferencesProvider>
          </QueryClientProvider>
        </RouterProvider>
      </I18nProvider>
    </IntlProvider>
  )
}
