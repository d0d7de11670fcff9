/** What a browser remembers about how one likes to read; kept in cookies, so that the first byte is right already. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]

export const THEME_COOKIE = 'semiont_theme'
export const LOCALE_COOKIE = 'semiont_language'

const ONE_YEAR = 365 * 24 * 60 * 60

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system'
}

/** The first language of `Accept-Language` (RFC 9110) that we speak, by weight; English otherwise. */
export function parseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const known = LOCALES.find((locale) => locale === chosen)
  if (known) return known
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/u.exec(parameter)?.[1]).find(Boolean)
      return { language: tag.split('-')[0]?.toLowerCase(), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { language } of wanted) {
    const match = LOCALES.find((locale) => locale === language)
    if (match) return match
  }
  return 'en'
}

export function preferenceCookie(name: string, value: string, isSecure: boolean): string {
  return `${name}=${value}; Path=/; Max-Age=${ONE_YEAR}; SameSite=Lax${isSecure ? '; Secure' : ''}`
}
