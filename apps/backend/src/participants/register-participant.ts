import { type AgentDescription, type Participant, type Role, SemiontError } from '@semiont/contract'
import { SYSTEM_ACTOR_ID } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Origin, SecurityLog } from '../security-events/index.ts'
import { decide, PARTICIPANTS_SCOPE, participantStream } from './participant.ts'
import { getParticipantById } from './participant-queries.ts'

export interface ParticipantDeps extends Pick<Kernel, 'events' | 'db' | 'now' | 'newId'> {
  security: SecurityLog
}

export interface Registration {
  kind: 'person' | 'agent'
  name: string
  role: Role
  agent: AgentDescription | null
  /** For people; `key` is what it is compared by. */
  email: { address: string; key: string } | null
  /** Registered by an administrator, who thereby let the person in; false: came in by an allowed domain. */
  invited: boolean
  /** Who registers: a participant; undefined: the system, at the first start or at a sign-in from an allowed domain. */
  by?: string
  origin?: Origin | undefined
}

/** @throws SemiontError `already-exists` when the e-mail address is taken */
export async function registerParticipant(deps: ParticipantDeps, registration: Registration): Promise<Participant> {
  const { kind, name, role, agent, email, by, origin } = registration
  const id = deps.newId(kind === 'person' ? 'usr' : 'agt')
  const append = {
    streamId: participantStream(id),
    scopeId: PARTICIPANTS_SCOPE,
    expectedVersion: 0,
    events: decide({ type: 'RegisterParticipant', kind, name, role, agent }, undefined),
  }
  await refusingTakenAddress(() =>
    deps.events.append(append, {
      actor: by ?? SYSTEM_ACTOR_ID,
      ...(origin ? { correlationId: origin.id } : {}),
      alsoInTransaction: async (tx) => {
        await tx.query(
          `insert into participant_accounts (participant_id, email, email_key, invited, created_at) values ($1, $2, $3, $4, $5)`,
          [id, email?.address, email?.key, registration.invited, deps.now()],
        )
        await deps.security.record(
          {
            type: 'participant.registered',
            ...(by === undefined ? {} : { participantId: by }),
            ...(origin ? { origin } : {}),
            details: { id, kind, role },
          },
          tx,
        )
      },
    }),
  )
  return await getParticipantById(deps.db, id)
}

/** Runs what stores an e-mail address. */
export async function refusingTakenAddress<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!isTakenAddress(error)) throw error
    throw new SemiontError('already-exists', 'Somebody with this e-mail address is registered already.', {
      action: 'Look for the address under People.',
      cause: error,
    })
  }
}

function isTakenAddress(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'participant_accounts_email_key_key'
}
