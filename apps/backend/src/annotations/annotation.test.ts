import type { AnnotationEvent, StoredTarget } from '@semiont/contract'
import { describe, expect, it } from 'vitest'
import { type AnnotationCommand, type AnnotationContent, type AnnotationState, decide, evolve } from './annotation.ts'

const THING = 'res_01h455vb4pex5vsknk084sn02q'
const OTHER = 'res_01h455vb4pex5vsknk084sn02r'
const target: StoredTarget = { iri: THING, resourceId: THING, resourceVersion: 1, anchor: null }
const content = (more: object = {}): AnnotationContent => ({
  annotation: { type: 'Annotation', target: THING, ...more },
  targets: [target],
  terms: [],
})
const created = (more: object = {}, status: 'accepted' | 'suggested' = 'accepted'): AnnotationEvent => ({
  type: 'annotation.created',
  data: {
    ...content(more),
    annotation: { ...content(more).annotation },
    targets: [target],
    terms: [],
    collectionId: 'col_1',
    status,
  },
})

const fold = (events: readonly AnnotationEvent[]): AnnotationState =>
  events.reduce<AnnotationState>(
    (state, event, index) =>
      evolve(state, { ...event, actor: 'usr_a', occurredAt: `2026-01-0${index + 1}T00:00:00.000Z` }),
    undefined,
  )
const given = (...events: AnnotationEvent[]) => ({
  when: (command: AnnotationCommand) => decide(command, fold(events)),
  state: fold(events),
})
const linking = { motivation: 'linking', body: [{ type: 'TextualBody', purpose: 'classifying', value: 'Person' }] }
const bound = (iri: string): AnnotationEvent => ({
  type: 'annotation.referenceBound',
  data: { iri, resourceId: iri, previous: null },
})

describe('an annotation', () => {
  it('is created once', () => {
    const create: AnnotationCommand = {
      type: 'CreateAnnotation',
      content: content(),
      collectionId: 'col_1',
      status: 'accepted',
    }
    expect(given().when(create)).toEqual([created()])
    expect(() => given(created()).when(create)).toThrow('already')
  })

  it('belongs to whoever created it, and remembers when it last changed', () => {
    const { state } = given(created(), { type: 'annotation.edited', data: { ...data({ motivation: 'tagging' }) } })
    expect(state).toMatchObject({
      creatorId: 'usr_a',
      createdAt: '2026-01-01T00:00:00.000Z',
      modifiedAt: '2026-01-02T00:00:00.000Z',
    })
  })

  it('is not edited into what it is', () => {
    expect(given(created()).when({ type: 'EditAnnotation', content: content({ motivation: undefined }) })).toEqual([])
    expect(given(created()).when({ type: 'EditAnnotation', content: content({ motivation: 'tagging' }) })).toEqual([
      { type: 'annotation.edited', data: data({ motivation: 'tagging' }) },
    ])
  })

  it('cannot be changed once deleted', () => {
    const deleted = given(created(), { type: 'annotation.deleted', data: {} })
    expect(deleted.state).toBeUndefined()
    expect(() => deleted.when({ type: 'DeleteAnnotation' })).toThrow('no such annotation')
  })

  const data = (more: object) => ({ annotation: { ...content(more).annotation }, targets: [target], terms: [] })
})

describe('a suggestion', () => {
  const suggestion = created({}, 'suggested')
  const accept: AnnotationCommand = { type: 'AcceptAnnotation' }
  const reject: AnnotationCommand = { type: 'RejectAnnotation', reason: 'no' }
  const accepted: AnnotationEvent = { type: 'annotation.accepted', data: {} }
  const rejected: AnnotationEvent = { type: 'annotation.rejected', data: { reason: 'no' } }

  it('is accepted and rejected, and back again, each once', () => {
    expect(given(suggestion).when(accept)).toEqual([accepted])
    expect(given(suggestion, accepted).when(accept)).toEqual([])
    expect(given(suggestion, accepted).when(reject)).toEqual([rejected])
    expect(given(suggestion, rejected).when(reject)).toEqual([])
    expect(given(suggestion, rejected).when(accept)).toEqual([accepted])
  })

  it('is what only an annotation is that began as one', () => {
    expect(() => given(created()).when(accept)).toThrow('Only a suggestion')
    expect(() => given(created()).when(reject)).toThrow('Only a suggestion')
  })
})

describe('a reference', () => {
  const bind = (iri: string): AnnotationCommand => ({ type: 'BindReference', iri })

  it('is bound, with what it was bound to before', () => {
    expect(given(created(linking)).when(bind(THING))).toEqual([bound(THING)])
    expect(given(created(linking), bound(THING)).when(bind(OTHER))).toEqual([
      {
        type: 'annotation.referenceBound',
        data: { iri: OTHER, resourceId: OTHER, previous: { iri: THING, resourceId: THING } },
      },
    ])
    expect(given(created(linking), bound(THING)).when(bind(THING))).toEqual([])
  })

  it('keeps the other bodies, and the terms they carry', () => {
    const state = given(
      {
        ...created({
          motivation: 'linking',
          body: [{ type: 'SpecificResource', purpose: 'identifying', source: THING }, ...linking.body],
        }),
      },
      { type: 'annotation.referenceUnbound', data: { previous: { iri: THING, resourceId: THING } } },
    ).state
    expect(state?.annotation.body).toEqual(linking.body)
    const again = given(created(linking), bound('https://example.org/x')).state
    expect(again?.annotation.body).toEqual([
      ...linking.body,
      { type: 'SpecificResource', purpose: 'identifying', source: 'https://example.org/x' },
    ])
  })

  it('moves the terms of the bodies behind it', () => {
    const term = { body: 1, entityTypeId: 'ety_1', tagSchemaId: null, tagNumber: null }
    const state = evolve(
      {
        ...content({ body: [{ type: 'SpecificResource', purpose: 'identifying', source: THING }, ...linking.body] }),
        terms: [term],
        collectionId: 'col_1',
        creatorId: 'usr_a',
        status: 'accepted',
        wasSuggested: false,
        createdAt: '',
        modifiedAt: '',
      },
      {
        type: 'annotation.referenceUnbound',
        data: { previous: { iri: THING, resourceId: THING } },
        actor: 'usr_a',
        occurredAt: '2026-01-01T00:00:00.000Z',
      },
    )
    expect(state?.terms).toEqual([{ ...term, body: 0 }])
  })

  it('turns a bodyValue into the body it stands for', () => {
    const { state } = given(created({ motivation: 'linking', bodyValue: 'see' }), bound(THING))
    expect(state?.annotation.bodyValue).toBeUndefined()
    expect(state?.annotation.body).toMatchObject([{ value: 'see' }, { source: THING }])
  })

  it('is the link itself where nothing identifies', () => {
    const plain = given(created({ motivation: 'linking', body: 'https://example.org/a' }))
    expect(plain.when({ type: 'UnbindReference' })).toEqual([
      { type: 'annotation.referenceUnbound', data: { previous: { iri: 'https://example.org/a', resourceId: null } } },
    ])
  })

  it('can only be bound by an annotation that links, and unbound only once', () => {
    expect(() => given(created({ motivation: 'highlighting' })).when(bind(THING))).toThrow('no reference')
    expect(given(created(linking)).when({ type: 'UnbindReference' })).toEqual([])
  })
})
