import type { VocabularyEvent } from '@semiont/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type VocabularyCommand } from './change-term.ts'
import { presentEntityTypes, resolveEntityTypes } from './resolve-entity-types.ts'
import { seedEvents } from './seed.ts'
import { emptyVocabulary, evolve, findTerm, idsOf, livingTag, livingTerm, type VocabularyState } from './vocabulary.ts'

const fold = (events: readonly VocabularyEvent[]): VocabularyState =>
  events.reduce(
    (state, event, index) => evolve(state, { ...event, version: index + 1, occurredAt: '2026-01-01T00:00:00.000Z' }),
    emptyVocabulary,
  )
const given = (...events: VocabularyEvent[]) => ({
  when: (command: VocabularyCommand) => decide(command, fold(events)),
  state: fold(events),
})
const type = (id: string, name: string): VocabularyEvent => ({
  type: 'entityType.added',
  data: { id, name, description: null },
})
const schema = (id: string, name: string, ...tags: string[]): VocabularyEvent => ({
  type: 'tagSchema.added',
  data: {
    id,
    name,
    description: null,
    tags: tags.map((tag, index) => ({ number: index + 1, name: tag, description: null })),
  },
})
const add = (name: string): VocabularyCommand => ({
  type: 'AddTerm',
  kind: 'entityType',
  id: 'new',
  name,
  description: null,
  tags: [],
})

describe('adding a term', () => {
  it('tidies the white space of its name', () => {
    expect(given().when(add('  Sea   Route '))).toEqual([type('new', 'Sea Route')])
  })

  it.each(['person', 'PERSON', ' Person ', 'Ｐｅｒｓｏｎ'])('refuses %j where there is Person', (name) => {
    expect(() => given(type('p', 'Person')).when(add(name))).toThrow('Person already')
  })

  it('counts the white space inside a name only as one', () => {
    expect(() => given(type('p', 'Sea Route')).when(add('sea \t route'))).toThrow('already')
  })

  it('refuses the name of a retired term, and says that it can be restored', () => {
    const retired = given(type('p', 'Person'), { type: 'entityType.retired', data: { id: 'p' } })
    expect(() => retired.when(add('Person'))).toThrow(expect.objectContaining({ action: 'It is retired: restore it.' }))
  })

  it('lets an entity type and a tag schema have the same name', () => {
    expect(given(schema('s', 'Person', 'a')).when(add('Person'))).toEqual([type('new', 'Person')])
  })

  it('refuses a schema with the same tag twice', () => {
    const command: VocabularyCommand = {
      type: 'AddTerm',
      kind: 'tagSchema',
      id: 'new',
      name: 'Topic',
      description: null,
      tags: [{ name: 'A' }, { name: ' a' }],
    }
    expect(() => given().when(command)).toThrow('another tag')
  })
})

describe('changing a term', () => {
  const change = { type: 'ChangeTerm', kind: 'entityType', id: 'p' } as const

  it('records a new name with the old one', () => {
    expect(given(type('p', 'Person')).when({ ...change, name: 'Human' })).toEqual([
      { type: 'entityType.renamed', data: { id: 'p', from: 'Person', to: 'Human' } },
    ])
  })

  it('may change only the case of its own name', () => {
    expect(given(type('p', 'person')).when({ ...change, name: 'Person' })).toHaveLength(1)
  })

  it('does nothing when nothing changes', () => {
    expect(given(type('p', 'Person')).when({ ...change, name: 'Person', description: null })).toEqual([])
  })

  it('refuses a stale version with the current state', () => {
    const act = () =>
      given(type('p', 'Person'), type('q', 'Place')).when({ ...change, name: 'Human', expectedVersion: 9 })
    expect(act).toThrow(expect.objectContaining({ code: 'conflict', currentVersion: 1 }))
  })

  it('is not disturbed by changes of other terms', () => {
    const state = given(type('p', 'Person'), type('q', 'Place'))
    expect(state.when({ ...change, name: 'Human', expectedVersion: 1 })).toHaveLength(1)
  })

  it('keeps the numbers of tags, retires what is left out and never gives a number twice', () => {
    const before = [
      schema('s', 'Topic', 'A', 'B'),
      ...given(schema('s', 'Topic', 'A', 'B')).when(tags([{ number: 1, name: 'A' }])),
    ]
    const [event] = given(...before).when(tags([{ name: 'C' }, { number: 1, name: 'Alpha' }]))
    expect(event).toEqual({
      type: 'tagSchema.tagsChanged',
      data: {
        id: 's',
        tags: [
          { number: 3, name: 'C', description: null, retired: false },
          { number: 1, name: 'Alpha', description: null, retired: false },
          { number: 2, name: 'B', description: null, retired: true },
        ],
      },
    })
  })

  function tags(list: { number?: number; name: string }[]): VocabularyCommand {
    return { type: 'ChangeTerm', kind: 'tagSchema', id: 's', tags: list }
  }
})

