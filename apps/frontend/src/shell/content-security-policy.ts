/**
 * The policy of every page. Nothing outside our own origin is ever loaded, sent to or framed.
 *
 * There is deliberately no `style-src-attr 'unsafe-inline'`: React and React Aria set styles through the
 * CSS object model, which the policy does not touch. Only `style="…"` in markup that the server sends would be blocked;
 * it sends none, since everything with such styles appears after the session is known.
 */
export function contentSecurityPolicy(nonce: string, options: { development: boolean }): string {
  return [
    "default-src 'self'",
    // React's development build rebuilds server stack traces with eval; the production build never does.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${options.development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
