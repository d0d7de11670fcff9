import { type EndpointDefinition, endpoints, type Role, type Scope, SCOPES } from '@semiont/contract'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../kernel/actor.ts'
import { assertScope, requirementOf } from './scope-policy.ts'

const closed = endpoints.filter(({ access }) => access === 'session')

function actor(role: Role, scopes: Scope[] | null): Actor {
  return { id: 'usr_1', kind: 'person', name: 'Ada', role, scopes }
}

function passes(who: Actor, definition: EndpointDefinition): boolean {
  try {
    assertScope(who, definition)
    return true
  } catch {
    return false
  }
}

const named = (requirement: string) =>
  closed.filter((definition) => requirementOf(definition) === requirement).map(({ operationId }) => operationId)

describe('what each endpoint asks of a token', () => {
  it('is a full session for managing accounts and tokens', () => {
    expect(named('session').toSorted()).toEqual([
      'createAgentToken',
      'createMyToken',
      'createSignInLink',
      'deleteAgentToken',
      'deleteMyToken',
      'endSession',
      'listAgentTokens',
      'listMyTokens',
      'listSessions',
      'setPassword',
      'signOut',
      'signOutEverywhere',
      'updateMe',
    ])
  })

  it('is admin for people and security events', () => {
    expect(named('admin').toSorted()).toEqual([
      'createParticipant',
      'listSecurityEvents',
      'summarizeSecurityEvents',
      'updateParticipant',
    ])
  })

  it('is read for what changes nothing, presence included', () => {
    for (const definition of closed) {
      const changes = definition.method !== 'GET' && !['setPresence', 'leavePresence'].includes(definition.operationId)
      if (changes) expect(['annotate', 'write', 'admin', 'session']).toContain(requirementOf(definition))
      else expect(['read', 'admin', 'session']).toContain(requirementOf(definition))
    }
  })

  it('is annotate exactly for changes to annotations', () => {
    const annotating = closed.filter((definition) => requirementOf(definition) === 'annotate')
    expect(annotating.map(({ operationId }) => operationId)).toContain('createAnnotation')
    for (const definition of closed.filter(({ path }) => path.startsWith('/api/annotations'))) {
      expect([definition.operationId, requirementOf(definition)]).toEqual([
        definition.operationId,
        definition.method === 'GET' ? 'read' : 'annotate',
      ])
    }
  })
})

describe('a token', () => {
  it.each(SCOPES)('with the scope %s passes where it or less is asked, and nowhere else', (scope) => {
    for (const definition of closed) {
      const requirement = requirementOf(definition)
      const expected = requirement !== 'session' && SCOPES.indexOf(scope) >= SCOPES.indexOf(requirement)
      expect([definition.operationId, passes(actor('administrator', [scope]), definition)]).toEqual([
        definition.operationId,
        expected,
      ])
    }
  })

  it('without a scope passes nowhere', () => {
    for (const definition of closed) expect(passes(actor('administrator', []), definition)).toBe(false)
  })
})

it('a full session passes everywhere, that of a reader only where it reads or manages its own account', () => {
  for (const definition of closed) {
    expect(passes(actor('member', null), definition)).toBe(true)
    const mayRead = ['read', 'session'].includes(requirementOf(definition))
    expect([definition.operationId, passes(actor('reader', null), definition)]).toEqual([
      definition.operationId,
      mayRead,
    ])
  }
})
