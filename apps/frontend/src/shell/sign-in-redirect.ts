/** A path of this site, or `/`: a link must not be able to send someone elsewhere after signing in. */
export function safeReturnTo(value: string | null | undefined): string {
  if (!value || !value.startsWith('/') || value.startsWith('//') || value.startsWith('/\\')) return '/'
  // Control characters would let `/\t/evil.example` through to the URL parser, which drops them.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f]/u.test(value)) return '/'
  return value
}

/** A whole new page, so that nothing of the person who was signed in stays in memory. */
export function goToSignIn(): void {
  const { pathname, search, hash } = window.location
  if (pathname === '/sign-in' || pathname === '/link') return
  const here = `${pathname}${search}${hash}`
  window.location.assign(here === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(here)}`)
}
