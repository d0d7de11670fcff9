import {
  type CollectionEvent,
  type CollectionKind,
  type CollectionRole,
  type Everyone,
  NotFoundError,
  SemiontError,
} from '@semiont/contract'

/** The state of a collection stream; undefined: it does not exist, or no longer. */
export interface CollectionState {
  name: string
  description: string
  kind: CollectionKind
  everyone: Everyone
  members: Readonly<Record<string, CollectionRole>>
}

export type CollectionCommand =
  | {
      type: 'CreateCollection'
      name: string
      description: string
      kind: CollectionKind
      everyone: Everyone
      owners: readonly string[]
    }
  | {
      type: 'ChangeCollection'
      name?: string | undefined
      description?: string | undefined
      everyone?: Everyone | undefined
    }
  | { type: 'SetMember'; participantId: string; role: CollectionRole }
  | { type: 'RemoveMember'; participantId: string }
  | { type: 'DeleteCollection' }

export function collectionStream(id: string): string {
  return `collection-${id}`
}

/** @throws SemiontError `invalid-state` when the last owner would go, NotFoundError for a collection or member that is not there */
export function decide(command: CollectionCommand, state: CollectionState | undefined): CollectionEvent[] {
  if (command.type === 'CreateCollection') {
    if (state) throw new SemiontError('already-exists', 'This collection exists already.')
    const { name, description, kind, everyone, owners } = command
    const members = owners.map((participantId) => ({ participantId, role: 'owner' as const }))
    return [{ type: 'collection.created', data: { name, description, kind, everyone, members } }]
  }
  if (!state) throw new NotFoundError('collection', '')
  switch (command.type) {
    case 'ChangeCollection':
      return changes(command, state)
    case 'SetMember':
      return setMember(command, state)
    case 'RemoveMember':
      return removeMember(command.participantId, state)
    case 'DeleteCollection':
      return [{ type: 'collection.deleted', data: {} }]
  }
}

function changes(command: CollectionCommand & { type: 'ChangeCollection' }, state: CollectionState): CollectionEvent[] {
  const { name = state.name, description = state.description } = command
  const everyone = command.everyone === undefined ? state.everyone : command.everyone
  const events: CollectionEvent[] = []
  if (name !== state.name) events.push({ type: 'collection.renamed', data: { name } })
  if (description !== state.description) events.push({ type: 'collection.described', data: { description } })
  if (everyone !== state.everyone) events.push({ type: 'collection.everyoneSet', data: { everyone } })
  return events
}

function setMember(
  command: { participantId: string; role: CollectionRole },
  state: CollectionState,
): CollectionEvent[] {
  const { participantId, role } = command
  if (state.members[participantId] === role) return []
  if (role !== 'owner') assertNotLastOwner(participantId, state)
  return [{ type: 'collection.memberSet', data: { participantId, role } }]
}

function removeMember(participantId: string, state: CollectionState): CollectionEvent[] {
  if (state.members[participantId] === undefined) throw new NotFoundError('member', participantId)
  assertNotLastOwner(participantId, state)
  return [{ type: 'collection.memberRemoved', data: { participantId } }]
}

function assertNotLastOwner(participantId: string, state: CollectionState): void {
  const owners = Object.keys(state.members).filter((id) => state.members[id] === 'owner')
  if (owners.length === 1 && owners[0] === participantId) {
    throw new SemiontError('invalid-state', 'The collection would be left without an owner.', {
      action: 'Make another member an owner first.',
    })
  }
}

export function evolve(state: CollectionState | undefined, event: CollectionEvent): CollectionState | undefined {
  if (event.type === 'collection.created') {
    const { members, ...rest } = event.data
    return { ...rest, members: Object.fromEntries(members.map(({ participantId, role }) => [participantId, role])) }
  }
  if (!state) return undefined
  switch (event.type) {
    case 'collection.renamed':
    case 'collection.described':
    case 'collection.everyoneSet':
      return { ...state, ...event.data }
    case 'collection.memberSet':
      return { ...state, members: { ...state.members, [event.data.participantId]: event.data.role } }
    case 'collection.memberRemoved': {
      const { [event.data.participantId]: _removed, ...members } = state.members
      return { ...state, members }
    }
    case 'collection.deleted':
      return undefined
  }
}
