import { endpoints, type Scope, SCOPES } from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requirementOf } from './scope-policy.ts'

let api: TestApi
let days = 0
beforeAll(async () => {
  api = await startTestApi({ worker: false, now: () => new Date(Date.now() + days * 86_400_000) })
})
afterAll(async () => await api.close())
afterEach(() => {
  days = 0
})

async function makeToken(who: ApiClient, scopes: Scope[], path = '/api/me/tokens', expiresInDays = 30) {
  const answer = await who.request('POST', path, { name: 'A program', scopes, expiresInDays })
  const created = answer.json as { id: string; token: string; hint: string }
  return { ...created, status: answer.status, client: api.anonymous.as(created.token, who.participantId) }
}

async function reasonOf(client: ApiClient): Promise<string> {
  const { status, json } = await client.request('GET', '/api/me')
  return status === 200 ? 'signed in' : (json as { reason: string }).reason
}

describe('a personal access token', () => {
  it('acts as its person with its scopes, is shown once and told apart by its end', async () => {
    const member = await api.signUp('member')
    const { token, hint, client } = await makeToken(member, ['write', 'read'])
    expect(token).toMatch(/^semiont_pat_[\w-]{43}$/)
    expect(token.endsWith(hint)).toBe(true)
    const me = (await client.request('GET', '/api/me')).json
    expect(me).toMatchObject({ participant: { id: member.participantId }, scopes: ['read', 'write'], sessionId: null })
    const list = await member.request('GET', '/api/me/tokens')
    expect(list.text).not.toContain(token)
    expect(list.json).toMatchObject({ items: [{ name: 'A program', hint, lastUsedAt: expect.any(String) }] })
    const { rows } = await api.application.kernel.pool.query('select t::text as row from access_tokens t')
    expect(JSON.stringify(rows)).not.toContain(token.slice(12))
  })

  it('expires', async () => {
    const { client } = await makeToken(await api.signUp('member'), ['read'], undefined, 7)
    days = 6
    expect(await reasonOf(client)).toBe('signed in')
    days = 8
    expect(await reasonOf(client)).toBe('expired')
  })

  it('works no more once revoked, which its person alone can do', async () => {
    const [member, stranger] = [await api.signUp('member'), await api.signUp('member')]
    const { id, client } = await makeToken(member, ['read'])
    expect((await stranger.request('DELETE', `/api/me/tokens/${id}`)).status).toBe(404)
    expect((await member.request('DELETE', `/api/me/tokens/${id}`)).status).toBe(204)
    expect(await reasonOf(client)).toBe('revoked')
    expect((await member.request('DELETE', `/api/me/tokens/${id}`)).status).toBe(404)
  })

  it('cannot make another token, set a password or end sessions, whatever its scopes', async () => {
    const { client } = await makeToken(api.administrator, [...SCOPES])
    expect((await client.request('POST', '/api/me/tokens', { name: 'x', scopes: ['read'] })).status).toBe(403)
    expect((await client.request('PUT', '/api/me/password', { newPassword: 'a long enough password' })).status).toBe(
      403,
    )
    expect((await client.request('POST', '/api/auth/sign-out-everywhere')).status).toBe(403)
    expect((await client.request('POST', `/api/participants/${api.administrator.participantId}/link`, {})).status).toBe(
      403,
    )
  })

  it('gives no more rights than its person has', async () => {
    const { client } = await makeToken(await api.signUp('member'), ['admin'])
    expect((await client.request('GET', '/api/security-events')).status).toBe(403)
    expect((await client.request('POST', '/api/participants', { name: 'Eve', role: 'administrator' })).status).toBe(403)
  })
})

