import { listResources, type QueryInputOf, type Resource } from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newCollection, newResource, upload } from './testing/fixtures.ts'

let api: TestApi
let member: ApiClient
let collectionId: string
beforeAll(async () => {
  api = await startTestApi({ worker: false })
  member = await api.signUp('member')
  collectionId = await newCollection(member)
})
afterAll(() => api.close())

type Query = NonNullable<QueryInputOf<typeof listResources>>

/** All pages; `between` runs after each. */
async function readAll(query: Query, between: () => Promise<unknown> = async () => undefined): Promise<Resource[]> {
  const items: Resource[] = []
  let cursor: string | null = null
  do {
    const page: { items: Resource[]; nextCursor: string | null } = await member.call(listResources, {
      query: { collectionId, ...query, ...(cursor ? { cursor } : {}) },
    })
    items.push(...page.items)
    cursor = page.nextCursor
    await between()
  } while (cursor)
  return items
}

const NAMES = [
  'Part 10',
  'part 2',
  'Part 1',
  'Älter',
  'alter',
  'Zebra',
  'zebra 2',
  'Zebra 10',
  'Same',
  'Same',
  'Same',
  'Éclair',
  '100%',
  'a_b',
]

describe('a list of resources', () => {
  beforeAll(async () => {
    for (const [index, name] of NAMES.entries()) {
      await newResource(member, collectionId, { name, text: 'x'.repeat((index % 4) + 1) })
    }
  })

  it.each([
    [{ sort: 'name' }],
    [{ sort: 'name', order: 'desc' }],
    [{ sort: 'createdAt' }],
    [{ sort: 'createdAt', order: 'asc' }],
    [{ sort: 'modifiedAt' }],
    [{ sort: 'size' }],
    [{ sort: 'size', order: 'asc' }],
  ] satisfies [Query][])('by %o shows everything once, however it is cut into pages', async (query) => {
    const whole = (await readAll({ ...query, limit: 200 })).map((resource) => resource.id)
    expect(whole).toHaveLength(NAMES.length)
    for (const limit of [1, 2, 3, 5, 13]) {
      expect((await readAll({ ...query, limit })).map((resource) => resource.id)).toEqual(whole)
    }
  })

  it('sorts names as people do', async () => {
    const names = (await readAll({ sort: 'name' })).map((resource) => resource.name)
    expect(names).toEqual([
      '100%',
      'a_b',
      'alter',
      'Älter',
      'Éclair',
      'Part 1',
      'part 2',
      'Part 10',
      'Same',
      'Same',
      'Same',
      'Zebra',
      'zebra 2',
      'Zebra 10',
    ])
  })

  it.each(['name', 'createdAt', 'modifiedAt', 'size'] as const)(
    'by %s neither repeats nor misses what was there, while others are added',
    async (sort) => {
      const before = (await readAll({ sort, limit: 200 })).map((resource) => resource.id)
      let added = 0
      const seen = await readAll({ sort, limit: 3 }, async () => {
        added += 1
        if (added <= 4) await newResource(member, collectionId, { name: `${['0', 'M', 'Z', 'Same'][added % 4]} new` })
      })
      const ids = seen.map((resource) => resource.id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const id of before) expect(ids).toContain(id)
    },
  )

  it('finds names whole, by their beginning, and by any part, with % and _ as they are', async () => {
    const names = async (query: Query) => (await readAll(query)).map((resource) => resource.name)
    expect(await names({ name: 'ZEBRA' })).toEqual(['Zebra'])
    expect(await names({ namePrefix: 'zeb', sort: 'name' })).toEqual(['Zebra', 'zebra 2', 'Zebra 10'])
    expect(await names({ q: 'ART', sort: 'name' })).toEqual(['Part 1', 'part 2', 'Part 10'])
    expect(await names({ q: '%' })).toEqual(['100%'])
    expect(await names({ q: '_' })).toEqual(['a_b'])
  })

  it('is filtered by media type, language, entity type, creator', async () => {
    await upload(
      member,
      { collectionId, name: 'Bild', fileName: 'a.bin' },
      Buffer.from([0, 1, 2]),
      'application/x-thing',
    )
    await upload(
      member,
      { collectionId, name: 'Brief', language: 'de', entityTypes: 'Person' },
      'Ein Brief.',
      'text/plain',
    )
    const names = async (query: Query) => (await readAll(query)).map((resource) => resource.name)
    expect(await names({ mediaType: 'application/x-thing' })).toEqual(['Bild'])
    expect(await names({ language: 'de' })).toEqual(['Brief'])
    expect(await names({ entityType: 'person' })).toEqual(['Brief'])
    expect(await names({ entityType: 'no such type' })).toEqual([])
    expect(await names({ createdBy: api.administrator.participantId })).toEqual([])
  })

  it('refuses a cursor that is none', async () => {
    const forged = Buffer.from(JSON.stringify(['yesterday', 'res_1'])).toString('base64url')
    for (const cursor of ['abc', forged]) {
      for (const sort of ['createdAt', 'modifiedAt', 'size'])
        expect((await member.request('GET', `/api/resources?sort=${sort}&cursor=${cursor}`)).status).toBe(400)
    }
  })
})
