import { NotFoundError, type ResourceEvent, SemiontError, type VersionRecord } from '@semiont/contract'

/** The state of a resource stream; undefined: it does not exist, or no longer. */
export interface ResourceState {
  collectionId: string
  name: string
  description: string
  language: string | null
  /** Ids of the vocabulary. */
  entityTypes: readonly string[]
  archived: boolean
  /** Oldest first; a version never changes. */
  versions: readonly VersionRecord[]
}

export interface NewResource {
  collectionId: string
  name: string
  description: string
  language: string | null
  entityTypes: readonly string[]
  version: VersionRecord
}

export type ResourceCommand =
  | ({ type: 'CreateResource' } & NewResource)
  | ({ type: 'CloneResource' } & NewResource)
  | {
      type: 'ChangeResource'
      name?: string | undefined
      description?: string | undefined
      language?: string | null | undefined
      entityTypes?: readonly string[] | undefined
      collectionId?: string | undefined
      /** The bytes of the current version read with another encoding. */
      reread?: VersionRecord | undefined
    }
  | { type: 'ArchiveResource' }
  | { type: 'UnarchiveResource' }

export function resourceStream(id: string): string {
  return `resource-${id}`
}

export function resourceIdOf(streamId: string): string {
  return streamId.slice('resource-'.length)
}

export function currentVersion(state: Pick<ResourceState, 'versions'>): VersionRecord {
  const current = state.versions.at(-1)
  if (!current) throw new Error('a resource without a version')
  return current
}

/** @throws NotFoundError, SemiontError `invalid-state` for a change of an archived resource */
export function decide(command: ResourceCommand, state: ResourceState | undefined): ResourceEvent[] {
  if (command.type === 'CreateResource' || command.type === 'CloneResource') return create(command, state)
  if (!state) throw new NotFoundError('resource', '')
  switch (command.type) {
    case 'ChangeResource':
      return changes(command, state)
    case 'ArchiveResource':
      return state.archived ? [] : [{ type: 'resource.archived', data: {} }]
    case 'UnarchiveResource':
      return state.archived ? [{ type: 'resource.unarchived', data: {} }] : []
  }
}

function create(
  { type, ...data }: ResourceCommand & { type: 'CreateResource' | 'CloneResource' },
  state: ResourceState | undefined,
): ResourceEvent[] {
  if (state) throw new SemiontError('already-exists', 'This resource exists already.')
  return [
    {
      type: type === 'CreateResource' ? 'resource.created' : 'resource.cloned',
      data: { ...data, entityTypes: [...data.entityTypes] },
    },
  ]
}

function changes(command: ResourceCommand & { type: 'ChangeResource' }, state: ResourceState): ResourceEvent[] {
  const { name = state.name, description = state.description, entityTypes = state.entityTypes } = command
  const { collectionId = state.collectionId, reread } = command
  const language = command.language === undefined ? state.language : command.language
  const events: ResourceEvent[] = []
  if (name !== state.name) events.push({ type: 'resource.renamed', data: { name } })
  if (description !== state.description) events.push({ type: 'resource.described', data: { description } })
  if (!sameMembers(entityTypes, state.entityTypes)) {
    events.push({ type: 'resource.entityTypesSet', data: { entityTypes: [...entityTypes] } })
  }
  if (language !== state.language) events.push({ type: 'resource.languageSet', data: { language } })
  if (reread && reread.encoding !== currentVersion(state).encoding) {
    events.push({ type: 'resource.encodingCorrected', data: { version: reread } })
  }
  if (collectionId !== state.collectionId) events.push({ type: 'resource.moved', data: { collectionId } })
  if (events.length > 0) assertNotArchived(state)
  return events
}

function assertNotArchived(state: ResourceState): void {
  if (!state.archived) return
  throw new SemiontError('invalid-state', `"${state.name}" is archived.`, {
    action: 'Bring it back first (unarchive), then change it.',
  })
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id))
}

export function evolve(state: ResourceState | undefined, event: ResourceEvent): ResourceState | undefined {
  if (event.type === 'resource.created' || event.type === 'resource.cloned') {
    const { version, ...rest } = event.data
    return { ...rest, archived: false, versions: [version] }
  }
  if (!state) return undefined
  switch (event.type) {
    case 'resource.renamed':
    case 'resource.described':
    case 'resource.entityTypesSet':
    case 'resource.languageSet':
    case 'resource.moved':
      return { ...state, ...event.data }
    case 'resource.versionAdded':
    case 'resource.encodingCorrected':
      return { ...state, versions: [...state.versions, event.data.version] }
    case 'resource.archived':
      return { ...state, archived: true }
    case 'resource.unarchived':
      return { ...state, archived: false }
    case 'resource.deleted':
      return undefined
  }
}
