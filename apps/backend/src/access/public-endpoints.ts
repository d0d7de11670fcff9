/**
 * The only requests that need no sign-in: exact method and exact path, never a prefix.
 * A test proves that this list and the contract's `access: 'public'` are equal.
 */
export const PUBLIC_ENDPOINTS = [
  'GET /api/health',
  'GET /api/site',
  'GET /api/openapi.json',
  'GET /api/docs',
  'POST /api/auth/password',
  'POST /api/auth/link',
  'GET /api/auth/oidc/start',
  'GET /api/auth/oidc/callback',
  'POST /api/auth/refresh',
] as const

const publicEndpoints: ReadonlySet<string> = new Set(PUBLIC_ENDPOINTS)

/** @param path exactly the string that the router matches. */
export function isPublicEndpoint(method: string, path: string): boolean {
  return publicEndpoints.has(`${method} ${path}`)
}
