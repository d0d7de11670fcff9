import {
  type Collection,
  createCollection,
  getCollection,
  listCollectionMembers,
  listCollections,
  removeCollectionMember,
  setCollectionMember,
  updateCollection,
} from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIBRARY_ID } from './library.ts'

let api: TestApi
let anna: ApiClient
let ben: ApiClient
beforeAll(async () => {
  api = await startTestApi()
  anna = await api.signUp('member', { name: 'Anna' })
  ben = await api.signUp('member', { name: 'Ben' })
})
afterAll(() => api.close())

const make = (name: string): Promise<Collection> => anna.call(createCollection, { body: { name } })
const at = ({ id }: Collection, participant?: ApiClient) => ({
  params: { id, ...(participant ? { participantId: participant.participantId } : {}) },
})

describe('the first collection', () => {
  it('is the Library, open to everyone, owned by the administrator', async () => {
    const library = await ben.call(getCollection, { params: { id: LIBRARY_ID } })
    expect(library).toMatchObject({
      name: 'Library',
      everyone: 'editor',
      role: null,
      permissions: { edit: true, manage: false },
      createdBy: { id: api.administrator.participantId },
    })
  })

  it('does not come back when it was deleted', async () => {
    await api.administrator.request('DELETE', `/api/collections/${LIBRARY_ID}`)
    const replica = await api.startReplica()
    const { items } = await api.administrator.at(replica.url).call(listCollections)
    expect(items.map((collection) => collection.id)).not.toContain(LIBRARY_ID)
    await replica.close()
  })
})

describe('a collection', () => {
  it('belongs to whoever makes it', async () => {
    const collection = await make('Letters')
    expect(collection).toMatchObject({
      name: 'Letters',
      description: '',
      kind: 'ordinary',
      everyone: null,
      version: 1,
      resourceCount: 0,
      memberCount: 1,
      role: 'owner',
      permissions: { edit: true, manage: true },
      createdBy: { name: 'Anna' },
    })
  })

  it('shows each member what the member may do', async () => {
    const collection = await make('Shared')
    expect((await ben.request('GET', `/api/collections/${collection.id}`)).status).toBe(404)
    const member = await anna.call(setCollectionMember, { ...at(collection, ben), body: { role: 'editor' } })
    expect(member).toMatchObject({ participant: { name: 'Ben' }, role: 'editor' })
    const seen = await ben.call(getCollection, at(collection))
    expect(seen).toMatchObject({ role: 'editor', memberCount: 2, permissions: { edit: true, manage: false } })
    await anna.call(setCollectionMember, { ...at(collection, ben), body: { role: 'reader' } })
    expect(await ben.call(getCollection, at(collection))).toMatchObject({
      role: 'reader',
      permissions: { edit: false },
    })
    const { items } = await ben.call(listCollectionMembers, at(collection))
    expect(items.map(({ participant, role }) => [participant.name, role])).toEqual([
      ['Anna', 'owner'],
      ['Ben', 'reader'],
    ])
    expect(items[1]?.since).toBe(member.since)
  })

  it('is left by whoever wants to, but not by its last owner', async () => {
    const collection = await make('To be left')
    await anna.call(setCollectionMember, { ...at(collection, ben), body: { role: 'reader' } })
    await ben.call(removeCollectionMember, at(collection, ben))
    expect((await ben.request('GET', `/api/collections/${collection.id}`)).status).toBe(404)
    const leaving = `/api/collections/${collection.id}/members/${anna.participantId}`
    expect(await anna.request('DELETE', leaving)).toMatchObject({ status: 409, json: { code: 'invalid-state' } })
    expect(await anna.request('PUT', leaving, { role: 'reader' })).toMatchObject({ status: 409 })
    await anna.call(setCollectionMember, { ...at(collection, ben), body: { role: 'owner' } })
    expect((await anna.request('DELETE', leaving)).status).toBe(204)
  })

  it('takes no member that is not there', async () => {
    const collection = await make('Empty')
    const path = `/api/collections/${collection.id}/members/usr_01h455vb4pex5vsknk084sn02q`
    expect((await anna.request('PUT', path, { role: 'reader' })).status).toBe(404)
    expect((await anna.request('DELETE', path)).status).toBe(404)
  })

  it('refuses a stale change with what it is now, and one that names no version', async () => {
    const collection = await make('Old')
    await anna.call(updateCollection, { ...at(collection), body: { name: 'New', expectedVersion: 1 } })
    const path = `/api/collections/${collection.id}`
    expect(await anna.request('PATCH', path, { name: 'Newer', expectedVersion: 1 })).toMatchObject({
      status: 409,
      json: { code: 'conflict', currentVersion: 2, current: { name: 'New' } },
    })
    expect((await anna.request('PATCH', path, { name: 'Newer' })).status).toBe(400)
    expect((await anna.request('DELETE', `${path}?expectedVersion=1`)).status).toBe(409)
    expect((await anna.request('PATCH', path, { name: 'Newer' }, { headers: { 'if-match': '"2"' } })).status).toBe(200)
  })

  it('is created once for one Idempotency-Key', async () => {
    const create = () =>
      anna.request('POST', '/api/collections', { name: 'Once' }, { headers: { 'idempotency-key': 'the-same' } })
    const [first, second] = [await create(), await create()]
    expect(second.json).toEqual(first.json)
    expect((await anna.call(listCollections, { query: { q: 'once' } })).items).toHaveLength(1)
  })
})

describe('a list of collections', () => {
  it('is sorted as people sort, and cut into pages without loss', async () => {
    for (const name of ['Box 10', 'box 9', 'Älteres', 'Box 9']) await make(name)
    const whole = (await anna.call(listCollections, { query: { limit: 200 } })).items.map(({ name }) => name)
    expect(whole.filter((name) => /box|Ä/i.test(name))).toEqual(['Älteres', 'box 9', 'Box 9', 'Box 10'])
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: Collection[]; nextCursor: string | null } = await anna.call(listCollections, {
        query: { limit: 2, ...(cursor ? { cursor } : {}) },
      })
      paged.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    } while (cursor)
    expect(paged).toEqual(whole)
  })

  it('shows only those into which one may write, when asked', async () => {
    const collection = await make('Look only')
    await anna.call(setCollectionMember, { ...at(collection, ben), body: { role: 'reader' } })
    const names = async (query: { editable?: 'true' }) =>
      (await ben.call(listCollections, { query: { ...query, limit: 200 } })).items.map(({ name }) => name)
    expect(await names({})).toContain('Look only')
    expect(await names({ editable: 'true' })).not.toContain('Look only')
  })
})
