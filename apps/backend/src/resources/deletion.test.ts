import { cloneResource, deleteCollection, deleteResource, searchResources } from '@semiont/contract'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  countRows,
  newCollection,
  newResource,
  problemOf,
  resourceOf,
  storedFiles,
  upload,
  waitUntil,
} from './testing/fixtures.ts'
import { sweepBlobs } from './stored-content.ts'
import { openDiskBlobStore } from '../blobs/index.ts'
import { join } from 'node:path'

let api: TestApi
let collectionId: string
beforeAll(async () => {
  api = await startTestApi()
})
beforeEach(async () => {
  collectionId = await newCollection(api.administrator)
})
afterAll(() => api.close())

const TABLES = [
  'resources',
  'resource_versions',
  'annotations',
  'annotation_targets',
  'search_documents',
  'search_passages',
]
const counts = async () =>
  Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await countRows(api, table)])))
const NOTHING = Object.fromEntries(TABLES.map((table) => [table, 0]))

async function searchable(word: string, hits: number): Promise<void> {
  await waitUntil(async () => {
    const { items } = await api.administrator.call(searchResources, { query: { q: word } })
    return items.length === hits
  })
}

describe('deleting a resource', () => {
  it('leaves nothing of its content: no file, no row, no hit', async () => {
    const resource = await newResource(api.administrator, collectionId, { text: 'A quokka smiles.' })
    const target = { source: resource.id, selector: { type: 'TextQuoteSelector', exact: 'quokka' } }
    const annotation = { type: 'Annotation', motivation: 'highlighting', target }
    expect((await api.administrator.request('POST', '/api/annotations', annotation)).status).toBe(201)
    await searchable('quokka', 1)
    await api.administrator.call(deleteResource, { params: { id: resource.id } })
    expect(await storedFiles(api)).toEqual([])
    expect(await counts()).toEqual(NOTHING)
    await searchable('quokka', 0)
    expect((await api.administrator.request('GET', `/api/resources/${resource.id}/content`)).status).toBe(404)
  })

  it('keeps what another resource consists of as well', async () => {
    const resource = await newResource(api.administrator, collectionId, { text: 'Shared content.' })
    const copy = await api.administrator.call(cloneResource, { params: { id: resource.id }, body: {} })
    const files = (await storedFiles(api)).toSorted()
    await api.administrator.call(deleteResource, { params: { id: resource.id } })
    expect((await storedFiles(api)).toSorted()).toEqual(files)
    expect((await api.administrator.request('GET', `/api/resources/${copy.id}/text`)).text).toBe('Shared content.')
    await api.administrator.call(deleteResource, { params: { id: copy.id } })
    expect(await storedFiles(api)).toEqual([])
  })

  it('removes the content of every version', async () => {
    const latin = Buffer.from('Gr\xfc\xdfe', 'latin1')
    const resource = resourceOf(
      await upload(api.administrator, { collectionId }, latin, 'text/plain; charset=iso-8859-2'),
    )
    await api.administrator.request('PATCH', `/api/resources/${resource.id}`, {
      encoding: 'windows-1252',
      expectedVersion: 1,
    })
    await api.administrator.call(deleteResource, { params: { id: resource.id } })
    expect(await storedFiles(api)).toEqual([])
  })

  it('is refused when the resource has changed since it was looked at', async () => {
    const resource = await newResource(api.administrator, collectionId)
    await api.administrator.request('PATCH', `/api/resources/${resource.id}`, { name: 'New name', expectedVersion: 1 })
    const answer = await api.administrator.request('DELETE', `/api/resources/${resource.id}?expectedVersion=1`)
    expect(problemOf(answer)).toMatchObject({ status: 409, currentVersion: 2, current: { name: 'New name' } })
    await api.administrator.call(deleteResource, { params: { id: resource.id }, query: { expectedVersion: 2 } })
  })

  it('while equal bytes are uploaded again and again, never loses what is still needed', async () => {
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let round = 0; round < 6; round += 1) {
          const answer = await upload(api.administrator, { collectionId }, 'Contended bytes.', 'text/plain')
          // Losing the race is said, and is harmless: the same upload again succeeds.
          if (answer.status === 503) continue
          const { id } = resourceOf(answer)
          expect((await api.administrator.request('GET', `/api/resources/${id}/text`)).text).toBe('Contended bytes.')
          await api.administrator.call(deleteResource, { params: { id } })
        }
      }),
    )
    expect(await storedFiles(api)).toEqual([])
  })
})

