import { UnauthenticatedError } from '@semiont/contract'

interface FromBrowser {
  method: string
  header(name: string): string | undefined
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser sends cookies along with whatever another site makes it request. So a cookie counts for a change only when
 * our own page made the request: by Sec-Fetch-Site, which no page can set, or else by the Origin header.
 * @throws UnauthenticatedError with reason `origin`
 */
export function assertOwnOrigin(request: FromBrowser, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return
  const site = request.header('sec-fetch-site')
  const own = site === undefined ? request.header('origin') === new URL(publicUrl).origin : site === 'same-origin'
  if (own) return
  throw new UnauthenticatedError('origin', 'Cookies count only for requests that come from our own pages.', {
    action: `Open ${publicUrl}, or send a token in the Authorization header instead of cookies.`,
  })
}