describe('merging', () => {
  const merge = (id: string, into: string, kind: 'entityType' | 'tagSchema' = 'entityType'): VocabularyCommand => ({
    type: 'MergeTerm',
    kind,
    id,
    into,
  })
  const grow = (events: VocabularyEvent[], command: VocabularyCommand) => [...events, ...given(...events).when(command)]

  it('makes the name of the merged term lead to the other one', () => {
    const state = fold(grow([type('p', 'Person'), type('h', 'Human')], merge('h', 'p')))
    expect(findTerm(state, 'entityType', 'human')?.name).toBe('Person')
    expect(idsOf(state, 'p')).toEqual(['p', 'h'])
  })

  it('follows a chain of merges in one step', () => {
    const once = grow([type('a', 'A'), type('b', 'B'), type('c', 'C')], merge('a', 'b'))
    const state = fold(grow(once, merge('b', 'c')))
    expect(livingTerm(state, 'a')?.id).toBe('c')
    expect(presentEntityTypes(state, ['a', 'b'])).toEqual([{ id: 'c', name: 'C' }])
  })

  it('refuses to merge a term into itself, into a retired one, or twice', () => {
    expect(() => given(type('a', 'A')).when(merge('a', 'a'))).toThrow('another one')
    const retired = given(type('a', 'A'), type('b', 'B'), { type: 'entityType.retired', data: { id: 'b' } })
    expect(() => retired.when(merge('a', 'b'))).toThrow('retired')
    const merged = given(...grow([type('a', 'A'), type('b', 'B'), type('c', 'C')], merge('a', 'b')))
    expect(() => merged.when(merge('a', 'c'))).toThrow('merged into B')
  })

  it('carries the tags of a schema along: equal names become one, others join', () => {
    const events = grow(
      [schema('s', 'Old', 'Claim', 'Doubt'), schema('t', 'New', 'Proof', 'claim')],
      merge('s', 't', 'tagSchema'),
    )
    const state = fold(events)
    expect(livingTag(state, 's', 1)?.tag.name).toBe('claim')
    expect(livingTag(state, 's', 2)).toMatchObject({ schema: { name: 'New' }, tag: { number: 3, name: 'Doubt' } })
  })
})

describe('resolving entity types', () => {
  it('takes names and ids, in any case, once', () => {
    expect(resolveEntityTypes(given(type('p', 'Person')).state, ['person', 'p', 'PERSON'])).toEqual(['p'])
  })

  it('refuses what the vocabulary does not have, and new uses of what is retired', () => {
    const { state } = given(type('p', 'Person'), { type: 'entityType.retired', data: { id: 'p' } })
    expect(() => resolveEntityTypes(state, ['Ship'])).toThrow('no entity type Ship')
    expect(() => resolveEntityTypes(state, ['Person'])).toThrow('retired')
    expect(resolveEntityTypes(state, ['Person'], ['p'])).toEqual(['p'])
  })
})

describe('the vocabulary', () => {
  it('begins with the nine entity types', () => {
    let count = 0
    const state = fold(seedEvents((prefix) => `${prefix}_${(count += 1)}`))
    const names = [...state.values()].filter((term) => term.kind === 'entityType').map((term) => term.name)
    expect(names).toEqual([
      'Person',
      'Organization',
      'Location',
      'Event',
      'Concept',
      'Product',
      'Technology',
      'Date',
      'Work',
    ])
  })

  it('never holds two living terms of one name, nor a chain of merges, whatever is tried', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd')
    const command: fc.Arbitrary<VocabularyCommand> = fc.oneof(
      fc
        .record({ type: fc.constant('AddTerm' as const), id, name: fc.constantFrom('X', 'x ', 'Y', 'Z') })
        .map((input): VocabularyCommand => ({ ...input, kind: 'entityType', description: null, tags: [] })),
      fc.record({
        type: fc.constant('ChangeTerm' as const),
        kind: fc.constant('entityType' as const),
        id,
        name: fc.constantFrom('x', 'Y', 'Z'),
      }),
      fc.record({ type: fc.constant('MergeTerm' as const), kind: fc.constant('entityType' as const), id, into: id }),
      fc.record({
        type: fc.constantFrom('RetireTerm' as const, 'RestoreTerm' as const),
        kind: fc.constant('entityType' as const),
        id,
      }),
    )
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const events: VocabularyEvent[] = []
        for (const next of commands) {
          const state = fold(events)
          if (next.type === 'AddTerm' && state.has(next.id)) continue
          try {
            events.push(...decide(next, state))
          } catch {
            continue
          }
        }
        const terms = [...fold(events).values()]
        const living = terms.filter((term) => term.status !== 'merged').map((term) => term.name.toLowerCase())
        expect(new Set(living).size).toBe(living.length)
        for (const term of terms) {
          if (term.mergedInto) expect(fold(events).get(term.mergedInto)?.status).not.toBe('merged')
        }
      }),
      { numRuns: 200 },
    )
  })
})
