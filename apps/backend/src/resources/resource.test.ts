import type { ResourceEvent, VersionRecord } from '@semiont/contract'
import { describe, expect, it } from 'vitest'
import { decide, evolve, type ResourceCommand, type ResourceState } from './resource.ts'

const version: VersionRecord = {
  number: 1,
  mediaType: 'text/plain',
  size: 5,
  sha256: 'a'.repeat(64),
  encoding: 'windows-1252',
  text: { sha256: 'b'.repeat(64), length: 5, documentSha256: 'c'.repeat(64) },
  markable: { possible: true },
  activity: 'upload',
  fileName: 'letter.txt',
  derivedFrom: [],
}

const data = {
  collectionId: 'col_01h455vb4pex5vsknk084sn02q',
  name: 'Letter',
  description: '',
  language: 'de',
  entityTypes: ['ety_01h455vb4pex5vsknk084sn02q'],
  version,
}
const created: ResourceEvent = { type: 'resource.created', data }
const archived: ResourceEvent = { type: 'resource.archived', data: {} }

function given(...events: ResourceEvent[]) {
  const state = events.reduce<ResourceState | undefined>(evolve, undefined)
  return { state, when: (command: ResourceCommand) => decide(command, state) }
}

describe('a resource', () => {
  it('begins with its first version', () => {
    expect(given().when({ type: 'CreateResource', ...data })).toEqual([created])
    expect(given().when({ type: 'CloneResource', ...data })).toEqual([{ type: 'resource.cloned', data }])
    expect(given(created).state).toEqual({
      collectionId: data.collectionId,
      name: 'Letter',
      description: '',
      language: 'de',
      entityTypes: data.entityTypes,
      archived: false,
      versions: [version],
    })
  })

  it('is created once', () => {
    expect(() => given(created).when({ type: 'CreateResource', ...data })).toThrow(/exists already/)
  })

  it('records only what really changes, each as a fact of its own', () => {
    const { when } = given(created)
    const collectionId = 'col_01h455vb4pex5vsknk084sn02r'
    expect(when({ type: 'ChangeResource', name: 'Letter', language: null, entityTypes: [], collectionId })).toEqual([
      { type: 'resource.entityTypesSet', data: { entityTypes: [] } },
      { type: 'resource.languageSet', data: { language: null } },
      { type: 'resource.moved', data: { collectionId } },
    ])
    expect(when({ type: 'ChangeResource', name: 'Letter', entityTypes: data.entityTypes })).toEqual([])
  })

  it('keeps the old version when its encoding is corrected', () => {
    const reread: VersionRecord = { ...version, number: 2, encoding: 'iso-8859-2', activity: 'correction' }
    const corrected: ResourceEvent = { type: 'resource.encodingCorrected', data: { version: reread } }
    expect(given(created).when({ type: 'ChangeResource', reread })).toEqual([corrected])
    expect(given(created, corrected).state?.versions).toEqual([version, reread])
    expect(given(created).when({ type: 'ChangeResource', reread: { ...reread, encoding: 'windows-1252' } })).toEqual([])
  })

  it('takes on further versions', () => {
    const next = { ...version, number: 2, sha256: 'd'.repeat(64) }
    expect(given(created, { type: 'resource.versionAdded', data: { version: next } }).state?.versions).toEqual([
      version,
      next,
    ])
  })

  it('is archived and brought back, and says nothing when it is so already', () => {
    expect(given(created).when({ type: 'ArchiveResource' })).toEqual([archived])
    expect(given(created).when({ type: 'UnarchiveResource' })).toEqual([])
    expect(given(created, archived).when({ type: 'ArchiveResource' })).toEqual([])
    expect(given(created, archived).when({ type: 'UnarchiveResource' })).toEqual([
      { type: 'resource.unarchived', data: {} },
    ])
  })

  it('is not changed while it is archived', () => {
    const { when } = given(created, archived)
    expect(() => when({ type: 'ChangeResource', name: 'Other' })).toThrow(/is archived/)
    expect(when({ type: 'ChangeResource', name: 'Letter' })).toEqual([])
  })

  it('is gone after its deletion', () => {
    const { state, when } = given(created, { type: 'resource.deleted', data: {} })
    expect(state).toBeUndefined()
    expect(() => when({ type: 'ArchiveResource' })).toThrow(/no resource/)
  })
})
