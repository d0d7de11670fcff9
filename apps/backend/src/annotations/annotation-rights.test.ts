import {
  acceptAnnotation,
  type Annotation,
  bindReference,
  bulkCreateAnnotations,
  createAnnotation,
  deleteAnnotation,
  editAnnotation,
  type EndpointDefinition,
  exportResourceAnnotations,
  getAnnotation,
  getAnnotationJsonLd,
  getAnnotationTimeline,
  getResourceReferences,
  listAnnotations,
  rejectAnnotation,
  setCollectionMember,
  unbindReference,
} from '@semiont/contract'
import type { ApiClient } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotate, mark, quoting, refusal, type Scene, setScene } from './testing/scene.ts'

let scene: Scene
let resourceId: string
beforeAll(async () => {
  scene = await setScene()
  resourceId = await scene.compose('a text that everyone wants to annotate')
})
afterAll(() => scene.close())

const PEOPLE = [
  'administrator',
  'owner',
  'editor',
  'moderator',
  'reader',
  'siteReader',
  'outsider',
  'anonymous',
] as const
type Person = (typeof PEOPLE)[number]
const client = (who: Person): ApiClient => (who === 'anonymous' ? scene.api.anonymous : scene[who])

/** The status of an answer; the path and body stand for whatever a client might send. */
async function status(
  who: Person,
  endpoint: EndpointDefinition,
  id: string,
  body?: unknown,
  query = '',
): Promise<number> {
  return (await client(who).request(endpoint.method, endpoint.path.replace('{id}', id) + query, body)).status
}

const reference = (who: ApiClient = scene.owner): Promise<Annotation> =>
  annotate(who, quoting(resourceId, 'everyone', { motivation: 'linking' }))
const suggestion = (): Promise<Annotation> => annotate(scene.agent, mark(resourceId, 0, 1))

/** What each door answers to each person: to annotations of somebody else (the owner of the collection). */
const DOORS: { door: string; open: (who: Person) => Promise<number>; answers: Record<Person, number> }[] = [
  reading('getAnnotation', getAnnotation, 'annotation'),
  reading('getAnnotationJsonLd', getAnnotationJsonLd, 'annotation'),
  reading('getAnnotationTimeline', getAnnotationTimeline, 'annotation'),
  reading('getResourceReferences', getResourceReferences, 'resource'),
  reading('exportResourceAnnotations', exportResourceAnnotations, 'resource'),
  {
    door: 'listAnnotations',
    open: (who) => status(who, listAnnotations, '', undefined, `?resourceId=${resourceId}`),
    answers: answers({ mayRead: 200 }),
  },
  {
    door: 'createAnnotation',
    open: (who) => status(who, createAnnotation, '', mark(resourceId, 0, 1)),
    answers: answers({ mayWrite: 201, mayRead: 403 }),
  },
  {
    door: 'bulkCreateAnnotations',
    open: (who) => status(who, bulkCreateAnnotations, '', { annotations: [mark(resourceId, 0, 1)] }),
    answers: answers({ mayWrite: 201, mayRead: 403 }),
  },
  {
    door: 'editAnnotation',
    open: async (who) =>
      status(who, editAnnotation, (await reference()).id, { changes: { motivation: 'tagging' }, expectedVersion: 1 }),
    answers: { ...answers({ mayRead: 403 }), administrator: 200, owner: 200, moderator: 200 },
  },
  {
    door: 'deleteAnnotation',
    open: async (who) => status(who, deleteAnnotation, (await reference()).id),
    answers: { ...answers({ mayRead: 403 }), administrator: 204, owner: 204, moderator: 204 },
  },
  {
    door: 'editAnnotation of a suggestion by an agent',
    open: async (who) =>
      status(who, editAnnotation, (await suggestion()).id, { changes: { motivation: 'tagging' }, expectedVersion: 1 }),
    answers: { ...answers({ mayWrite: 200, mayRead: 403 }), moderator: 200 },
  },
  reviewing('acceptAnnotation', acceptAnnotation, {}, suggestion),
  reviewing('rejectAnnotation', rejectAnnotation, {}, suggestion),
  reviewing('bindReference', bindReference, { to: 'https://example.org/thing' }, reference),
  reviewing('unbindReference', unbindReference, undefined, reference),
]

function answers({ mayRead, mayWrite = mayRead }: { mayRead: number; mayWrite?: number }): Record<Person, number> {
  return {
    administrator: mayWrite,
    owner: mayWrite,
    editor: mayWrite,
    moderator: mayRead,
    reader: mayRead,
    siteReader: mayRead,
    outsider: 404,
    anonymous: 401,
  }
}

function reading(door: string, endpoint: EndpointDefinition, about: 'annotation' | 'resource') {
  const open = async (who: Person) =>
    status(who, endpoint, about === 'resource' ? resourceId : (await annotate(scene.owner, mark(resourceId, 0, 1))).id)
  return { door, open, answers: answers({ mayRead: 200 }) }
}

