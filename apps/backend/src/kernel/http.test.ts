import { startTestApi, type TestApi } from '@semiont/testkit/api'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

describe('the edge of the API', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startTestApi({ worker: false })
  })
  afterAll(() => api.close())

  const create = (body: unknown, headers: Record<string, string> = {}) =>
    api.administrator.request('POST', '/api/collections', body, { headers })

  it('answers problems that say what is wrong, what to do, and under which request id', async () => {
    const { status, headers, json } = await create({ name: 7 })
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(json).toMatchObject({ code: 'invalid-request', errors: [{ path: 'body.name' }] })
    expect((json as { requestId: string }).requestId).toBe(headers.get('x-request-id'))
  })

  it('carries the trace id of the caller through', async () => {
    const traceId = 'a'.repeat(32)
    const { headers } = await create({ name: 'Traced' }, { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` })
    expect(headers.get('x-request-id')).toBe(traceId)
  })

  it.each([
    ['no JSON', '{"name":', 'body'],
    ['a NUL character', '{"name":"a\\u0000b"}', 'body.name'],
    ['half a surrogate pair', '{"name":"a\\ud800b"}', 'body.name'],
    ['nesting without end', `{"name":"a","x":${'['.repeat(500)}${']'.repeat(500)}}`, 'body'],
  ])('refuses %s and names the place', async (_, body, path) => {
    const { status, json } = await create(body, { 'content-type': 'application/json' })
    expect(status).toBe(400)
    expect((json as { errors: { path: string }[] }).errors[0]?.path).toBe(path)
  })

  it('refuses a body that is not declared as JSON', async () => {
    const { status } = await create('{"name":"x"}', { 'content-type': 'text/plain' })
    expect(status).toBe(415)
  })

  it('names the methods a path answers when asked with another', async () => {
    const { status, headers } = await api.administrator.request('PUT', '/api/collections')
    expect(status).toBe(405)
    expect(headers.get('allow')).toBe('GET, POST')
  })

  it('says 404 for what is no route, but only to those who are signed in', async () => {
    expect((await api.administrator.request('GET', '/api/nothing-here')).status).toBe(404)
    expect((await api.anonymous.request('GET', '/api/nothing-here')).status).toBe(401)
  })

  it('answers the first result again for a repeated Idempotency-Key, and refuses the key for another request', async () => {
    const key = { 'idempotency-key': 'k-1' }
    const first = await create({ name: 'Once' }, key)
    const again = await create({ name: 'Once' }, key)
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await create({ name: 'Twice' }, key)).json).toMatchObject({ code: 'idempotency-mismatch' })
  })

  it('creates once when the same request comes many times at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => create({ name: 'At once' }, { 'idempotency-key': 'k-2' })),
    )
    const created = new Set(
      answers.filter(({ status }) => status === 201).map(({ json }) => (json as { id: string }).id),
    )
    expect(created.size).toBe(1)
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
  })

  it('says in its health that the database is lost, and is well again when it is back', async () => {
    const name = new URL(api.database.url).pathname.slice(1)
    const admin = new pg.Client({ connectionString: inject('testPostgresUrl') })
    await admin.connect()
    await admin.query(`alter database ${name} allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    const lost = await api.anonymous.request('GET', '/api/health')
    await admin.query(`alter database ${name} allow_connections true`)
    await admin.end()
    expect(lost.status).toBe(503)
    expect(lost.json).toMatchObject({ code: 'unavailable', checks: { database: { status: 'unavailable' } } })
    await expect.poll(async () => (await api.anonymous.request('GET', '/api/health')).status).toBe(200)
  })

  it('serves its own description and a page to read it, without script', async () => {
    const openApi = await api.anonymous.request('GET', '/api/openapi.json')
    expect(openApi.json).toMatchObject({ openapi: '3.1.1' })
    const page = await api.anonymous.request('GET', '/api/docs')
    expect(page.text).toContain('createAnnotation')
    expect(page.text).not.toMatch(/<script/i)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
