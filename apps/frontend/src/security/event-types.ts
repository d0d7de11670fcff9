import type { SecurityEventType } from '@semiont/contract'

/** Events that say that someone was turned away, or that something is wrong. */
export const FAILURES = [
  'auth.failed',
  'token.reuse_detected',
  'oauth.callback.failed',
  'access.unauthenticated',
  'access.denied',
  'access.rate_limited',
] as const satisfies readonly SecurityEventType[]

export function isFailure(type: SecurityEventType): boolean {
  return (FAILURES as readonly SecurityEventType[]).includes(type)
}

/** Questions an administrator has, as sets of types. */
export const GROUPS = {
  unauthorized: ['access.unauthenticated', 'access.denied'],
  signIns: ['auth.succeeded', 'auth.failed', 'oauth.callback.succeeded', 'oauth.callback.failed'],
  tokens: [
    'token.issued',
    'token.refreshed',
    'token.expired',
    'token.reuse_detected',
    'access_token.created',
    'access_token.revoked',
  ],
  accounts: [
    'participant.registered',
    'participant.role_changed',
    'participant.status_changed',
    'participant.email_changed',
    'password.changed',
    'link.created',
    'session.ended',
    'session.ended_everywhere',
  ],
  failures: FAILURES,
} as const satisfies Record<string, readonly SecurityEventType[]>
export type Group = keyof typeof GROUPS
