import { RateLimitedError, type SecurityEventType, type SemiontError, UnauthenticatedError } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import type { AccessDeps } from './access-deps.ts'
import { authenticate } from './authenticate.ts'
import { isPublicEndpoint } from './public-endpoints.ts'
import { KnownRefusal } from './refusal.ts'
import type { RateLimitName, RateLimits } from './rate-limits.ts'

export interface Guard {
  /** The one middleware on `/api/*`: lets public endpoints and whoever proves who they are pass, within the limits. */
  guard(request: RequestInfo): Promise<Actor | undefined>
  /** Makes refusals security events. */
  onRefused(error: SemiontError, request: RequestInfo, actor: Actor | undefined): Promise<void>
}

/** Health has no limit: it must answer when the database, where limits are kept, does not. */
const PUBLIC_LIMITS: Readonly<Record<string, RateLimitName | null>> = {
  'GET /api/health': null,
  'POST /api/auth/password': 'signIn',
  'POST /api/auth/link': 'signIn',
  'GET /api/auth/oidc/start': 'oidc',
  'GET /api/auth/oidc/callback': 'oidc',
  'POST /api/auth/refresh': 'refresh',
}

export function createGuard(deps: AccessDeps, limits: RateLimits): Guard {
  const limit = async (name: RateLimitName, subject: string, request: RequestInfo, actor?: Actor) => {
    try {
      await limits.take(name, subject)
    } catch (error) {
      if (error instanceof RateLimitedError) {
        const participant = actor ? { participantId: actor.id } : {}
        await deps.security.record({ type: 'access.rate_limited', reason: name, origin: request, ...participant })
      }
      throw error
    }
  }
  return {
    async guard(request) {
      if (isPublicEndpoint(request.method, request.path)) {
        const name = PUBLIC_LIMITS[`${request.method} ${request.path}`]
        if (name !== null) await limit(name ?? 'public', request.ip, request)
        return undefined
      }
      const actor = await authenticate(deps, request).catch(async (error: unknown) => {
        if (error instanceof UnauthenticatedError) await limit('refused', request.ip, request)
        throw error
      })
      await limit('participant', actor.id, request, actor)
      return actor
    },
    async onRefused(error, request, actor) {
      if (error instanceof UnauthenticatedError) {
        await recordUnauthenticated(deps, error, request)
        return
      }
      const participant = actor ? { participantId: actor.id } : {}
      await deps.security.record({ type: 'access.denied', reason: error.code, origin: request, ...participant })
    },
  }
}

/**
 * What a refused proof of identity counts as, besides `access.unauthenticated`. Without any proof it is only that.
 */
const CAUSES: Readonly<Record<string, SecurityEventType>> = {
  expired: 'token.expired',
  credentials: 'auth.failed',
  malformed: 'auth.failed',
  signature: 'auth.failed',
  revoked: 'auth.failed',
  disabled: 'auth.failed',
  origin: 'auth.failed',
}

async function recordUnauthenticated(
  deps: AccessDeps,
  error: UnauthenticatedError,
  request: RequestInfo,
): Promise<void> {
  const { reason } = error
  const known = error instanceof KnownRefusal && error.participantId !== undefined
  const event = { reason, origin: request, ...(known ? { participantId: error.participantId } : {}) }
  await deps.security.record({ type: 'access.unauthenticated', ...event })
  const cause = CAUSES[reason]
  if (cause) await deps.security.record({ type: cause, ...event })
}
