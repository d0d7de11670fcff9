import { describe, expect, test } from 'vitest'
import { parseLocale, parseTheme, preferenceCookie } from './preferences.ts'

describe('language', () => {
  test('a language chosen in this browser wins over what the browser asks for', () => {
    expect(parseLocale('de', 'en-GB,en;q=0.9')).toBe('de')
  })
  test('otherwise the heaviest known language of Accept-Language counts', () => {
    expect(parseLocale(undefined, 'fr;q=1, en;q=0.3, de-AT;q=0.8')).toBe('de')
    expect(parseLocale('xx', 'EN-us')).toBe('en')
  })
  test('a language with weight 0 is not wanted', () => {
    expect(parseLocale(undefined, 'de;q=0, en;q=0.1')).toBe('en')
  })
  test('English is spoken when nothing fits', () => {
    expect(parseLocale(undefined, null)).toBe('en')
    expect(parseLocale(undefined, 'fr, es')).toBe('en')
  })
})

test('an unknown theme is the system theme', () => {
  expect(parseTheme('dark')).toBe('dark')
  expect(parseTheme('pink')).toBe('system')
  expect(parseTheme(undefined)).toBe('system')
})

test('the cookie is for the whole site, and secure where the page is', () => {
  expect(preferenceCookie('semiont_theme', 'dark', false)).toBe(
    'semiont_theme=dark; Path=/; Max-Age=31536000; SameSite=Lax',
  )
  expect(preferenceCookie('semiont_theme', 'dark', true)).toMatch(/; Secure$/u)
})
