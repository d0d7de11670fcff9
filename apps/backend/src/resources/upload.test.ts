import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  countRows,
  download,
  newCollection,
  problemOf,
  resourceOf,
  storedFiles,
  upload,
  waitUntil,
} from './testing/fixtures.ts'

const LIMIT = 3 * 1024 * 1024
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')

let api: TestApi
let collectionId: string
beforeAll(async () => {
  api = await startTestApi({ worker: false, configuration: { maxUploadBytes: LIMIT } })
  collectionId = await newCollection(api.administrator)
})
afterAll(() => api.close())

describe('an upload', () => {
  it('keeps the exact bytes and says what they are', async () => {
    const bytes = Buffer.from(
      '\ufeffErste Zeile\r\nZweite Zeile, in der die schönen Häuser stehen und die Bäume blühen.\r\n',
    )
    const query = { collectionId, name: 'Häuser', fileName: 'häuser.txt', description: 'Of houses' }
    const resource = resourceOf(await upload(api.administrator, query, bytes, 'text/plain'))
    expect(resource).toMatchObject({
      name: 'Häuser',
      description: 'Of houses',
      mediaType: 'text/plain',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      encoding: 'utf-8',
      language: 'de',
      markable: { possible: true },
      version: 1,
      currentVersion: 1,
      provenance: { generatedBy: { activity: 'upload', fileName: 'häuser.txt' }, derivedFrom: [] },
    })
    const content = await download(api.administrator, `/api/resources/${resource.id}/content`)
    expect(Buffer.from(await content.arrayBuffer())).toEqual(bytes)
    const text = await download(api.administrator, `/api/resources/${resource.id}/text`)
    expect(await text.text()).toBe(
      'Erste Zeile\nZweite Zeile, in der die schönen Häuser stehen und die Bäume blühen.\n',
    )
  })

  it('of something that is no text is stored, and says that it cannot be marked', async () => {
    const resource = resourceOf(await upload(api.administrator, { collectionId, fileName: 'a.png' }, PNG, 'image/png'))
    expect(resource).toMatchObject({ mediaType: 'image/png', encoding: null, language: null, textLength: null })
    expect(resource.markable).toMatchObject({ possible: false, reason: expect.stringContaining('image/png') })
    const document = await api.administrator.request('GET', `/api/resources/${resource.id}/document`)
    expect(problemOf(document)).toMatchObject({ status: 409, code: 'invalid-state', action: expect.any(String) })
  })

  it('finds out the media type when it is not said', async () => {
    const named = await upload(api.administrator, { collectionId, fileName: 'a.md' }, '# A', 'application/octet-stream')
    expect(resourceOf(named).mediaType).toBe('text/markdown')
  })

  it('arrives in pieces and is on disk before it is complete', async () => {
    const chunk = randomBytes(256 * 1024)
    const pieces = 8
    const seen: number[] = []
    const body = new ReadableStream({
      async pull(controller) {
        if (seen.length === pieces) return controller.close()
        seen.push((await storedFiles(api)).length)
        controller.enqueue(chunk)
        await new Promise((resolve) => setTimeout(resolve, 20))
      },
    })
    const before = (await storedFiles(api)).length
    const resource = resourceOf(await upload(api.administrator, { collectionId }, body, 'application/octet-stream'))
    expect(resource.size).toBe(pieces * chunk.length)
    expect(Math.max(...seen)).toBe(before + 1)
  })

  it('of equal bytes is stored once', async () => {
    const first = resourceOf(await upload(api.administrator, { collectionId }, 'The same bytes.', 'text/plain'))
    const files = await storedFiles(api)
    const second = resourceOf(await upload(api.administrator, { collectionId }, 'The same bytes.', 'text/plain'))
    expect(second.sha256).toBe(first.sha256)
    expect((await storedFiles(api)).toSorted()).toEqual(files.toSorted())
  })
})

