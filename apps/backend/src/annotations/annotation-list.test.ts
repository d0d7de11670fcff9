import {
  type Annotation,
  bindReference,
  getResourceReferences,
  getVocabulary,
  listAnnotations,
  mergeEntityType,
  changeEntityType,
  addEntityType,
  retireEntityType,
  getResource,
  type QueryInputOf,
  rejectAnnotation,
  unbindReference,
} from '@semiont/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotate, mark, quoting, refusal, type Scene, setScene } from './testing/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene()
})
afterAll(() => scene.close())

async function list(query: QueryInputOf<typeof listAnnotations>): Promise<Annotation[]> {
  const items: Annotation[] = []
  let cursor: string | undefined
  do {
    const page = await scene.reader.call(listAnnotations, {
      query: { limit: 3, ...query, ...(cursor ? { cursor } : {}) },
    })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return items
}

describe('a list of annotations', () => {
  let id: string
  let made: Record<string, Annotation>
  beforeAll(async () => {
    id = await scene.compose('0123456789 0123456789 0123456789')
    const type = (value: string) => ({ body: { type: 'TextualBody', value, purpose: 'classifying' } })
    made = {
      late: await annotate(scene.editor, mark(id, 20, 24, type('Person'))),
      whole: await annotate(scene.owner, { type: 'Annotation', motivation: 'assessing', target: id }),
      early: await annotate(scene.editor, mark(id, 2, 4, { motivation: ['commenting', 'tagging'] })),
      nested: await annotate(scene.owner, mark(id, 2, 3, type('Location'))),
      suggested: await annotate(scene.agent, mark(id, 8, 12, type('Organization'))),
      refused: await annotate(scene.agent, mark(id, 0, 1)),
    }
    const { refused } = made
    await scene.editor.call(rejectAnnotation, { params: { id: refused?.id ?? '' }, body: {} })
  })
  const names = (found: Annotation[]) =>
    found.map((annotation) => Object.entries(made).find(([, { id: other }]) => other === annotation.id)?.[0])

  it('comes in reading order, over pages, without what was rejected', async () => {
    expect(names(await list({ resourceId: id }))).toEqual(['whole', 'nested', 'early', 'suggested', 'late'])
  })

  it.each([
    ['newest', ['suggested', 'nested', 'early', 'whole', 'late']],
    ['oldest', ['late', 'whole', 'early', 'nested', 'suggested']],
  ] as const)('comes by time: %s', async (order, expected) => {
    expect(names(await list({ resourceId: id, order }))).toEqual(expected)
  })

  it('comes by last change', async () => {
    const found = await list({ resourceId: id, order: 'modified', status: ['rejected', 'suggested'] })
    expect(names(found)).toEqual(['refused', 'suggested'])
  })

  it.each<[string, QueryInputOf<typeof listAnnotations>, string[]]>([
    ['a range that passages overlap', { from: 3, to: 9 }, ['early', 'suggested']],
    ['a range that ends where a passage begins', { from: 12, to: 20 }, []],
    ['all that reaches beyond a point', { from: 11 }, ['suggested', 'late']],
    ['any of several motivations', { motivation: ['assessing', 'tagging'] }, ['whole', 'early']],
    ['an entity type by name', { entityType: 'pErson' }, ['late']],
    ['an entity type that nobody knows', { entityType: 'Unheard of' }, []],
    ['a status', { status: ['rejected'] }, ['refused']],
  ])('is narrowed to %s', async (_, query, expected) => {
    expect(names(await list({ resourceId: id, ...query }))).toEqual(expected)
  })

  it('is narrowed to creators', async () => {
    const creatorId = [scene.owner.participantId, scene.agent.participantId]
    expect(names(await list({ resourceId: id, creatorId }))).toEqual(['whole', 'nested', 'suggested'])
  })

  it('finds what is outside by its IRI, and what is in a collection', async () => {
    const source = `https://example.org/${'long'.repeat(1_000)}`
    const query = { collectionId: scene.collectionId }
    const { id: outside } = await annotate(scene.editor, { type: 'Annotation', target: source }, query)
    const short = { type: 'Annotation' as const, target: 'https://example.org/short' }
    await annotate(scene.editor, short, query)
    expect((await list({ source: short.target })).length).toBe(1)
    const inCollection = await list({ collectionId: scene.collectionId, limit: 100 })
    expect(inCollection.map((annotation) => annotation.id)).toContain(outside)
  })

  it.each([{ from: 1 }, { order: 'position' as const }, { cursor: 'bm90IGEgY3Vyc29y' }])(
    'refuses %j without what it needs',
    async (query) => {
      expect(await refusal(scene.reader.call(listAnnotations, { query }))).toMatchObject({ status: 400 })
    },
  )
})

describe('references', () => {
  it('are bound, bound to something else and unbound, and lead both ways', async () => {
    const from = await scene.compose('Call me Ishmael. Some years ago', { name: 'Novel' })
    const [to, other] = [
      await scene.compose('a sailor', { name: 'Ishmael' }),
      await scene.compose('a whale', { name: 'Moby' }),
    ]
    const body = { type: 'TextualBody', purpose: 'classifying', value: 'Person' }
    const { id } = await annotate(scene.editor, quoting(from, 'Ishmael', { motivation: 'linking', body }))
    const params = { id }
    const of = (resource: string) => scene.reader.call(getResourceReferences, { params: { id: resource } })
    expect((await of(from)).outgoing.items).toMatchObject([{ to: null, quote: { exact: 'Ishmael' } }])

    const bound = await scene.owner.call(bindReference, { params, body: { to, expectedVersion: 1 } })
    expect(bound).toMatchObject({ version: 2, reference: { resourceId: to, name: 'Ishmael' } })
    expect(bound.annotation.body).toEqual([
      body,
      { type: 'SpecificResource', purpose: 'identifying', source: `http://localhost:4000/api/resources/${to}` },
    ])
    expect(bound.entityTypes.map(({ name }) => name)).toEqual(['Person'])
    expect((await of(to)).incoming.items).toMatchObject([
      { annotationId: id, from: { resourceId: from, name: 'Novel' }, quote: { exact: 'Ishmael', prefix: 'Call me ' } },
    ])

    const stale = scene.owner.call(bindReference, { params, body: { to: other, expectedVersion: 1 } })
    expect(await refusal(stale)).toMatchObject({ code: 'conflict', currentVersion: 2 })
    await scene.owner.call(bindReference, { params, body: { to: `http://localhost:4000/api/resources/${other}` } })
    expect((await of(to)).incoming.items).toEqual([])
    expect((await of(other)).incoming.items).toHaveLength(1)
    expect(await list({ resourceId: from, reference: 'bound' })).toHaveLength(1)

    const unbound = await scene.editor.call(unbindReference, { params })
    expect(unbound.reference).toBeNull()
    expect(unbound.annotation.body).toEqual([body])
    expect((await of(other)).incoming.items).toEqual([])
    expect(await list({ resourceId: from, reference: 'unresolved' })).toHaveLength(1)
  })

  it('come in pages', async () => {
    const [from, to] = [await scene.compose('word '.repeat(20)), await scene.compose('thing')]
    const annotations = Array.from({ length: 5 }, (_, index) => ({
      ...mark(from, index * 5, index * 5 + 4, { motivation: 'linking' }),
      body: { type: 'SpecificResource', purpose: 'identifying', source: to },
    }))
    await scene.editor.request('POST', '/api/annotations/bulk', { annotations })
    const seen: (number | null | undefined)[] = []
    let cursor: string | undefined
    do {
      const query = { limit: 2, ...(cursor ? { outgoingCursor: cursor } : {}) }
      const { outgoing } = await scene.reader.call(getResourceReferences, { params: { id: from }, query })
      seen.push(...outgoing.items.map(({ anchor }) => anchor?.start))
      cursor = outgoing.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([0, 5, 10, 15, 20])
    const first = await scene.reader.call(getResourceReferences, { params: { id: to }, query: { limit: 3 } })
    const rest = await scene.reader.call(getResourceReferences, {
      params: { id: to },
      query: { limit: 3, incomingCursor: first.incoming.nextCursor ?? '' },
    })
    const ids = [...first.incoming.items, ...rest.incoming.items].map(({ annotationId }) => annotationId)
    expect(new Set(ids).size).toBe(5)
  })

  it('are only what links', async () => {
    const id = await scene.compose('some text')
    const highlight = await annotate(scene.editor, mark(id, 0, 4))
    const bind = scene.editor.call(bindReference, { params: { id: highlight.id }, body: { to: id } })
    expect(await refusal(bind)).toMatchObject({ code: 'invalid-state' })
  })
})

describe('the vocabulary', () => {
  const shown = async (id: string) => (await scene.reader.request('GET', `/api/annotations/${id}/jsonld`)).text

  it('carries along what uses a renamed or merged entity type; the history keeps the old name', async () => {
    const { moderator } = scene
    const [ship, boat] = [
      await moderator.call(addEntityType, { body: { name: 'Ship', description: 'Floats' } }),
      await moderator.call(addEntityType, { body: { name: 'Boat' } }),
    ]
    const id = await scene.compose('The Pequod and the Jeroboam')
    const classified = (value: string) => ({ body: { type: 'TextualBody', purpose: 'classifying', value } })
    const pequod = await annotate(scene.editor, quoting(id, 'Pequod', classified('ship')))
    const jeroboam = await annotate(scene.editor, quoting(id, 'Jeroboam', classified('Boat')))
    const resource = await scene.administrator.request('PATCH', `/api/resources/${id}`, {
      entityTypes: ['Boat'],
      expectedVersion: 1,
    })
    expect(resource.status).toBe(200)

    await moderator.call(changeEntityType, { params: { id: ship.id }, body: { name: 'Vessel' } })
    expect(await shown(pequod.id)).toContain('"Vessel"')
    const stale = moderator.call(changeEntityType, {
      params: { id: ship.id },
      body: { name: 'X', expectedVersion: ship.version },
    })
    expect(await refusal(stale)).toMatchObject({ status: 409, code: 'conflict' })

    await moderator.call(mergeEntityType, { params: { id: boat.id }, body: { into: ship.id } })
    expect(await shown(jeroboam.id)).toContain('"Vessel"')
    expect(await list({ entityType: 'Vessel' })).toHaveLength(2)
    expect(await list({ entityType: boat.id })).toHaveLength(2)
    expect(await list({ entityType: 'boat' })).toHaveLength(2)
    expect((await scene.reader.call(getResource, { params: { id } })).entityTypes).toEqual([
      { id: ship.id, name: 'Vessel' },
    ])
    const again = await annotate(scene.editor, quoting(id, 'Jeroboam', classified('Boat')))
    expect(again.entityTypes).toEqual([{ id: ship.id, name: 'Vessel' }])
    const { entityTypes } = await scene.reader.call(getVocabulary)
    expect(entityTypes.find(({ id: other }) => other === ship.id)).toMatchObject({ usage: { annotations: 3 } })
    expect(entityTypes.find(({ id: other }) => other === boat.id)).toMatchObject({
      status: 'merged',
      mergedInto: { id: ship.id },
    })

    const { text } = await scene.reader.request('GET', `/api/annotations/${jeroboam.id}/timeline`)
    expect(text).toContain('"Boat"')
  })

  it('offers no retired type anew, and lets those that have it keep it', async () => {
    const { moderator } = scene
    const { id: fossil } = await moderator.call(addEntityType, { body: { name: 'Fossil' } })
    const id = await scene.compose('an ammonite')
    const body = { type: 'TextualBody', purpose: 'classifying', value: 'Fossil' }
    const old = await annotate(scene.editor, quoting(id, 'ammonite', { body }))
    await moderator.call(retireEntityType, { params: { id: fossil }, body: {} })
    expect(await refusal(annotate(scene.editor, quoting(id, 'ammonite', { body })))).toMatchObject({
      code: 'unprocessable-content',
    })
    const changes = { body: [body, { type: 'TextualBody', value: 'spiral' }] }
    const edited = await scene.editor.request('PATCH', `/api/annotations/${old.id}`, { changes, expectedVersion: 1 })
    expect(edited.json).toMatchObject({ entityTypes: [{ name: 'Fossil' }] })
  })

  it.each([
    ['editor', 403],
    ['owner', 403],
    ['reader', 403],
    ['siteReader', 403],
    ['moderator', 201],
    ['administrator', 201],
  ] as const)('lets the %s curate: %i', async (who, status) => {
    const answer = await scene[who].request('POST', '/api/vocabulary/entity-types', { name: `Of the ${who}` })
    expect(answer.status).toBe(status)
    expect((await scene[who].request('GET', '/api/vocabulary')).status).toBe(200)
  })

  it('refuses a name that differs only in case and white space', async () => {
    const body = { name: '  oF tHe   administrator ' }
    expect(await refusal(scene.moderator.call(addEntityType, { body }))).toMatchObject({ code: 'already-exists' })
  })

  it('takes changes of different terms at the same time', async () => {
    const added = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        scene.moderator.request('POST', '/api/vocabulary/entity-types', { name: `Twin ${index}` }),
      ),
    )
    expect(added.map(({ status }) => status)).toEqual(added.map(() => 201))
  })
})