it('every endpoint of the running server asks for its scope before anything else', async () => {
  const clients = new Map<Scope, ApiClient>()
  for (const scope of SCOPES) clients.set(scope, (await makeToken(api.administrator, [scope])).client)
  const served = new Set(api.application.app.routes.map(({ method, path }) => `${method} ${path}`))
  const asked = endpoints.filter(
    ({ access, method, path }) =>
      access === 'session' && served.has(`${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(asked.length).toBeGreaterThan(20)
  for (const definition of asked) {
    const requirement = requirementOf(definition)
    const path = definition.path.replaceAll(/\{\w+\}/g, 'none')
    for (const [scope, client] of clients) {
      const response = await fetch(client.url + path, {
        method: definition.method,
        headers: { authorization: `Bearer ${client.token}` },
        // A live stream would not end.
        signal: AbortSignal.timeout(5_000),
      })
      const lacking = response.status === 403 && 'requiredScope' in (await response.json())
      if (response.body && !response.bodyUsed) await response.body.cancel()
      const expected = requirement === 'session' || SCOPES.indexOf(scope) < SCOPES.indexOf(requirement)
      expect([definition.operationId, scope, lacking]).toEqual([definition.operationId, scope, expected])
    }
  }
})

describe('an agent', () => {
  const description = { name: 'Reader 1', software: 'semiont-reader', softwareVersion: '1.2', model: 'm-7b' }

  async function makeAgent(owner: ApiClient, role = 'member') {
    const { json, status } = await owner.request('POST', '/api/agents', { ...description, role })
    return { status, ...(json as { id: string; version: number }), json }
  }

  it('has an identity of its own and acts with tokens that its owner makes', async () => {
    const owner = await api.signUp('member')
    const agent = await makeAgent(owner)
    expect(agent.json).toMatchObject({
      kind: 'agent',
      name: 'Reader 1',
      email: null,
      agent: { software: 'semiont-reader', softwareVersion: '1.2', model: 'm-7b', ownerId: owner.participantId },
    })
    const { client, id } = await makeToken(owner, ['annotate'], `/api/agents/${agent.id}/tokens`)
    expect((await client.request('GET', '/api/me')).json).toMatchObject({
      participant: { id: agent.id, kind: 'agent' },
      role: 'member',
      scopes: ['annotate'],
    })
    expect((await owner.request('DELETE', `/api/agents/${agent.id}/tokens/${id}`)).status).toBe(204)
    expect(await reasonOf(client)).toBe('revoked')
  })

  it('is in the hands of its owner and of administrators alone', async () => {
    const [owner, stranger] = [await api.signUp('member'), await api.signUp('moderator')]
    const path = `/api/agents/${(await makeAgent(owner)).id}/tokens`
    expect((await makeToken(stranger, ['read'], path)).status).toBe(403)
    expect((await stranger.request('GET', path)).status).toBe(403)
    expect((await makeToken(api.administrator, ['read'], path)).status).toBe(201)
    expect((await owner.request('GET', path)).json).toMatchObject({ items: [{ name: 'A program' }] })
  })

  it('never has more rights than its owner, from the moment the owner loses them', async () => {
    const owner = await api.signUp('moderator')
    expect((await makeAgent(owner, 'administrator')).status).toBe(403)
    const agent = await makeAgent(owner, 'moderator')
    const { client } = await makeToken(owner, ['write'], `/api/agents/${agent.id}/tokens`)
    const change = (body: object) =>
      api.administrator.request('PATCH', `/api/participants/${owner.participantId}`, body)
    const role = async () => ((await client.request('GET', '/api/me')).json as { role: string }).role
    expect(await role()).toBe('moderator')
    await change({ role: 'reader', expectedVersion: 1 })
    expect(await role()).toBe('reader')
    expect((await client.request('POST', '/api/agents', description)).status).toBe(403)
    await change({ status: 'disabled', expectedVersion: 2 })
    expect(await reasonOf(client)).toBe('disabled')
    await change({ status: 'active', role: 'member', expectedVersion: 3 })
    expect(await role()).toBe('member')
  })

  it('registers no agents, and gets no sign-in link', async () => {
    const owner = await api.signUp('member')
    const agent = await makeAgent(owner)
    const { client } = await makeToken(owner, ['write'], `/api/agents/${agent.id}/tokens`)
    expect((await client.request('POST', '/api/agents', description)).status).toBe(403)
    expect((await api.administrator.request('POST', `/api/participants/${agent.id}/link`, {})).status).toBe(409)
  })
})
