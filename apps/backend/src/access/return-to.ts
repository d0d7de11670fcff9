const ANYWHERE = 'https://return-to.invalid'

/**
 * Where to send a browser after sign-in: a path of this site, nothing else. Whatever a browser could read as another
 * site (`//evil.org`, `/\evil.org`, `https:evil.org`) or as the API becomes `/`.
 */
export function safeReturnTo(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(wanted)) return '/'
  if (!URL.canParse(wanted, ANYWHERE)) return '/'
  const url = new URL(wanted, ANYWHERE)
  // Parsing folds `/./` and `/../` away, which can bring a `//` to the front.
  if (url.origin !== ANYWHERE || url.pathname.startsWith('//')) return '/'
  if (/^\/api(?:\/|$)/i.test(url.pathname)) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
