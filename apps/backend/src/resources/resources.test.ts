import {
  archiveResource,
  cloneResource,
  createResource,
  getResource,
  getResourceTimeline,
  listResourceVersions,
  type Resource,
  unarchiveResource,
  updateResource,
} from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newCollection, newResource, problemOf, resourceOf, upload } from './testing/fixtures.ts'

let api: TestApi
let editor: ApiClient
let collectionId: string
beforeAll(async () => {
  api = await startTestApi({ worker: false })
  editor = await api.signUp('member', { name: 'Edda' })
  collectionId = await newCollection(editor)
})
afterAll(() => api.close())

const params = ({ id }: Resource) => ({ params: { id } })
const text = async ({ id }: Resource, version?: number) =>
  (await editor.request('GET', `/api/resources/${id}/text${version ? `?version=${version}` : ''}`)).text

describe('a resource', () => {
  it('is made of composed text, with its entity types by name', async () => {
    const resource = await editor.call(createResource, {
      body: {
        collectionId,
        name: 'Notes',
        text: '# Heading\n\nOf *some* people.',
        entityTypes: ['person', 'Work'],
        derivedFrom: [{ iri: 'https://example.org/source' }],
      },
    })
    expect(resource).toMatchObject({
      mediaType: 'text/markdown',
      entityTypes: [{ name: 'Person' }, { name: 'Work' }],
      createdBy: { id: editor.participantId, kind: 'person', name: 'Edda' },
      provenance: { generatedBy: { activity: 'composition' }, derivedFrom: [{ iri: 'https://example.org/source' }] },
    })
    expect(await text(resource)).toBe('Heading\nOf some people.')
    expect(await editor.call(getResource, params(resource))).toEqual(resource)
  })

  it('is changed field by field, each change in the timeline with before and after', async () => {
    const resource = await newResource(editor, collectionId, { name: 'Before' })
    const changed = await editor.call(updateResource, {
      ...params(resource),
      body: { name: 'After', description: 'Why', entityTypes: ['Event'], language: 'en', expectedVersion: 1 },
    })
    expect(changed).toMatchObject({ name: 'After', description: 'Why', language: 'en', version: 5, currentVersion: 1 })
    const { items } = await editor.call(getResourceTimeline, { ...params(resource), query: { limit: 4 } })
    expect(items.map(({ type, changes, version }) => ({ type, changes, version }))).toEqual([
      { type: 'resource.languageSet', version: 5, changes: [{ field: 'language', before: null, after: 'en' }] },
      {
        type: 'resource.entityTypesSet',
        version: 4,
        changes: [{ field: 'entityTypes', before: [], after: ['Event'] }],
      },
      { type: 'resource.described', version: 3, changes: [{ field: 'description', before: '', after: 'Why' }] },
      { type: 'resource.renamed', version: 2, changes: [{ field: 'name', before: 'Before', after: 'After' }] },
    ])
    expect(items.every((entry) => entry.actor.name === 'Edda' && entry.subject.id === resource.id)).toBe(true)
  })

  it('has a timeline with the annotations on it, paged in both directions', async () => {
    const resource = await newResource(editor, collectionId, { text: 'A passage to be marked.' })
    const target = { source: resource.id, selector: { type: 'TextQuoteSelector', exact: 'passage' } }
    await editor.request('POST', '/api/annotations', { type: 'Annotation', motivation: 'highlighting', target })
    const read = async (order: 'asc' | 'desc') => {
      const types: string[] = []
      let cursor: string | undefined
      do {
        const query = { limit: 1, order, ...(cursor ? { cursor } : {}) }
        const page = await editor.call(getResourceTimeline, { ...params(resource), query })
        types.push(...page.items.map((entry) => `${entry.subject.kind} ${entry.type}`))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      return types
    }
    expect(await read('asc')).toEqual(['resource resource.created', 'annotation annotation.created'])
    expect(await read('desc')).toEqual(['annotation annotation.created', 'resource resource.created'])
    expect((await editor.call(getResource, params(resource))).annotationCount).toBe(1)
  })

  it('refuses a stale change with what it is now', async () => {
    const resource = await newResource(editor, collectionId)
    await editor.call(updateResource, { ...params(resource), body: { name: 'Mine', expectedVersion: 1 } })
    const answer = await editor.request('PATCH', `/api/resources/${resource.id}`, {
      name: 'Theirs',
      expectedVersion: 1,
    })
    expect(problemOf(answer)).toMatchObject({
      status: 409,
      code: 'conflict',
      currentVersion: 2,
      current: { name: 'Mine' },
    })
  })

  it('lets exactly one of many changes made at once through', async () => {
    const resource = await newResource(editor, collectionId)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        editor.request(
          'PATCH',
          `/api/resources/${resource.id}`,
          { name: `Name ${index}` },
          { headers: { 'if-match': '"1"' } },
        ),
      ),
    )
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
    const winners = answers.filter((answer) => answer.status === 200).map(resourceOf)
    expect([await editor.call(getResource, params(resource))]).toEqual(winners)
  })

  it('is archived: readable, not listed, not changed; and comes back', async () => {
    const resource = await newResource(editor, collectionId, { name: 'Put away' })
    const archived = await editor.call(archiveResource, { ...params(resource), body: { expectedVersion: 1 } })
    expect(archived).toMatchObject({ archived: true, version: 2 })
    const change = await editor.request('PATCH', `/api/resources/${resource.id}`, { name: 'X', expectedVersion: 2 })
    expect(problemOf(change)).toMatchObject({
      status: 409,
      code: 'invalid-state',
      action: expect.stringContaining('unarchive'),
    })
    const listed = async (archived: string) =>
      (await editor.request('GET', `/api/resources?name=put+AWAY&archived=${archived}`)).text.includes(resource.id)
    expect([await listed('false'), await listed('true'), await listed('any')]).toEqual([false, true, true])
    const back = await editor.call(unarchiveResource, { ...params(resource), body: { expectedVersion: 2 } })
    expect(back.archived).toBe(false)
  })

  it('is cloned with its bytes and a word about its origin', async () => {
    const resource = await newResource(editor, collectionId, { name: 'Original', text: 'Shared.' })
    const copy = await editor.call(cloneResource, { ...params(resource), body: {} })
    expect(copy).toMatchObject({
      name: 'Original (copy)',
      sha256: resource.sha256,
      version: 1,
      provenance: { generatedBy: { activity: 'clone' }, derivedFrom: [{ resourceId: resource.id, version: 1 }] },
    })
    expect(await text(copy)).toBe('Shared.')
  })
})

