import {
  createAgent,
  createParticipant,
  getParticipant,
  listParticipants,
  updateParticipant as updateEndpoint,
} from '@semiont/contract'
import type { Feature } from '../kernel/feature.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { route } from '../kernel/route.ts'
import { emailKey } from './email-key.ts'
import { assertAdministrator, assertMayRegisterAgent } from './participant-policy.ts'
import { findParticipants, getParticipantById, visibleTo } from './participant-queries.ts'
import { participantProjections } from './participant-view.ts'
import { registerParticipant } from './register-participant.ts'
import { updateParticipant, type UpdateParticipantDeps } from './update-participant.ts'

export function createParticipantsFeature(
  kernel: Kernel,
  { security, endSessions }: Pick<UpdateParticipantDeps, 'security' | 'endSessions'>,
): Feature {
  const { db } = kernel
  const deps: UpdateParticipantDeps = { ...kernel, security, endSessions }
  return {
    projections: participantProjections,
    routes: [
      route(listParticipants, async ({ actor, query }) => await findParticipants(db, actor, query)),
      route(getParticipant, async ({ actor, params }) => visibleTo(actor, await getParticipantById(db, params.id))),
      route(updateEndpoint, async ({ actor, params, body, request }) =>
        updateParticipant(deps, actor, params.id, body, request),
      ),
      route(createParticipant, async ({ actor, body: { name, email, role }, request: origin }) => {
        assertAdministrator(actor, 'Registering people')
        return await registerParticipant(deps, {
          kind: 'person',
          name,
          role,
          agent: null,
          email: email === undefined ? null : { address: email, key: emailKey(email) },
          invited: true,
          by: actor.id,
          origin,
        })
      }),
      route(createAgent, async ({ actor, body: { name, role, ...description }, request: origin }) => {
        assertMayRegisterAgent(actor, role)
        return await registerParticipant(deps, {
          kind: 'agent',
          name,
          role,
          agent: { ...description, ownerId: actor.id },
          email: null,
          invited: true,
          by: actor.id,
          origin,
        })
      }),
    ],
  }
}
