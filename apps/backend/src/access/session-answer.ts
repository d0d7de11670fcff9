import type { CookieSession, TokenSession } from '@semiont/contract'
import { getParticipantById } from '../participants/index.ts'
import type { AccessDeps } from './access-deps.ts'
import { REFRESH_TOKEN_SECONDS, type SessionTokens } from './sessions.ts'
import { ACCESS_TOKEN_SECONDS } from './signed-token.ts'

/** To a program the tokens; to a browser only cookies, which no script can read. */
export async function answerSession(
  deps: AccessDeps,
  session: SessionTokens,
  mode: 'token' | 'cookie',
): Promise<Response> {
  const participant = await getParticipantById(deps.db, session.participantId)
  if (mode === 'cookie') {
    const answer: CookieSession = { session: 'cookie', expiresIn: ACCESS_TOKEN_SECONDS, participant }
    return Response.json(answer, { headers: cookieHeaders(sessionCookies(deps, session)) })
  }
  const answer: TokenSession = {
    session: 'token',
    accessToken: session.accessToken,
    tokenType: 'Bearer',
    expiresIn: ACCESS_TOKEN_SECONDS,
    refreshToken: session.refreshToken,
    participant,
  }
  return Response.json(answer)
}

export function sessionCookies({ cookies }: AccessDeps, { accessToken, refreshToken }: SessionTokens): string[] {
  return [
    cookies.set(cookies.access, accessToken, ACCESS_TOKEN_SECONDS),
    cookies.set(cookies.refresh, refreshToken, REFRESH_TOKEN_SECONDS),
  ]
}

export function clearedCookies({ cookies }: AccessDeps): Headers {
  return cookieHeaders([cookies.clear(cookies.access), cookies.clear(cookies.refresh)])
}

function cookieHeaders(values: readonly string[]): Headers {
  const headers = new Headers()
  for (const value of values) headers.append('set-cookie', value)
  return headers
}
