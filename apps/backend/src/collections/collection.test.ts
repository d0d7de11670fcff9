import type { CollectionEvent } from '@semiont/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CollectionCommand, type CollectionState, decide, evolve } from './collection.ts'

const ANNA = 'usr_01h455vb4pex5vsknk084sn02a'
const BEN = 'usr_01h455vb4pex5vsknk084sn02b'

const created: CollectionEvent = {
  type: 'collection.created',
  data: {
    name: 'Letters',
    description: '',
    kind: 'ordinary',
    everyone: null,
    members: [{ participantId: ANNA, role: 'owner' }],
  },
}

function given(...events: CollectionEvent[]) {
  const state = events.reduce<CollectionState | undefined>(evolve, undefined)
  return { state, when: (command: CollectionCommand) => decide(command, state) }
}

const setMember = (participantId: string, role: 'owner' | 'editor' | 'reader'): CollectionEvent => ({
  type: 'collection.memberSet',
  data: { participantId, role },
})

describe('a collection', () => {
  it('is created with its owners', () => {
    const { name, description, kind, everyone } = created.data
    expect(given().when({ type: 'CreateCollection', name, description, kind, everyone, owners: [ANNA] })).toEqual([
      created,
    ])
  })

  it('records only what really changes', () => {
    const { when } = given(created)
    expect(when({ type: 'ChangeCollection', name: 'Letters', description: 'Of 1914', everyone: null })).toEqual([
      { type: 'collection.described', data: { description: 'Of 1914' } },
    ])
    expect(when({ type: 'ChangeCollection' })).toEqual([])
    expect(when({ type: 'SetMember', participantId: ANNA, role: 'owner' })).toEqual([])
  })

  it('is opened to everyone and closed again', () => {
    const opened: CollectionEvent = { type: 'collection.everyoneSet', data: { everyone: 'reader' } }
    expect(given(created).when({ type: 'ChangeCollection', everyone: 'reader' })).toEqual([opened])
    expect(given(created, opened).when({ type: 'ChangeCollection', everyone: null })).toEqual([
      { type: 'collection.everyoneSet', data: { everyone: null } },
    ])
  })

  it('does not let its last owner go or become less', () => {
    const { when } = given(created, setMember(BEN, 'editor'))
    expect(() => when({ type: 'RemoveMember', participantId: ANNA })).toThrow(/without an owner/)
    expect(() => when({ type: 'SetMember', participantId: ANNA, role: 'reader' })).toThrow(/without an owner/)
  })

  it('lets an owner go when there is another', () => {
    const { when } = given(created, setMember(BEN, 'owner'))
    expect(when({ type: 'RemoveMember', participantId: ANNA })).toEqual([
      { type: 'collection.memberRemoved', data: { participantId: ANNA } },
    ])
  })

  it('says so when the member to be removed is none', () => {
    expect(() => given(created).when({ type: 'RemoveMember', participantId: BEN })).toThrow(/no member/)
  })

  it('is gone after its deletion', () => {
    const { state, when } = given(created, { type: 'collection.deleted', data: {} })
    expect(state).toBeUndefined()
    expect(() => when({ type: 'ChangeCollection', name: 'Again' })).toThrow(/no collection/)
  })

  it('always keeps an owner, whatever is tried', () => {
    const participant = fc.constantFrom(ANNA, BEN)
    const command: fc.Arbitrary<CollectionCommand> = fc.oneof(
      fc.record({
        type: fc.constant('SetMember' as const),
        participantId: participant,
        role: fc.constantFrom('owner' as const, 'editor' as const, 'reader' as const),
      }),
      fc.record({ type: fc.constant('RemoveMember' as const), participantId: participant }),
    )
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        let state = evolve(undefined, created)
        for (const each of commands) state = attempt(each, state).reduce<CollectionState | undefined>(evolve, state)
        expect(Object.values(state?.members ?? {})).toContain('owner')
      }),
    )
  })
})

function attempt(command: CollectionCommand, state: CollectionState | undefined): CollectionEvent[] {
  try {
    return decide(command, state)
  } catch {
    return []
  }
}
