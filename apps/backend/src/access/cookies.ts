import { ACCESS_COOKIE, REFRESH_COOKIE } from '@semiont/contract'
import { OIDC_STATE_SECONDS } from './signed-token.ts'

interface Cookie {
  name: string
  path: string
}

/** Names, paths and attributes of our cookies; they depend on whether people reach the site by https. */
export interface Cookies {
  access: Cookie
  refresh: Cookie
  oidc: Cookie
  set(cookie: Cookie, value: string, maxAgeSeconds: number): string
  clear(cookie: Cookie): string
}

/** `__Host-` (which demands the path /) and `__Secure-` keep other sites of the same domain from planting a cookie. */
export function createCookies(publicUrl: string): Cookies {
  const secure = new URL(publicUrl).protocol === 'https:'
  const attributes = `HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  const set = ({ name, path }: Cookie, value: string, maxAge: number) =>
    `${name}=${value}; Path=${path}; Max-Age=${maxAge}; ${attributes}`
  return {
    access: secure ? { name: `__Host-${ACCESS_COOKIE}`, path: '/' } : { name: ACCESS_COOKIE, path: '/api' },
    refresh: { name: secure ? `__Secure-${REFRESH_COOKIE}` : REFRESH_COOKIE, path: '/api/auth' },
    oidc: { name: secure ? '__Secure-semiont_oidc' : 'semiont_oidc', path: '/api/auth/oidc' },
    set,
    clear: (cookie) => set(cookie, '', 0),
  }
}

export const OIDC_COOKIE_SECONDS = OIDC_STATE_SECONDS

/** The value of a cookie; undefined too when it comes twice, since one of the two was planted. */
export function readCookie(header: string | undefined, { name }: Cookie): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1))
  return values.length === 1 && values[0] !== '' ? values[0] : undefined
}
