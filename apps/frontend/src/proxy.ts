import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy } from './shell/content-security-policy.ts'

/** Runs before every page: a fresh nonce per request, and the headers that keep the origin to ourselves. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce, { development: process.env.NODE_ENV === 'development' })

  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Next reads the nonce for its own scripts and styles out of this request header.
  headers.set('content-security-policy', policy)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
  return response
}

export const config = { matcher: ['/((?!api|_next/static|icon.svg).*)'] }
