import { rebuildView } from '@semiont/event-store'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Projections } from '../kernel/feature.ts'
import { newCollection, newResource, resourceOf, upload } from './testing/fixtures.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: false })
})
afterAll(() => api.close())

const VIEW = `select
  (select json_agg(c order by id) from collections c) as collections,
  (select json_agg(m order by collection_id, participant_id) from collection_members m) as members,
  (select json_agg(r order by id) from resources r) as resources,
  (select json_agg(v order by resource_id, number) from resource_versions v) as versions`

async function view(): Promise<unknown> {
  const { rows } = await api.application.kernel.pool.query(VIEW)
  return rows[0]
}

it('the view of collections and resources is the same when it is written again from the log', async () => {
  const client = api.administrator
  const member = await api.signUp('member')
  const [first, second] = [await newCollection(client, 'First'), await newCollection(client, 'Second')]
  await client.request('PUT', `/api/collections/${first}/members/${member.participantId}`, { role: 'editor' })
  await client.request('PATCH', `/api/collections/${first}`, {
    name: 'Renamed',
    everyone: 'reader',
    expectedVersion: 2,
  })
  const latin = Buffer.from('Gr\xfc\xdfe aus K\xf6ln', 'latin1')
  const uploaded = resourceOf(await upload(client, { collectionId: first }, latin, 'text/plain; charset=iso-8859-2'))
  const change = {
    encoding: 'windows-1252',
    entityTypes: ['Work'],
    language: 'de',
    description: 'D',
    collectionId: second,
  }
  await client.request('PATCH', `/api/resources/${uploaded.id}`, { ...change, expectedVersion: 1 })
  await client.request('POST', `/api/resources/${uploaded.id}/clone`, {})
  const archived = await newResource(client, second)
  await client.request('POST', `/api/resources/${archived.id}/archive`, { expectedVersion: 1 })
  const deleted = await newResource(client, second)
  await client.request('DELETE', `/api/resources/${deleted.id}`)
  await client.request('DELETE', `/api/collections/${await newCollection(client, 'Gone')}`)
  const live = await view()
  const { features, kernel } = api.application
  const projections: Projections = Object.assign({}, ...features.map((feature) => feature.projections ?? {}))
  await rebuildView(kernel.pool, {
    clear: async (tx) => void (await tx.query('truncate collections cascade')),
    apply: async (tx, event) => {
      if (/^(?:collection|resource)\./.test(event.type)) await projections[event.type]?.(tx, event)
    },
  })
  expect(await view()).toEqual(live)
})
