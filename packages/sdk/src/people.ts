import * as contract from '@semiont/contract'
import { paged } from './paged.ts'
import type { Transport } from './transport.ts'

type Body<D extends contract.EndpointDefinition> = contract.BodyInputOf<D>
type Query<D extends contract.EndpointDefinition> = NonNullable<contract.QueryInputOf<D>>

export function authCalls(transport: Transport) {
  return {
    withPassword: (body: Body<typeof contract.signInWithPassword>) =>
      transport.call(contract.signInWithPassword, { body }),
    withLink: (body: Body<typeof contract.signInWithLink>) => transport.call(contract.signInWithLink, { body }),
    refresh: (body: Body<typeof contract.refreshSession> = {}) => transport.call(contract.refreshSession, { body }),
    signOut: () => transport.call(contract.signOut),
    signOutEverywhere: () => transport.call(contract.signOutEverywhere),
    sessions: paged(transport, contract.listSessions),
    endSession: (id: string) => transport.call(contract.endSession, { params: { id } }),
  }
}

export function meCalls(transport: Transport) {
  return {
    get: () => transport.call(contract.getMe),
    update: (body: Body<typeof contract.updateMe>) => transport.call(contract.updateMe, { body }),
    setPassword: (body: Body<typeof contract.setPassword>) => transport.call(contract.setPassword, { body }),
    tokens: {
      ...paged(transport, contract.listMyTokens),
      create: (body: Body<typeof contract.createMyToken>) => transport.call(contract.createMyToken, { body }),
      delete: (id: string) => transport.call(contract.deleteMyToken, { params: { id } }),
    },
  }
}

export function participantCalls(transport: Transport) {
  return {
    ...paged(transport, contract.listParticipants),
    get: (id: string) => transport.call(contract.getParticipant, { params: { id } }),
    create: (body: Body<typeof contract.createParticipant>) => transport.call(contract.createParticipant, { body }),
    update: (id: string, body: Body<typeof contract.updateParticipant>) =>
      transport.call(contract.updateParticipant, { params: { id }, body }),
    createSignInLink: (id: string, body: Body<typeof contract.createSignInLink> = {}) =>
      transport.call(contract.createSignInLink, { params: { id }, body }),
    createAgent: (body: Body<typeof contract.createAgent>) => transport.call(contract.createAgent, { body }),
    agentTokens: {
      list: (id: string, query: Query<typeof contract.listAgentTokens> = {}) =>
        transport.call(contract.listAgentTokens, { params: { id }, query }),
      create: (id: string, body: Body<typeof contract.createAgentToken>) =>
        transport.call(contract.createAgentToken, { params: { id }, body }),
      delete: (id: string, tokenId: string) => transport.call(contract.deleteAgentToken, { params: { id, tokenId } }),
    },
  }
}
