import { expect, it } from 'vitest'
import { createCookies, readCookie } from './cookies.ts'
import { assertOwnOrigin } from './origin-check.ts'

const check = (method: string, headers: Record<string, string>) => () =>
  assertOwnOrigin({ method, header: (name) => headers[name] }, 'https://semiont.test')

it.each([
  ['a change that our page makes', 'POST', { 'sec-fetch-site': 'same-origin', origin: 'https://semiont.test' }],
  ['a change from a browser without Sec-Fetch-Site', 'DELETE', { origin: 'https://semiont.test' }],
  ['reading from anywhere', 'GET', { 'sec-fetch-site': 'cross-site' }],
])('lets %s pass', (_name, method, headers) => {
  expect(check(method, headers)).not.toThrow()
})

it.each([
  ['cross-site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }],
  ['from a sibling domain', { 'sec-fetch-site': 'same-site', origin: 'https://other.semiont.test' }],
  ['that claims our origin but is cross-site', { 'sec-fetch-site': 'cross-site', origin: 'https://semiont.test' }],
  ['from a sandboxed frame', { origin: 'null' }],
  ['from our name on http', { origin: 'http://semiont.test' }],
  ['from a name that begins like ours', { origin: 'https://semiont.test.evil.org' }],
  ['that says nothing', {}],
])('refuses a change %s', (_name, headers) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(check(method, headers)).toThrow('our own pages')
})

it('gives cookies all protection that https allows', () => {
  const cookies = createCookies('https://semiont.test')
  expect(cookies.set(cookies.access, 'x', 900)).toBe(
    '__Host-semiont_access=x; Path=/; Max-Age=900; HttpOnly; SameSite=Lax; Secure',
  )
  expect(cookies.set(cookies.refresh, 'x', 9)).toBe(
    '__Secure-semiont_refresh=x; Path=/api/auth; Max-Age=9; HttpOnly; SameSite=Lax; Secure',
  )
  const local = createCookies('http://localhost:4000')
  expect(local.set(local.access, 'x', 900)).toBe('semiont_access=x; Path=/api; Max-Age=900; HttpOnly; SameSite=Lax')
})

it('reads a cookie by its whole name, and believes none that comes twice', () => {
  const { access } = createCookies('http://localhost:4000')
  expect(readCookie('a=1; semiont_access=x.y=; b=2', access)).toBe('x.y=')
  expect(readCookie('xsemiont_access=1; semiont_access2=1; semiont_access=', access)).toBeUndefined()
  expect(readCookie('semiont_access=planted; semiont_access=ours', access)).toBeUndefined()
  expect(readCookie(undefined, access)).toBeUndefined()
})
