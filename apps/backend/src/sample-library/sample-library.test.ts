import {
  type Annotation,
  getSampleLibrary,
  installSampleLibrary,
  type Page,
  removeSampleLibrary,
  type Resource,
} from '@semiont/contract'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SAMPLE_ANNOTATIONS } from './annotations.ts'
import { SAMPLE_DOCUMENTS } from './documents.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: false })
})
afterAll(() => api.close())

const resources = async () => {
  const { json } = await api.administrator.request('GET', '/api/resources?limit=200')
  return (json as Page<Resource>).items
}

describe('the sample library', () => {
  it('offers itself to the administrator only', async () => {
    const member = await api.signUp('member')
    expect(await api.administrator.call(getSampleLibrary)).toEqual({
      installed: false,
      collectionId: null,
      resourceCount: SAMPLE_DOCUMENTS.length,
      mayChange: true,
    })
    expect((await member.call(getSampleLibrary)).mayChange).toBe(false)
    expect((await member.request('POST', '/api/sample-library')).status).toBe(403)
    expect((await member.request('DELETE', '/api/sample-library')).status).toBe(403)
  })

  it('comes with documents, marks, and links that lead somewhere', async () => {
    const { installed, collectionId } = await api.administrator.call(installSampleLibrary)
    expect(installed).toBe(true)
    const made = await resources()
    expect(made.map((resource) => resource.name)).toEqual(
      SAMPLE_DOCUMENTS.map((document) => document.name).toReversed(),
    )
    expect(made.every((resource) => resource.collectionId === collectionId && resource.markable.possible)).toBe(true)
    const { json } = await api.administrator.request('GET', '/api/annotations?limit=200')
    const annotations = (json as Page<Annotation>).items
    expect(annotations).toHaveLength(SAMPLE_ANNOTATIONS.length)
    expect(annotations.every((annotation) => annotation.anchor?.state === 'anchored')).toBe(true)
    expect(annotations.filter((annotation) => annotation.reference !== null)).toHaveLength(2)
    await assertWikiLinksResolve(made)
  })

  it('is installed once, however often and however many ask', async () => {
    const states = await Promise.all([1, 2, 3].map(() => api.administrator.call(installSampleLibrary)))
    expect(new Set(states.map((state) => state.collectionId)).size).toBe(1)
    expect(await resources()).toHaveLength(SAMPLE_DOCUMENTS.length)
  })

  it('goes without a trace, and may come back', async () => {
    await api.administrator.call(removeSampleLibrary)
    expect(await resources()).toEqual([])
    expect((await api.administrator.call(getSampleLibrary)).installed).toBe(false)
    await api.administrator.call(removeSampleLibrary)
    expect((await api.administrator.call(installSampleLibrary)).resourceCount).toBe(SAMPLE_DOCUMENTS.length)
  })
})

async function assertWikiLinksResolve(made: readonly Resource[]): Promise<void> {
  const names = new Set(made.map((resource) => resource.name))
  const targets = new Set<string>()
  for (const { id } of made) {
    const { text } = await api.administrator.request('GET', `/api/resources/${id}/document`)
    for (const match of text.matchAll(/"wikiTarget":"([^"]+)"/g)) targets.add(match[1] ?? '')
  }
  expect(targets.size).toBeGreaterThan(5)
  for (const target of targets) expect(names).toContain(target)
}
