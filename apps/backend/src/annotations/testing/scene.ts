import {
  type Annotation,
  type AnnotationStatus,
  createAgent,
  createAnnotation,
  createCollection,
  createResource,
  type NewWebAnnotation,
  setCollectionMember,
} from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'

/** An installation with a private collection, in which everyone has a different part. */
export interface Scene {
  api: TestApi
  collectionId: string
  owner: ApiClient
  editor: ApiClient
  /** Reads the collection. */
  reader: ApiClient
  /** Moderator of the site, reader of the collection. */
  moderator: ApiClient
  /** May only read anywhere, although made an editor of the collection. */
  siteReader: ApiClient
  /** Member of the site, but not of the collection. */
  outsider: ApiClient
  administrator: ApiClient
  agent: ApiClient
  compose(
    text: string,
    options?: { name?: string; collectionId?: string; mediaType?: 'text/plain' | 'text/markdown' },
  ): Promise<string>
  collection(by: ApiClient, name: string): Promise<string>
  close(): Promise<void>
}

export async function setScene(): Promise<Scene> {
  const api = await startTestApi({ configuration: { logLevel: 'error' } })
  const { administrator } = api
  const [owner, editor, reader] = [await api.signUp('member'), await api.signUp('member'), await api.signUp('member')]
  const [moderator, siteReader, outsider] = [
    await api.signUp('moderator'),
    await api.signUp('reader'),
    await api.signUp('member'),
  ]
  const agent = await signUpAgent(editor)
  const collection = async (by: ApiClient, name: string) => (await by.call(createCollection, { body: { name } })).id
  const collectionId = await collection(owner, 'Private')
  const join = (who: ApiClient, role: 'editor' | 'reader') =>
    owner.call(setCollectionMember, { params: { id: collectionId, participantId: who.participantId }, body: { role } })
  for (const who of [editor, siteReader, agent]) await join(who, 'editor')
  for (const who of [reader, moderator]) await join(who, 'reader')
  return {
    ...{ api, collectionId, owner, editor, reader, moderator, siteReader, outsider, administrator, agent, collection },
    async compose(text, { name = 'Document', collectionId: into = collectionId, mediaType = 'text/plain' } = {}) {
      const body = { collectionId: into, name, text, mediaType }
      return (await administrator.call(createResource, { body })).id
    },
    close: () => api.close(),
  }
}

async function signUpAgent(owner: ApiClient): Promise<ApiClient> {
  const { id } = await owner.call(createAgent, { body: { name: 'Reader of names', software: 'namer' } })
  const token = await owner.request('POST', `/api/agents/${id}/tokens`, { name: 'test', scopes: ['read', 'annotate'] })
  return owner.as((token.json as { token: string }).token, id)
}

/** A highlight of a passage, with whatever else is wanted. */
export function mark(
  source: string,
  start: number,
  end: number,
  more: Partial<NewWebAnnotation> = {},
): NewWebAnnotation {
  const selector = { type: 'TextPositionSelector' as const, start, end }
  return {
    type: 'Annotation',
    motivation: 'highlighting',
    target: { type: 'SpecificResource', source, selector },
    ...more,
  }
}

export const quoting = (source: string, exact: string, more: Partial<NewWebAnnotation> = {}): NewWebAnnotation => ({
  type: 'Annotation',
  motivation: 'highlighting',
  target: { type: 'SpecificResource', source, selector: { type: 'TextQuoteSelector', exact } },
  ...more,
})

export const annotate = (
  who: ApiClient,
  body: NewWebAnnotation,
  query?: { status?: Exclude<AnnotationStatus, 'rejected'>; collectionId?: string },
): Promise<Annotation> => who.call(createAnnotation, { body, ...(query ? { query } : {}) })

/** The problem that a call was refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; code: string; [key: string]: unknown }> {
  const outcome = await call.then(
    () => ({ problem: { status: 200, code: 'no refusal' } }),
    (error: unknown) => error,
  )
  if (typeof outcome === 'object' && outcome !== null && 'problem' in outcome && outcome.problem !== undefined) {
    return outcome.problem as { status: number; code: string }
  }
  throw outcome
}