function reviewing(door: string, endpoint: EndpointDefinition, body: unknown, make: () => Promise<Annotation>) {
  const open = async (who: Person) => status(who, endpoint, (await make()).id, body)
  return { door, open, answers: { ...answers({ mayWrite: 200, mayRead: 403 }), moderator: 200 } }
}

describe.each(DOORS)('$door', ({ open, answers: expected }) => {
  it.each(PEOPLE)('answers the %s as the rights say', async (who) => {
    expect(await open(who)).toBe(expected[who])
  })
})

describe('an annotation of several resources', () => {
  it('shows only to those who may read all of them', async () => {
    const secret = await scene.collection(scene.owner, 'Secret')
    const other = await scene.compose('a secret text', { collectionId: secret })
    const target = [resourceId, other].map((source) => ({
      type: 'SpecificResource',
      source,
      selector: { type: 'TextQuoteSelector' as const, exact: 'text' },
    }))
    const created = await annotate(scene.owner, { type: 'Annotation', motivation: 'linking', target })
    expect(await status('owner', getAnnotation, created.id)).toBe(200)
    expect(await status('editor', getAnnotation, created.id)).toBe(404)
    const query = { resourceId, limit: 200 }
    const seen = await scene.editor.call(listAnnotations, { query })
    expect(seen.items.map(({ id }) => id)).not.toContain(created.id)
  })
})

describe('a reference to a resource that the reader may not see', () => {
  it('shows its id, but not its name, and cannot be made by them', async () => {
    const secret = await scene.collection(scene.owner, 'More secrets')
    const thing = await scene.compose('hidden', { collectionId: secret, name: 'The hidden thing' })
    const { id } = await reference(scene.owner)
    const bind = (who: ApiClient) => who.call(bindReference, { params: { id }, body: { to: thing } })
    expect(await refusal(bind(scene.editor))).toMatchObject({ status: 404 })
    expect((await bind(scene.owner)).reference).toMatchObject({ resourceId: thing, name: 'The hidden thing' })
    const seen = await scene.editor.request('GET', `/api/annotations/${id}`)
    expect(seen.json).toMatchObject({ reference: { resourceId: thing, name: null } })
    expect(seen.text).not.toContain('hidden thing')
    for (const path of [`/api/annotations/${id}/timeline`, `/api/resources/${resourceId}/references?limit=200`]) {
      expect((await scene.editor.request('GET', path)).text).not.toContain('hidden thing')
    }
  })

  it('does not tell about the passages that refer to what they may see', async () => {
    const secret = await scene.collection(scene.owner, 'Even more secrets')
    const source = await scene.compose('speaks of everyone', { collectionId: secret })
    await annotate(scene.owner, {
      ...quoting(source, 'everyone', { motivation: 'linking' }),
      body: { type: 'SpecificResource', purpose: 'identifying', source: resourceId },
    })
    const call = (who: ApiClient) => who.call(getResourceReferences, { params: { id: resourceId } })
    expect((await call(scene.owner)).incoming.items.some(({ from }) => from?.resourceId === source)).toBe(true)
    expect((await call(scene.editor)).incoming.items.some(({ from }) => from?.resourceId === source)).toBe(false)
  })
})

describe('whoever loses the membership', () => {
  it('loses the annotations, also their own', async () => {
    const late = await scene.api.signUp('member')
    const member = { id: scene.collectionId, participantId: late.participantId }
    await scene.owner.call(setCollectionMember, { params: member, body: { role: 'editor' } })
    const { id } = await annotate(late, mark(resourceId, 0, 1))
    await scene.owner.request('DELETE', `/api/collections/${member.id}/members/${member.participantId}`)
    expect((await late.request('GET', `/api/annotations/${id}`)).status).toBe(404)
    expect((await late.request('DELETE', `/api/annotations/${id}`)).status).toBe(404)
  })
})

describe('an archived resource', () => {
  it('takes no new annotations and keeps its old ones as they are', async () => {
    const id = await scene.compose('soon archived')
    const { id: annotation } = await annotate(scene.editor, mark(id, 0, 4))
    const archived = await scene.editor.request('POST', `/api/resources/${id}/archive`, { expectedVersion: 1 })
    expect(archived.status).toBe(200)
    expect(await refusal(annotate(scene.editor, mark(id, 0, 4)))).toMatchObject({ code: 'invalid-state' })
    const edit = { changes: { motivation: 'tagging' }, expectedVersion: 1 }
    const edited = scene.editor.call(editAnnotation, { params: { id: annotation }, body: edit })
    expect(await refusal(edited)).toMatchObject({ code: 'invalid-state' })
  })
})

describe('a deleted resource', () => {
  it('takes its annotations with it', async () => {
    const id = await scene.compose('soon deleted')
    const { id: annotation } = await annotate(scene.editor, mark(id, 0, 4))
    expect((await scene.editor.request('DELETE', `/api/resources/${id}`)).status).toBe(204)
    expect((await scene.administrator.request('GET', `/api/annotations/${annotation}`)).status).toBe(404)
    expect((await scene.administrator.request('GET', `/api/annotations?resourceId=${id}`)).status).toBe(404)
  })
})
