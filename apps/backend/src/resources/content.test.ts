import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { download, newCollection, problemOf, resourceOf, upload } from './testing/fixtures.ts'

const HTML = `<!doctype html><title>T</title><script>alert(1)</script><p onclick="alert(2)">Ärger <b>fett</b></p>`
const BYTES = Buffer.from(HTML)

let api: TestApi
let path: string
let etag: string
beforeAll(async () => {
  api = await startTestApi({ worker: false })
  const collectionId = await newCollection(api.administrator)
  const query = { collectionId, name: 'Seite', fileName: 'Käthes Seite "1".html' }
  const resource = resourceOf(await upload(api.administrator, query, BYTES, 'text/html'))
  path = `/api/resources/${resource.id}`
  etag = `"${resource.sha256}"`
})
afterAll(() => api.close())

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  download(api.administrator, `${path}/content`, { method, headers })
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('the content of a resource', () => {
  it('is the exact bytes, as an attachment that cannot run anything here', async () => {
    const response = await get()
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(BYTES.length),
      'content-disposition': `attachment; filename="Kathes Seite _1_.html"; filename*=UTF-8''K%C3%A4thes%20Seite%20%221%22.html`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag,
    })
    expect(await bytesOf(response)).toEqual(BYTES)
  })

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=5-9', 5, 10],
    ['bytes=10-', 10, BYTES.length],
    ['bytes=-7', BYTES.length - 7, BYTES.length],
    ['bytes=20-999999', 20, BYTES.length],
  ])('answers %s', async (range, start, end) => {
    const response = await get({ range })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${BYTES.length}`)
    expect(response.headers.get('content-length')).toBe(String(end - start))
    expect(await bytesOf(response)).toEqual(BYTES.subarray(start, end))
  })

  it('answers everything to several ranges at once, or to one that cannot be read', async () => {
    for (const range of ['bytes=0-1,3-4', 'bytes=9-2', 'pages=1-2']) {
      const response = await get({ range })
      expect(response.status).toBe(200)
      expect(await bytesOf(response)).toEqual(BYTES)
    }
  })

  it('refuses a range that begins after the end', async () => {
    const answer = await api.administrator.request('GET', `${path}/content`, undefined, {
      headers: { range: `bytes=${BYTES.length}-` },
    })
    expect(problemOf(answer)).toMatchObject({ status: 416, code: 'range-not-satisfiable', size: BYTES.length })
  })

  it('is not sent to whoever has it', async () => {
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get({ 'if-none-match': condition })
      expect(response.status).toBe(304)
      expect(response.headers.get('etag')).toBe(etag)
      expect(await response.text()).toBe('')
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('continues a download only of the same bytes', async () => {
    expect((await get({ range: 'bytes=5-9', 'if-range': etag })).status).toBe(206)
    expect((await get({ range: 'bytes=5-9', 'if-range': '"other"' })).status).toBe(200)
    expect((await get({ range: 'bytes=5-9', 'if-range': 'Wed, 21 Oct 2015 07:28:00 GMT' })).status).toBe(200)
  })

  it('tells its length and type without a body', async () => {
    const response = await get({}, 'HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(BYTES.length))
    expect(response.headers.get('etag')).toBe(etag)
    expect(await response.text()).toBe('')
  })
})

describe('what a reader sees of a resource', () => {
  it('is a text without anything that could run, revalidated by its own digest', async () => {
    const response = await download(api.administrator, `${path}/text`)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const text = await response.text()
    expect(text).toContain('Ärger fett')
    expect(text).not.toContain('alert')
    const again = await download(api.administrator, `${path}/text`, {
      headers: { 'if-none-match': response.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  it('is a tree for rendering, with what belongs to this version', async () => {
    const { json, headers } = await api.administrator.request('GET', `${path}/document`)
    expect(json).toMatchObject({ version: 1, mediaType: 'text/html', root: { tag: 'article' } })
    expect(JSON.stringify(json)).not.toContain('alert')
    const again = await download(api.administrator, `${path}/document`, {
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  it('there is none of a version that there is not', async () => {
    const answer = await api.administrator.request('GET', `${path}/document?version=7`)
    expect(problemOf(answer)).toMatchObject({ status: 404 })
  })
})