describe('an upload that is wrong leaves nothing behind', () => {
  const present = async () => ({
    files: (await storedFiles(api)).toSorted(),
    resources: await countRows(api, 'resources'),
  })
  let before: Awaited<ReturnType<typeof present>>
  beforeAll(async () => {
    before = await present()
  })

  const cases: [string, Uint8Array | string, string, number, string][] = [
    ['zero bytes', new Uint8Array(), 'text/plain', 422, 'unprocessable-content'],
    ['a picture that says it is text', PNG, 'text/plain', 415, 'unsupported-media-type'],
    ['text that says it is a picture', 'Just text.', 'image/png', 415, 'unsupported-media-type'],
    ['no media type at all', 'x', 'nonsense', 415, 'unsupported-media-type'],
    [
      'broken UTF-8',
      Buffer.from('Gr\xfc\xdfe aus K\xf6ln', 'latin1'),
      'text/plain; charset=utf-8',
      422,
      'unprocessable-content',
    ],
    ['more than is allowed', Buffer.alloc(LIMIT + 1, 'a'), 'text/plain', 413, 'too-large'],
  ]
  it.each(cases)('%s', async (_, bytes, contentType, status, code) => {
    const answer = await upload(api.administrator, { collectionId }, bytes, contentType)
    expect(problemOf(answer)).toMatchObject({ status, code, detail: expect.any(String), action: expect.any(String) })
    expect(await present()).toEqual(before)
  })

  it('more than is allowed, without saying how much', async () => {
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1
        if (sent > 100) controller.close()
        else controller.enqueue(Buffer.alloc(64 * 1024, 'a'))
      },
    })
    const answer = await upload(api.administrator, { collectionId }, body, 'text/plain')
    expect(problemOf(answer)).toMatchObject({ status: 413, code: 'too-large' })
    expect(await present()).toEqual(before)
  })

  it('the wrong kind of thing, a lot of it', async () => {
    const bytes = Buffer.concat([PNG, Buffer.alloc(LIMIT - 1_000, 'a')])
    const answer = await upload(api.administrator, { collectionId }, bytes, 'text/plain')
    expect(problemOf(answer)).toMatchObject({ status: 415, reason: 'media-type-mismatch' })
    expect(await present()).toEqual(before)
  })

  it('bytes that are not those that were announced', async () => {
    const answer = await upload(
      api.administrator,
      { collectionId, sha256: '0'.repeat(64) },
      'Other bytes.',
      'text/plain',
    )
    expect(problemOf(answer)).toMatchObject({ status: 422, reason: 'digest-mismatch' })
    expect(await present()).toEqual(before)
  })

  it('an encoding that does not exist', async () => {
    const answer = await upload(api.administrator, { collectionId, encoding: 'klingon' }, 'Text.', 'text/plain')
    expect(problemOf(answer)).toMatchObject({ status: 400 })
    expect(await present()).toEqual(before)
  })

  it('an entity type that the vocabulary does not have', async () => {
    const answer = await upload(api.administrator, { collectionId, entityTypes: 'Sea monster' }, 'Text.', 'text/plain')
    expect(problemOf(answer)).toMatchObject({ status: 422, detail: expect.stringContaining('Sea monster') })
    expect(await present()).toEqual(before)
  })

  it('a client that goes away in the middle', async () => {
    const url = new URL(`/api/resources/upload?collectionId=${collectionId}&name=Half`, api.url)
    const headers = { authorization: `Bearer ${api.administrator.token}`, 'content-type': 'text/plain' }
    const sending = request(url, { method: 'POST', headers })
    sending.on('error', () => undefined)
    sending.write(Buffer.alloc(200_000, 'a'))
    await waitUntil(async () => (await storedFiles(api)).length === before.files.length + 1)
    sending.destroy()
    await waitUntil(async () => (await storedFiles(api)).length === before.files.length)
    expect(await present()).toEqual(before)
  })

  it('a client that announces more than it sends', async () => {
    const url = new URL(`/api/resources/upload?collectionId=${collectionId}&name=Half`, api.url)
    const sending = request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api.administrator.token}`,
        'content-type': 'text/plain',
        'content-length': '1000000',
      },
    })
    sending.on('error', () => undefined)
    sending.write('Only this.')
    await waitUntil(async () => (await storedFiles(api)).length === before.files.length + 1)
    sending.destroy()
    await waitUntil(async () => (await storedFiles(api)).length === before.files.length)
    expect(await present()).toEqual(before)
  })

  it('a collection that is not there', async () => {
    const answer = await upload(
      api.administrator,
      { collectionId: 'col_01h455vb4pex5vsknk084sn02q' },
      'Text.',
      'text/plain',
    )
    expect(problemOf(answer)).toMatchObject({ status: 404 })
    expect(await present()).toEqual(before)
  })
})
