import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Annotation,
  createAnnotation,
  createCollection,
  createResource,
  type NewWebAnnotation,
  setCollectionMember,
} from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LiveReader } from './testing/live-reader.ts'

let api: TestApi
let replica: string
let owner: ApiClient
let editor: ApiClient
let outsider: ApiClient
let collectionId: string
const readers: LiveReader[] = []

beforeAll(async () => {
  api = await startTestApi({ configuration: { logLevel: 'error' } })
  replica = (await api.startReplica()).url
  owner = await api.signUp('member')
  editor = await api.signUp('member')
  outsider = await api.signUp('member')
  collectionId = await newCollection()
  await join(editor, collectionId)
})
afterEach(() => {
  for (const reader of readers.splice(0)) reader.cut()
})
afterAll(() => api.close())

const newCollection = async () => (await owner.call(createCollection, { body: { name: 'Together' } })).id
const join = (who: ApiClient, id: string) =>
  owner.call(setCollectionMember, { params: { id, participantId: who.participantId }, body: { role: 'editor' } })
const compose = async (into = collectionId) =>
  (await owner.call(createResource, { body: { collectionId: into, name: 'Text', text: 'word '.repeat(600) } })).id

const mark = (source: string, start = 0): NewWebAnnotation => ({
  type: 'Annotation',
  motivation: 'highlighting',
  target: { type: 'SpecificResource', source, selector: { type: 'TextPositionSelector', start, end: start + 4 } },
})
const annotate = (who: ApiClient, source: string, start = 0): Promise<Annotation> =>
  who.call(createAnnotation, { body: mark(source, start) })

async function listen(who: ApiClient, query: string, lastEventId?: string): Promise<LiveReader> {
  const reader = new LiveReader(who, query, lastEventId)
  readers.push(reader)
  return await reader.open()
}

describe('the live stream', () => {
  it('tells another replica what happens to a resource, each annotation as the API shows it', async () => {
    const id = await compose()
    const reader = await listen(editor.at(replica), `resourceId=${id}`)
    const created = await annotate(owner, id)
    await reader.until(() => reader.changes.length === 1)
    expect(reader.changes[0]).toMatchObject({
      type: 'annotation.created',
      version: 1,
      resourceId: id,
      collectionId,
      annotationId: created.id,
      by: { id: owner.participantId },
    })
    expect(reader.changes[0]?.annotation).toEqual(created)
    await owner.request('DELETE', `/api/annotations/${created.id}`)
    await reader.until(() => reader.changes.length === 2)
    expect(reader.changes[1]).toMatchObject({ type: 'annotation.deleted', annotationId: created.id, annotation: null })
  })

  it('is about the resource asked for, what refers to it, and the vocabulary', async () => {
    const [id, other] = [await compose(), await compose()]
    const reader = await listen(editor, `resourceId=${id}`)
    await annotate(owner, other)
    await owner.request('PATCH', `/api/resources/${id}`, { name: 'Renamed', expectedVersion: 1 })
    await api.administrator.request('POST', '/api/vocabulary/entity-types', { name: 'Live thing' })
    const body = { type: 'SpecificResource', purpose: 'identifying', source: id }
    await owner.call(createAnnotation, { body: { ...mark(other), motivation: 'linking', body } })
    await reader.until(() => reader.changes.length >= 3)
    expect(reader.changes.map(({ type }) => type)).toEqual([
      'resource.renamed',
      'entityType.added',
      'annotation.created',
    ])
  })

  it('tells nobody what they may not see', async () => {
    const [hidden, seen] = [await compose(), await compose('col_00000000000000000000000000')]
    const all = await listen(outsider, '')
    await annotate(owner, hidden)
    await owner.request('PATCH', `/api/resources/${hidden}`, { name: 'Still hidden', expectedVersion: 1 })
    await annotate(owner, seen)
    await all.until(() => all.changes.length > 0)
    expect(all.changes.map(({ resourceId }) => resourceId)).toEqual([seen])
    expect((await listen(outsider, `resourceId=${hidden}`)).status).toBe(404)
    expect((await listen(outsider, `collectionId=${collectionId}`)).status).toBe(404)
  })

  it('ends for whoever loses the membership, and tells nothing of what comes after', async () => {
    const inner = await newCollection()
    await join(editor, inner)
    const id = await compose(inner)
    const about = await listen(editor.at(replica), `resourceId=${id}`)
    const everything = await listen(editor.at(replica), '')
    await owner.request('DELETE', `/api/collections/${inner}/members/${editor.participantId}`)
    await annotate(owner, id)
    await about.until(() => about.ended)
    expect(about.closed).toEqual({ reason: 'no-access', reconnect: false })
    const { id: known } = await annotate(owner, await compose())
    await everything.until(() => everything.changes.some(({ annotationId }) => annotationId === known))
    expect(
      everything.changes.filter(({ type, resourceId }) => type.startsWith('annotation.') && resourceId === id),
    ).toEqual([])
  })

  it('starts to tell whoever becomes a member', async () => {
    const inner = await newCollection()
    const reader = await listen(outsider, '')
    await join(outsider, inner)
    const id = await compose(inner)
    await reader.until(() => reader.changes.some(({ resourceId }) => resourceId === id))
  })

  it('tells of a deleted resource those who could see it, and then ends', async () => {
    const id = await compose()
    const reader = await listen(editor, `resourceId=${id}`)
    const library = await listen(editor, `collectionId=${collectionId}`)
    const stranger = await listen(outsider, '')
    await owner.request('DELETE', `/api/resources/${id}`)
    await reader.until(() => reader.ended)
    expect(reader.changes.at(-1)).toMatchObject({ type: 'resource.deleted', resourceId: id })
    expect(reader.closed).toEqual({ reason: 'no-access', reconnect: false })
    await library.until(() => library.changes.some(({ type }) => type === 'resource.deleted'))
    expect(stranger.changes).toEqual([])
  })

  it('says goodbye when a replica stops, and goes on at another one', async () => {
    const id = await compose()
    const leaving = await api.startReplica()
    const reader = await listen(editor.at(leaving.url), `resourceId=${id}`)
    await leaving.close()
    await reader.until(() => reader.ended)
    expect(reader.closed).toEqual({ reason: 'shutting-down', reconnect: true })
    const created = await annotate(owner, id)
    const again = await listen(editor.at(replica), `resourceId=${id}`, reader.lastId)
    await again.until(() => again.changes.length > 0)
    expect(again.changes.map(({ annotationId }) => annotationId)).toEqual([created.id])
  })

  it('refuses a place that is none', async () => {
    expect((await listen(editor, 'lastEventId=nowhere')).status).toBe(400)
    expect((await listen(editor, '', '1234')).status).toBe(400)
  })

  it('misses nothing and doubles nothing, however often it is cut off, at either replica, while 500 events are written', async () => {
    const id = await compose()
    const seen: { annotationId: string | null; position: string }[] = []
    let lastId = (await listen(editor, `resourceId=${id}`)).lastId
    let cuts = 0
    const progress = { isWriting: true }
    const written: string[] = []

    const write = async (who: ApiClient, first: number) => {
      for (let index = first; index < 500; index += 4) written.push((await annotate(who, id, index * 5)).id)
    }
    const writing = Promise.all([
      write(owner, 0),
      write(owner.at(replica), 1),
      write(editor, 2),
      write(editor.at(replica), 3),
    ])
    void writing.finally(() => {
      progress.isWriting = false
    })

    while (progress.isWriting || seen.length < 500) {
      const reader = await listen(editor.at(cuts % 2 ? replica : api.url), `resourceId=${id}`, lastId)
      const enough = seen.length + reader.changes.length
      await Promise.race([
        sleep(Math.random() * 120),
        reader.until(() => enough + reader.changes.length >= 500, 60_000),
      ])
      reader.cut()
      // What was received whole counts; what was on its way is lost with the connection.
      const received = reader.messages.filter(({ id: place }) => place !== undefined)
      for (const message of received) {
        if (message.name !== 'change') continue
        const { annotationId, position } = message.data as { annotationId: string; position: string }
        seen.push({ annotationId, position })
      }
      lastId = received.at(-1)?.id ?? lastId
      cuts += 1
      if (cuts > 2_000) break
    }
    await writing
    expect(seen.map(({ annotationId }) => annotationId).toSorted()).toEqual(written.toSorted())
    expect(new Set(seen.map(({ position }) => position)).size).toBe(500)
    expect(seen.map(({ position }) => position)).toEqual(seen.map(({ position }) => position).toSorted())
    expect(cuts).toBeGreaterThan(10)
  }, 120_000)
})

