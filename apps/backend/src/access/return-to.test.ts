import fc from 'fast-check'
import { expect, it } from 'vitest'
import { safeReturnTo } from './return-to.ts'

it.each(['/', '/library', '/read/res_1?mark=ann_2#p3', '/search?q=a%20b'])('keeps the path %s', (path) => {
  expect(safeReturnTo(path)).toBe(path)
})

it.each([
  undefined,
  '',
  'library',
  'https://evil.org/',
  'https:evil.org',
  '//evil.org',
  '///evil.org',
  '/\\evil.org',
  '\\\\evil.org',
  '/\t/evil.org',
  '/\n/evil.org',
  '/.//evil.org',
  '/..//evil.org',
  '/%0d/../..//evil.org',
  'javascript:alert(1)',
  '/api/auth/oidc/start?provider=x',
  '/API/me',
])('sends %j to the start page', (path) => {
  expect(safeReturnTo(path)).toBe('/')
})

it('never leaves the site', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const wanted of [text, `/${text}`]) {
        expect(new URL(safeReturnTo(wanted), 'https://semiont.test').origin).toBe('https://semiont.test')
      }
    }),
  )
})
