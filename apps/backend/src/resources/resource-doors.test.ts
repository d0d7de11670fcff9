import {
  type Collection,
  createCollection,
  createMyToken,
  createResource,
  setCollectionMember,
} from '@semiont/contract'
import type { ApiClient } from '@semiont/testkit/api'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROLES = [
  'administrator',
  'moderator',
  'owner',
  'editor',
  'reader',
  'stranger',
  'site reader',
  'read-only token',
  'nobody',
] as const
type RoleName = (typeof ROLES)[number]

/** Who gets through; everyone else who can see the collection is forbidden, who cannot sees nothing. */
type Door = {
  name: string
  ask: (
    client: ApiClient,
    at: { collection: string; resource: string; member: string },
  ) => ReturnType<ApiClient['request']>
  success: number
  open: 'readers' | 'editors' | 'owners' | 'signed in' | 'members of the site'
}

const get =
  (path: string): Door['ask'] =>
  (client, at) =>
    client.request('GET', at_(path, at))
const at_ = (path: string, at: Record<string, string>) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => at[name] ?? '')
const send =
  (method: string, path: string, body?: (at: Record<string, string>) => unknown): Door['ask'] =>
  (client, at) =>
    client.request(method, at_(path, at), body?.(at))

const RESOURCE = '/api/resources/{resource}'
const COLLECTION = '/api/collections/{collection}'

const DOORS: Door[] = [
  { name: 'read a resource', ask: get(RESOURCE), success: 200, open: 'readers' },
  { name: 'read its versions', ask: get(`${RESOURCE}/versions`), success: 200, open: 'readers' },
  { name: 'read its content', ask: get(`${RESOURCE}/content`), success: 200, open: 'readers' },
  { name: 'read its text', ask: get(`${RESOURCE}/text`), success: 200, open: 'readers' },
  { name: 'read its document', ask: get(`${RESOURCE}/document`), success: 200, open: 'readers' },
  { name: 'read its JSON-LD', ask: get(`${RESOURCE}/jsonld`), success: 200, open: 'readers' },
  { name: 'read its timeline', ask: get(`${RESOURCE}/timeline`), success: 200, open: 'readers' },
  {
    name: 'create a resource',
    ask: send('POST', '/api/resources', ({ collection }) => ({ collectionId: collection, name: 'New', text: 'Text.' })),
    success: 201,
    open: 'editors',
  },
  {
    name: 'upload a resource',
    ask: (client, { collection }) =>
      client.request('POST', `/api/resources/upload?collectionId=${collection}&name=New`, 'Text.', {
        headers: { 'content-type': 'text/plain' },
      }),
    success: 201,
    open: 'editors',
  },
  { name: 'clone it', ask: send('POST', `${RESOURCE}/clone`, () => ({})), success: 201, open: 'editors' },
  {
    name: 'change it',
    ask: send('PATCH', RESOURCE, () => ({ name: 'Other', expectedVersion: 1 })),
    success: 200,
    open: 'editors',
  },
  {
    name: 'archive it',
    ask: send('POST', `${RESOURCE}/archive`, () => ({ expectedVersion: 1 })),
    success: 200,
    open: 'editors',
  },
  {
    name: 'unarchive it',
    ask: send('POST', `${RESOURCE}/unarchive`, () => ({ expectedVersion: 1 })),
    success: 200,
    open: 'editors',
  },
  { name: 'delete it', ask: send('DELETE', RESOURCE), success: 204, open: 'editors' },
  { name: 'list resources', ask: get('/api/resources'), success: 200, open: 'signed in' },
  { name: 'search', ask: get('/api/search?q=text'), success: 200, open: 'signed in' },
  { name: 'list collections', ask: get('/api/collections'), success: 200, open: 'signed in' },
  {
    name: 'create a collection',
    ask: send('POST', '/api/collections', () => ({ name: 'Mine' })),
    success: 201,
    open: 'members of the site',
  },
  { name: 'read a collection', ask: get(COLLECTION), success: 200, open: 'readers' },
  { name: 'read its members', ask: get(`${COLLECTION}/members`), success: 200, open: 'readers' },
  {
    name: 'set a member',
    ask: send('PUT', `${COLLECTION}/members/{member}`, () => ({ role: 'reader' })),
    success: 200,
    open: 'owners',
  },
  { name: 'remove a member', ask: send('DELETE', `${COLLECTION}/members/{member}`), success: 204, open: 'owners' },
  {
    name: 'change a collection',
    ask: (client, at) =>
      client.request('PATCH', at_(COLLECTION, at), { name: 'X' }, { headers: { 'if-match': '"5"' } }),
    success: 200,
    open: 'owners',
  },
  { name: 'delete a collection', ask: send('DELETE', COLLECTION), success: 204, open: 'owners' },
  { name: 'ask for the sample library', ask: get('/api/sample-library'), success: 200, open: 'signed in' },
]

