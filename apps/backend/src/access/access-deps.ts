import type { Kernel } from '../kernel/kernel.ts'
import type { SecurityLog } from '../security-events/index.ts'
import type { Cookies } from './cookies.ts'
import type { SignedTokens } from './signed-token.ts'

/** What the use cases of signing in and being signed in need. */
export interface AccessDeps
  extends Pick<Kernel, 'pool' | 'db' | 'events' | 'now' | 'newId' | 'configuration' | 'logger'> {
  security: SecurityLog
  tokens: SignedTokens
  cookies: Cookies
}

export function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1_000)
}
