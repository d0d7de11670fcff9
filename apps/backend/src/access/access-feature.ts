import type { EndpointDefinition } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import type { Feature } from '../kernel/feature.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { createParticipantsFeature } from '../participants/index.ts'
import { createSecurityEventsFeature, createSecurityLog, type SecurityLog } from '../security-events/index.ts'
import type { AccessDeps } from './access-deps.ts'
import { accountRoutes } from './account-routes.ts'
import { assertStillSignedIn } from './authenticate.ts'
import { createCookies } from './cookies.ts'
import { createGuard, type Guard } from './guard.ts'
import { createKeyRing } from './key-ring.ts'
import { createOidcProviders } from './oidc-providers.ts'
import { createRateLimits } from './rate-limits.ts'
import { assertScope } from './scope-policy.ts'
import { endSessions } from './sessions.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { createSignedTokens } from './signed-token.ts'

export interface Access extends Guard {
  /** Access, participants and security events. */
  features: readonly Feature[]
  security: SecurityLog
  assertScope(actor: Actor, definition: EndpointDefinition): void
  /** For long-lived streams, now and then. @throws UnauthenticatedError */
  assertStillSignedIn(actor: Actor): Promise<void>
}

/** @throws ConfigurationError when the keys of the configuration cannot be used */
export function createAccess(kernel: Kernel): Access {
  const { configuration, pool } = kernel
  const now = () => kernel.now()
  const security = createSecurityLog(kernel)
  const deps: AccessDeps = {
    ...kernel,
    security,
    tokens: createSignedTokens(createKeyRing(configuration.jwtKeys), configuration.publicUrl, now),
    cookies: createCookies(configuration.publicUrl),
  }
  const limits = createRateLimits(pool, {
    enabled: configuration.rateLimits,
    policies: configuration.rateLimitPolicies,
  })
  const providers = createOidcProviders(configuration.oidcProviders, now)
  const access: Feature = {
    routes: [...signInRoutes({ ...deps, limits, providers }), ...accountRoutes({ ...deps, limits })],
    scheduled: [
      { name: 'remove-expired-access', schedule: '23 * * * *', run: () => removeExpired(kernel) },
      { name: 'remove-full-rate-limits', schedule: '*/10 * * * *', run: () => limits.removeFull() },
    ],
  }
  const participants = createParticipantsFeature(kernel, {
    security,
    endSessions: (tx, participantId, reason) => endSessions(tx, { participantId }, reason, now()),
  })
  return {
    features: [participants, access, createSecurityEventsFeature(kernel, security)],
    security,
    ...createGuard(deps, limits),
    assertScope,
    assertStillSignedIn: (actor) => assertStillSignedIn(deps, actor),
  }
}

/** Ended sessions stay a month, so that a stolen token that turns up late is still recognized. */
async function removeExpired(kernel: Kernel): Promise<void> {
  const { pool } = kernel
  const at = kernel.now()
  await pool.query(`delete from sessions where coalesce(ended_at, expires_at) < $1::timestamptz - interval '30 days'`, [
    at,
  ])
  await pool.query(`delete from sign_in_links where expires_at < $1`, [at])
  await pool.query(`delete from oidc_attempts where expires_at < $1`, [at])
  await pool.query(
    `delete from access_tokens where coalesce(revoked_at, expires_at) < $1::timestamptz - interval '90 days'`,
    [at],
  )
}