describe('a wrong encoding', () => {
  const bytes = Buffer.from('Zażółć gęślą jaźń', 'utf8')
  const latin2 = Buffer.from('5a61bff3b3e62067eab66cb1206a61bcf1', 'hex')

  it('is corrected in a version of its own; the old one stays as it was marked', async () => {
    const resource = resourceOf(await upload(editor, { collectionId, encoding: 'windows-1252' }, latin2, 'text/plain'))
    const garbled = await text(resource)
    const corrected = await editor.call(updateResource, {
      ...params(resource),
      body: { encoding: 'iso-8859-2', expectedVersion: 1 },
    })
    expect(corrected).toMatchObject({ encoding: 'iso-8859-2', currentVersion: 2, sha256: resource.sha256 })
    expect(await text(corrected)).toBe(bytes.toString())
    expect(await text(corrected, 1)).toBe(garbled)
    const { items } = await editor.call(listResourceVersions, params(resource))
    expect(items.map(({ number, encoding }) => [number, encoding])).toEqual([
      [2, 'iso-8859-2'],
      [1, 'windows-1252'],
    ])
    expect(items[0]?.provenance).toMatchObject({
      generatedBy: { activity: 'correction' },
      derivedFrom: [{ resourceId: resource.id, version: 1 }],
    })
  })

  it('cannot be corrected into one that the bytes do not have', async () => {
    const resource = resourceOf(await upload(editor, { collectionId }, latin2, 'text/plain'))
    const change = { encoding: 'utf-8', expectedVersion: 1 }
    const answer = await editor.request('PATCH', `/api/resources/${resource.id}`, change)
    expect(problemOf(answer)).toMatchObject({ status: 422, reason: 'broken-encoding' })
    expect((await editor.call(getResource, params(resource))).version).toBe(1)
  })
})

it('is taken away as JSON-LD with its provenance', async () => {
  const resource = await newResource(editor, collectionId, { name: 'Taken away' })
  const { json, headers } = await editor.request('GET', `/api/resources/${resource.id}/jsonld`)
  const { publicUrl } = api.application.kernel.configuration
  expect(headers.get('content-type')).toBe('application/ld+json')
  expect(json).toMatchObject({
    '@id': `${publicUrl}/api/resources/${resource.id}`,
    '@type': ['schema:DigitalDocument', 'prov:Entity'],
    name: 'Taken away',
    sha256: resource.sha256,
    isPartOf: `${publicUrl}/api/collections/${collectionId}`,
    wasAttributedTo: {
      '@id': `${publicUrl}/api/participants/${editor.participantId}`,
      '@type': 'prov:Person',
      name: 'Edda',
    },
    wasGeneratedBy: { '@type': 'prov:Activity', activityType: 'composition' },
    hasVersion: [{ specializationOf: `${publicUrl}/api/resources/${resource.id}` }],
  })
})
