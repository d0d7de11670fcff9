'use client'
import { useLocale, useTranslations } from 'use-intl'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function formatBytes(bytes: number, locale: string): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power)
}

export function useBytes(): (bytes: number) => string {
  const locale = useLocale()
  return (bytes) => formatBytes(bytes, locale)
}

/** The name of a BCP 47 language in the language of the page; the tag itself when nobody knows it. */
export function useLanguageName(): (tag: string) => string {
  const names = new Intl.DisplayNames(useLocale(), { type: 'language', fallback: 'code' })
  return (tag) => {
    try {
      return names.of(tag) ?? tag
    } catch {
      return tag
    }
  }
}

/** What a media type is called by people; the type itself where it has no name of ours. */
export function useMediaTypeName(): (mediaType: string) => string {
  const t = useTranslations('media')
  return (mediaType) => {
    switch (mediaType) {
      case 'text/plain':
        return t('text')
      case 'text/markdown':
        return 'Markdown'
      case 'text/html':
        return 'HTML'
      case 'application/pdf':
        return 'PDF'
      default:
        if (mediaType.startsWith('image/')) return t('image')
        if (mediaType.startsWith('audio/')) return t('audio')
        if (mediaType.startsWith('video/')) return t('video')
        return mediaType
    }
  }
}

/** Languages that are offered first; any other can be typed. */
export const COMMON_LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'da',
  'sv',
  'no',
  'fi',
  'pl',
  'cs',
  'hu',
  'ro',
  'ru',
  'uk',
  'el',
  'tr',
  'ar',
  'he',
  'fa',
  'hi',
  'zh',
  'ja',
  'ko',
  'vi',
  'la',
] as const
