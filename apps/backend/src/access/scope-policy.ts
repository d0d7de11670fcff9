import { type EndpointDefinition, ForbiddenError, SCOPES, type Scope } from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'

/** What an endpoint asks of a token: a scope, or a full session because it manages the account itself. */
export type Requirement = Scope | 'session'

/** What does not follow from method and tag. Tokens cannot make tokens: a stolen one must not outlive its expiry. */
const EXCEPTIONS: Readonly<Record<string, Requirement>> = {
  signOut: 'session',
  signOutEverywhere: 'session',
  listSessions: 'session',
  endSession: 'session',
  updateMe: 'session',
  setPassword: 'session',
  listMyTokens: 'session',
  createMyToken: 'session',
  deleteMyToken: 'session',
  listAgentTokens: 'session',
  createAgentToken: 'session',
  deleteAgentToken: 'session',
  createSignInLink: 'session',
  createParticipant: 'admin',
  updateParticipant: 'admin',
  listSecurityEvents: 'admin',
  summarizeSecurityEvents: 'admin',
  setPresence: 'read',
  leavePresence: 'read',
}

export function requirementOf(definition: EndpointDefinition): Requirement {
  const exception = EXCEPTIONS[definition.operationId]
  if (exception) return exception
  if (definition.method === 'GET') return 'read'
  return definition.path === '/api/annotations' || definition.path.startsWith('/api/annotations/')
    ? 'annotate'
    : 'write'
}

/** Each scope includes the ones before it. */
export function scopeCovers(granted: readonly Scope[], needed: Scope): boolean {
  return granted.some((scope) => SCOPES.indexOf(scope) >= SCOPES.indexOf(needed))
}

/**
 * Holds an actor to the scopes of its token, and readers to reading.
 * @throws ForbiddenError with the scope that is missing
 */
export function assertScope(actor: Actor, definition: EndpointDefinition): void {
  const requirement = requirementOf(definition)
  if (requirement === 'session') {
    if (actor.scopes === null) return
    throw new ForbiddenError('Accounts and tokens are managed in a session, not with an access token.', {
      action: 'Sign in as a person.',
      extensions: { requiredScope: null },
    })
  }
  if (actor.scopes !== null && !scopeCovers(actor.scopes, requirement)) {
    throw new ForbiddenError(`This access token lacks the scope "${requirement}".`, {
      action: `Make a token with the scope "${requirement}".`,
      extensions: { requiredScope: requirement },
    })
  }
  if (actor.role === 'reader' && requirement !== 'read') {
    throw new ForbiddenError('Readers read; they change nothing.', { action: 'Ask an administrator for another role.' })
  }
}
