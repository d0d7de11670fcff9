import { createAnnotation, createResource, getAnnotation, listCollections } from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let api: TestApi
let alice: ApiClient
let library: string

beforeAll(async () => {
  api = await startTestApi({ configuration: { logLevel: 'error' } })
  alice = await api.signUp('member')
  const { items } = await alice.call(listCollections)
  library = items[0]?.id ?? ''
})
afterAll(() => api.close())

const compose = (text: string, mediaType: 'text/plain' | 'text/markdown' = 'text/plain') =>
  alice.call(createResource, { body: { collectionId: library, name: 'Document', text, mediaType } })

describe('creating an annotation', () => {
  it('completes a position by its quote', async () => {
    const { id } = await compose('Call me Ishmael. Some years ago')
    const created = await alice.call(createAnnotation, {
      body: {
        '@context': 'http://www.w3.org/ns/anno.jsonld',
        type: 'Annotation',
        motivation: 'highlighting',
        target: { type: 'SpecificResource', source: id, selector: { type: 'TextPositionSelector', start: 8, end: 15 } },
      },
    })
    expect(created.anchor).toEqual({ state: 'anchored', score: 1, start: 8, end: 15 })
    expect(created.targets[0]?.quote).toMatchObject({ exact: 'Ishmael', prefix: 'Call me ' })
    expect(await alice.call(getAnnotation, { params: { id: created.id } })).toEqual(created)
  })
})
