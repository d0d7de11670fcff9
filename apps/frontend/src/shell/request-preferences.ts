import { cookies, headers } from 'next/headers'
import { LOCALE_COOKIE, type Locale, parseLocale, parseTheme, THEME_COOKIE, type Theme } from './preferences.ts'

/** Server side: what the browser that asks for this page likes, and the nonce of this response. */
export async function requestPreferences(): Promise<{ theme: Theme; locale: Locale; nonce: string | undefined }> {
  const [jar, header] = await Promise.all([cookies(), headers()])
  return {
    theme: parseTheme(jar.get(THEME_COOKIE)?.value),
    locale: parseLocale(jar.get(LOCALE_COOKIE)?.value, header.get('accept-language')),
    nonce: header.get('x-nonce') ?? undefined,
  }
}
