import * as contract from '@semiont/contract'
import { SemiontError } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import { type Route, route } from '../kernel/route.ts'
import { inTransaction } from '@semiont/event-store'
import { assertAdministrator, getParticipantById, renameParticipant } from '../participants/index.ts'
import type { AccessDeps } from './access-deps.ts'
import { assertManagesAgent, createAccessToken, findAccessTokens, revokeAccessToken } from './access-token-store.ts'
import type { RateLimits } from './rate-limits.ts'
import { clearedCookies } from './session-answer.ts'
import { endSessions, findSessions } from './sessions.ts'
import { readPasswordState, setPassword } from './set-password.ts'
import { createSignInLink } from './sign-in-links.ts'

/** What one does with one's own account, and with those one answers for. */
export function accountRoutes(deps: AccessDeps & { limits: RateLimits }): Route[] {
  return [...sessionRoutes(deps), ...meRoutes(deps), ...tokenRoutes(deps), linkRoute(deps)]
}

function sessionRoutes(deps: AccessDeps): Route[] {
  return [
    route(contract.signOut, async ({ actor, request }) => {
      const which = { participantId: actor.id, ...(actor.sessionId === undefined ? {} : { only: actor.sessionId }) }
      await endSessions(deps.pool, which, 'signed out', deps.now())
      await deps.security.record({
        type: 'session.ended',
        reason: 'sign-out',
        participantId: actor.id,
        origin: request,
      })
      return new Response(null, { status: 204, headers: clearedCookies(deps) })
    }),
    route(contract.signOutEverywhere, async ({ actor, request }) => {
      const endedSessions = await endSessions(
        deps.pool,
        { participantId: actor.id },
        'signed out everywhere',
        deps.now(),
      )
      const details = { endedSessions }
      await deps.security.record({
        type: 'session.ended_everywhere',
        participantId: actor.id,
        origin: request,
        details,
      })
      return Response.json(details, { headers: clearedCookies(deps) })
    }),
    route(
      contract.listSessions,
      async ({ actor, query }) => await findSessions(deps.db, actor.id, actor.sessionId, query, deps.now()),
    ),
    route(contract.endSession, async ({ actor, params, request }) => {
      const ended = await endSessions(
        deps.pool,
        { participantId: actor.id, only: params.id },
        'ended by its owner',
        deps.now(),
      )
      if (ended === 0) throw new contract.NotFoundError('session', params.id)
      const event = { participantId: actor.id, origin: request, details: { sessionId: params.id } }
      await deps.security.record({ type: 'session.ended', reason: 'by-owner', ...event })
      return undefined
    }),
  ]
}

function meRoutes(deps: AccessDeps & { limits: RateLimits }): Route[] {
  return [
    route(contract.getMe, async ({ actor }) => await readMe(deps, actor)),
    route(contract.updateMe, async ({ actor, body, request }) => {
      await renameParticipant(deps, actor, body, request.id)
      return await readMe(deps, actor)
    }),
    route(contract.setPassword, async ({ actor, body, request }) => {
      await setPassword(deps, actor, body, request)
      return undefined
    }),
  ]
}

async function readMe(deps: AccessDeps, actor: Actor): Promise<contract.Me> {
  const [participant, password, identities] = await Promise.all([
    getParticipantById(deps.db, actor.id),
    readPasswordState(deps, actor),
    deps.pool.query<{ provider: string }>('select distinct provider from identities where participant_id = $1', [
      actor.id,
    ]),
  ])
  return {
    participant,
    role: actor.role,
    scopes: actor.scopes === null ? null : [...actor.scopes],
    sessionId: actor.sessionId ?? null,
    hasPassword: password.hash !== undefined,
    passwordNeedsCurrent: password.needsCurrent,
    providers: identities.rows.map(({ provider }) => provider),
  }
}

function tokenRoutes(deps: AccessDeps): Route[] {
  return [
    route(contract.listMyTokens, async ({ actor, query }) => await findAccessTokens(deps, actor.id, query)),
    route(
      contract.createMyToken,
      async ({ actor, body, request }) => await createAccessToken(deps, actor, actor.id, body, request),
    ),
    route(contract.deleteMyToken, async ({ actor, params, request }) => {
      await revokeAccessToken(deps, actor, actor.id, params.id, request)
      return undefined
    }),
    route(contract.listAgentTokens, async ({ actor, params, query }) => {
      await assertManagesAgent(deps, actor, params.id)
      return await findAccessTokens(deps, params.id, query)
    }),
    route(contract.createAgentToken, async ({ actor, params, body, request }) => {
      await assertManagesAgent(deps, actor, params.id)
      return await createAccessToken(deps, actor, params.id, body, request)
    }),
    route(contract.deleteAgentToken, async ({ actor, params, request }) => {
      await assertManagesAgent(deps, actor, params.id)
      await revokeAccessToken(deps, actor, params.id, params.tokenId, request)
      return undefined
    }),
  ]
}

function linkRoute(deps: AccessDeps): Route {
  return route(contract.createSignInLink, async ({ actor, params, body, request }) => {
    assertAdministrator(actor, 'Making sign-in links')
    const person = await getParticipantById(deps.db, params.id)
    if (person.kind === 'agent') {
      throw new SemiontError('invalid-state', 'An agent signs in with an access token, not with a link.', {
        action: `Make one with POST /api/agents/${person.id}/tokens.`,
      })
    }
    if (person.status === 'disabled') {
      throw new SemiontError('invalid-state', `${person.name} is disabled.`, { action: 'Enable the account first.' })
    }
    const link = await inTransaction(deps.pool, async (tx) => {
      const wanted = { participantId: person.id, createdBy: actor.id, expiresInHours: body.expiresInHours }
      const created = await createSignInLink(deps, tx, wanted)
      const event = { participantId: actor.id, origin: request, details: { for: person.id } }
      await deps.security.record({ type: 'link.created', ...event }, tx)
      return created
    })
    return { url: link.url, expiresAt: link.expiresAt.toISOString() }
  })
}
