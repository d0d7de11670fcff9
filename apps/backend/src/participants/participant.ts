import {
  type AgentDescription,
  InvalidRequestError,
  type ParticipantEvent,
  type ParticipantStatus,
  type Role,
  SemiontError,
} from '@semiont/contract'

/** The state of a participant stream; undefined: not registered. */
export interface ParticipantState {
  kind: 'person' | 'agent'
  name: string
  role: Role
  status: ParticipantStatus
  agent: AgentDescription | null
}

export type ParticipantCommand =
  | { type: 'RegisterParticipant'; kind: 'person' | 'agent'; name: string; role: Role; agent: AgentDescription | null }
  | {
      type: 'ChangeParticipant'
      name?: string | undefined
      role?: Role | undefined
      status?: ParticipantStatus | undefined
      agent?: { [K in keyof AgentDescription]?: AgentDescription[K] | undefined } | undefined
    }

export function participantStream(id: string): string {
  return `participant-${id}`
}

export const PARTICIPANTS_SCOPE = 'participants'

export function decide(command: ParticipantCommand, state: ParticipantState | undefined): ParticipantEvent[] {
  if (command.type === 'RegisterParticipant') {
    if (state) throw new SemiontError('already-exists', 'This participant is registered already.')
    const { kind, name, role, agent } = command
    return [{ type: 'participant.registered', data: { kind, name, role, agent } }]
  }
  if (!state) throw new SemiontError('invalid-state', 'This participant is not registered.')
  return changes(command, state)
}

function changes(
  command: ParticipantCommand & { type: 'ChangeParticipant' },
  state: ParticipantState,
): ParticipantEvent[] {
  const { name = state.name, role = state.role, status = state.status } = command
  const events: ParticipantEvent[] = []
  if (name !== state.name) events.push({ type: 'participant.renamed', data: { before: state.name, after: name } })
  if (role !== state.role) events.push({ type: 'participant.roleChanged', data: { before: state.role, after: role } })
  const agent = command.agent && describe(state, command.agent)
  if (agent && state.agent)
    events.push({ type: 'participant.agentDescribed', data: { before: state.agent, after: agent } })
  if (status !== state.status) {
    const type = status === 'active' ? 'participant.enabled' : 'participant.disabled'
    events.push({ type, data: { before: state.status, after: status } })
  }
  return events
}

/** The new description, or undefined when nothing changes. */
function describe(
  state: ParticipantState,
  change: { [K in keyof AgentDescription]?: AgentDescription[K] | undefined },
): AgentDescription | undefined {
  if (!state.agent)
    throw new InvalidRequestError([{ path: 'body.agent', message: 'is only for agents; this is a person' }])
  const { software, softwareVersion, model, ownerId } = state.agent
  const after: AgentDescription = {
    software: change.software ?? software,
    softwareVersion: change.softwareVersion === undefined ? softwareVersion : change.softwareVersion,
    model: change.model === undefined ? model : change.model,
    ownerId: change.ownerId ?? ownerId,
  }
  const same =
    after.software === software &&
    after.softwareVersion === softwareVersion &&
    after.model === model &&
    after.ownerId === ownerId
  return same ? undefined : after
}

export function evolve(state: ParticipantState | undefined, event: ParticipantEvent): ParticipantState | undefined {
  if (event.type === 'participant.registered') return { ...event.data, status: 'active' }
  if (!state) return state
  switch (event.type) {
    case 'participant.renamed':
      return { ...state, name: event.data.after }
    case 'participant.roleChanged':
      return { ...state, role: event.data.after }
    case 'participant.agentDescribed':
      return { ...state, agent: event.data.after }
    case 'participant.disabled':
    case 'participant.enabled':
      return { ...state, status: event.data.after }
  }
}