describe('deleting a collection', () => {
  it('takes everything in it along', async () => {
    const kept = await newResource(api.administrator, await newCollection(api.administrator), { text: 'Kept.' })
    const files = (await storedFiles(api)).toSorted()
    for (const text of ['One.', 'Two.', 'Three.', 'Kept.']) await newResource(api.administrator, collectionId, { text })
    await api.administrator.call(deleteCollection, { params: { id: collectionId } })
    expect((await storedFiles(api)).toSorted()).toEqual(files)
    expect(await countRows(api, 'resources')).toBe(1)
    await api.administrator.call(deleteResource, { params: { id: kept.id } })
  })

  it('while others add to it either takes their resource along or refuses it', async () => {
    const adding = Array.from({ length: 6 }, (_, index) =>
      api.administrator.request('POST', '/api/resources', { collectionId, name: `N ${index}`, text: `Text ${index}` }),
    )
    const deleting = api.administrator.request('DELETE', `/api/collections/${collectionId}`)
    const statuses = (await Promise.all(adding)).map((answer) => answer.status)
    expect((await deleting).status).toBe(204)
    for (const status of statuses) expect([201, 404]).toContain(status)
    expect(await countRows(api, 'resources')).toBe(0)
    expect(await storedFiles(api)).toEqual([])
  })
})

it('the sweeper removes what a process that died has left, and nothing else', async () => {
  const { kernel } = api.application
  const blobs = await openDiskBlobStore({ directory: join(kernel.configuration.dataDirectory, 'blobs') })
  const kept = await newResource(api.administrator, collectionId, { text: 'Kept text.' })
  const files = (await storedFiles(api)).toSorted()
  await blobs.write([Buffer.from('Nobody refers to this.')], { limitBytes: 1_000 })
  expect(await sweepBlobs({ pool: kernel.pool, blobs, now: () => new Date() })).toBe(0)
  expect(await sweepBlobs({ pool: kernel.pool, blobs, now: () => new Date(Date.now() + 2 * 3_600_000) })).toBe(1)
  expect((await storedFiles(api)).toSorted()).toEqual(files)
  await api.administrator.call(deleteResource, { params: { id: kept.id } })
})

it('resources that are changed, marked and deleted at once end up deleted, and nothing hangs or breaks', async () => {
  const resources = await Promise.all(Array.from({ length: 8 }, () => newResource(api.administrator, collectionId)))
  const act = async ({ id }: { id: string }) => {
    const target = { source: id, selector: { type: 'TextQuoteSelector', exact: 'text' } }
    const annotation = { type: 'Annotation', motivation: 'highlighting', target }
    return await Promise.all([
      api.administrator.request('PATCH', `/api/resources/${id}`, { name: 'Changed', expectedVersion: 1 }),
      api.administrator.request('POST', '/api/annotations', annotation),
      api.administrator.request('DELETE', `/api/resources/${id}`),
      api.administrator.request('POST', '/api/annotations', annotation),
    ])
  }
  const answers = (await Promise.all(resources.map(act))).flat()
  expect(answers.map((answer) => answer.status).filter((status) => status >= 500)).toEqual([])
  for (const { id } of resources) await api.administrator.request('DELETE', `/api/resources/${id}`)
  await waitUntil(async () => (await countRows(api, 'search_queue')) === 0)
  expect(await counts()).toEqual(NOTHING)
  expect(await storedFiles(api)).toEqual([])
})
