import type { SignInError } from '@semiont/contract'

export function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 302, headers })
}

export function redirectToSignIn(publicUrl: string, error: SignInError, cookies: readonly string[] = []): Response {
  return redirect(`${publicUrl}/sign-in?error=${error}`, cookies)
}
