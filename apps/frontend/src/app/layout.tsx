import './globals.css'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { messagesOf } from '../messages/messages.ts'
import { Providers } from '../shell/providers.tsx'
import { requestPreferences } from '../shell/request-preferences.ts'

export const metadata: Metadata = {
  title: { default: 'Semiont', template: '%s · Semiont' },
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { theme, locale, nonce } = await requestPreferences()
  return (
    <html lang={locale} dir="ltr" data-theme={theme}>
      <head>{nonce && <meta property="csp-nonce" nonce={nonce} content="" />}</head>
      <body>
        <Providers theme={theme} locale={locale} messages={messagesOf(locale)}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