/** The role within the collection, for what is asked there. */
const WRITERS: Record<'editors' | 'owners', readonly RoleName[]> = {
  editors: ['administrator', 'owner', 'editor'],
  owners: ['administrator', 'owner'],
}
const SEES: readonly RoleName[] = ['administrator', 'owner', 'editor', 'reader', 'site reader', 'read-only token']
const WRITES_NOWHERE: readonly RoleName[] = ['site reader', 'read-only token']

function expected(door: Door, role: RoleName): number {
  if (role === 'nobody') return 401
  if (door.open === 'signed in') return door.success
  if (door.open === 'members of the site') return WRITES_NOWHERE.includes(role) ? 403 : door.success
  if (door.open === 'readers') return SEES.includes(role) ? door.success : 404
  if (WRITES_NOWHERE.includes(role)) return 403
  if (!SEES.includes(role)) return 404
  return WRITERS[door.open].includes(role) ? door.success : 403
}

let api: TestApi
const clients = new Map<RoleName, ApiClient>()
let extra: ApiClient
const client = (role: RoleName) => clients.get(role) ?? api.anonymous

beforeAll(async () => {
  api = await startTestApi({ worker: false })
  clients.set('administrator', api.administrator)
  clients.set('moderator', await api.signUp('moderator'))
  for (const name of ['owner', 'editor', 'reader', 'stranger'] as const)
    clients.set(name, await api.signUp('member', { name }))
  clients.set('site reader', await api.signUp('reader'))
  extra = await api.signUp('member', { name: 'extra' })
  const { token } = await client('owner').call(createMyToken, { body: { name: 'program', scopes: ['read'] } })
  clients.set('read-only token', api.anonymous.as(token, client('owner').participantId))
})
afterAll(() => api.close())

/** A private collection with everybody in it, and one resource. */
async function build(name = 'Secret'): Promise<{ collection: string; resource: string; member: string }> {
  const owner = client('owner')
  const collection: Collection = await owner.call(createCollection, { body: { name: 'Private' } })
  const members = { editor: 'editor', reader: 'reader', 'site reader': 'editor' } as const
  for (const [name, role] of Object.entries(members)) {
    await owner.call(setCollectionMember, {
      params: { id: collection.id, participantId: client(name as RoleName).participantId },
      body: { role },
    })
  }
  await owner.call(setCollectionMember, {
    params: { id: collection.id, participantId: extra.participantId },
    body: { role: 'editor' },
  })
  const resource = await owner.call(createResource, {
    body: { collectionId: collection.id, name, text: 'A text.', mediaType: 'text/plain' },
  })
  return { collection: collection.id, resource: resource.id, member: extra.participantId }
}

describe('every door of resources and collections, tried as each role', () => {
  it.each(DOORS)('$name', async (door) => {
    for (const role of ROLES) {
      const at = await build()
      const answer = await door.ask(client(role), at)
      expect({ role, status: answer.status }).toEqual({ role, status: expected(door, role) })
    }
  })

  it('lists and searches show nothing of what somebody cannot see', async () => {
    const at = await build('Unheardof')
    for (const role of ['moderator', 'stranger'] as const) {
      for (const path of ['/api/resources?limit=200', '/api/collections?limit=200', '/api/search?q=unheardof']) {
        const { text } = await client(role).request('GET', path)
        expect(text).not.toContain(at.collection)
        expect(text).not.toContain('Unheardof')
      }
    }
    const { text } = await client('reader').request('GET', '/api/search?q=unheardof')
    expect(text).toContain(at.resource)
  })

  it('everyone opens a collection to all who are signed in, for reading or for writing', async () => {
    const { id } = await client('owner').call(createCollection, { body: { name: 'Open', everyone: 'reader' } })
    const create = { collectionId: id, name: 'New', text: 'Text.' }
    expect((await client('stranger').request('GET', `/api/collections/${id}`)).status).toBe(200)
    expect((await client('stranger').request('POST', '/api/resources', create)).status).toBe(403)
    await client('owner').request('PATCH', `/api/collections/${id}`, { everyone: 'editor', expectedVersion: 1 })
    expect((await client('stranger').request('POST', '/api/resources', create)).status).toBe(201)
    expect((await client('site reader').request('POST', '/api/resources', create)).status).toBe(403)
  })

  it('moving needs the right to write in both collections', async () => {
    const at = await build()
    const other = await client('owner').call(createCollection, { body: { name: 'Other' } })
    const move = (role: RoleName, collectionId: string) =>
      client(role).request('PATCH', `/api/resources/${at.resource}`, { collectionId, expectedVersion: 1 })
    expect((await move('editor', other.id)).status).toBe(404)
    const owned = await client('stranger').call(createCollection, { body: { name: 'Theirs' } })
    expect((await move('stranger', owned.id)).status).toBe(404)
    expect((await move('owner', other.id)).status).toBe(200)
    expect((await client('editor').request('GET', `/api/resources/${at.resource}`)).status).toBe(404)
  })
})