describe('presence', () => {
  const here = (who: ApiClient, resourceId: string, more: object = {}) =>
    who.request('PUT', '/api/presence', { resourceId, ...more })

  it('shows who is here and where, at every replica, and that they left', async () => {
    const id = await compose()
    await here(owner, id, { position: 12 })
    const reader = await listen(editor.at(replica), `resourceId=${id}`)
    await reader.until(() => reader.presence.length > 0)
    expect(reader.presence[0]).toMatchObject({
      state: 'here',
      presence: { participant: { id: owner.participantId }, position: 12, selection: null },
    })
    await sleep(300)
    await here(owner, id, { position: 40, selection: { start: 41, end: 50 } })
    await reader.until(() => JSON.stringify(reader.presence.at(-1)).includes('"start":41'))
    const list = (await editor.request('GET', `/api/presence?resourceId=${id}`)).json as { items: unknown[] }
    expect(list.items).toMatchObject([{ participant: { id: owner.participantId }, position: 40 }])
    await owner.request('DELETE', `/api/presence?resourceId=${id}`)
    await reader.until(() => reader.presence.at(-1)?.state === 'left')
    expect(
      ((await editor.request('GET', `/api/presence?resourceId=${id}`)).json as { items: unknown[] }).items,
    ).toEqual([])
  })

  it('notices who vanished without a word', async () => {
    const id = await compose()
    await here(owner, id)
    await api.application.kernel.pool.query(
      `update presence set expires_at = now() + interval '2 seconds' where resource_id = $1`,
      [id],
    )
    const reader = await listen(editor, `resourceId=${id}`)
    await reader.until(() => reader.presence.at(-1)?.state === 'here')
    await reader.until(() => reader.presence.at(-1)?.state === 'left', 12_000)
  })

  it('is only for those who can see the resource', async () => {
    const id = await compose()
    expect((await here(outsider, id)).status).toBe(404)
    expect((await outsider.request('GET', `/api/presence?resourceId=${id}`)).status).toBe(404)
    expect((await outsider.request('DELETE', `/api/presence?resourceId=${id}`)).status).toBe(404)
    expect((await here(editor, id, { selection: { start: 5, end: 1 } })).status).toBe(400)
  })

  it('comes back after the database cut the line', async () => {
    const id = await compose()
    const reader = await listen(editor, `resourceId=${id}`)
    await sleep(300)
    await api.application.kernel.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'semiont-presence' and datname = current_database()`,
    )
    await here(owner, id, { position: 7 })
    await reader.until(() => reader.presence.some((change) => change.state === 'here'))
  })
})
