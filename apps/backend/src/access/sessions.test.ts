import { type ApiClient, startTestApi, TestBrowser, type TestApi } from '@semiont/testkit/api'
import type { TokenSession } from '@semiont/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const publicUrl = 'http://localhost:4000'
let api: TestApi
let minutes = 0

beforeAll(async () => {
  const now = () => new Date(Date.now() + minutes * 60_000)
  api = await startTestApi({ worker: false, configuration: { publicUrl }, now })
})
afterAll(async () => await api.close())
afterEach(() => {
  minutes = 0
})

let people = 0
/** A registered person and a link for them. */
async function invite(role = 'member'): Promise<{ id: string; email: string; token: string }> {
  people += 1
  const email = `person${people}@example.com`
  const created = await api.administrator.request('POST', '/api/participants', {
    name: `Person ${people}`,
    email,
    role,
  })
  const { id } = created.json as { id: string }
  return { id, email, token: await newLink(id) }
}

async function newLink(id: string): Promise<string> {
  const { json } = await api.administrator.request('POST', `/api/participants/${id}/link`, {})
  return new URL((json as { url: string }).url).searchParams.get('token') ?? ''
}

async function signIn(token: string): Promise<TokenSession> {
  return (await api.anonymous.request('POST', '/api/auth/link', { token, session: 'token' })).json as TokenSession
}

async function refresh(refreshToken: string, client: ApiClient = api.anonymous) {
  const answer = await client.request('POST', '/api/auth/refresh', { refreshToken })
  return { ...answer, session: answer.json as TokenSession, reason: (answer.json as { reason?: string }).reason }
}

async function reasonOf(accessToken: string): Promise<string> {
  const answer = await api.anonymous.as(accessToken).request('GET', '/api/me')
  return answer.status === 200 ? 'signed in' : (answer.json as { reason: string }).reason
}

async function countOf(type: string): Promise<number> {
  const { json } = await api.administrator.request('GET', '/api/security-events/summary?window=1h')
  return (json as { byType: { type: string; count: number }[] }).byType.find((row) => row.type === type)?.count ?? 0
}

describe('a one-time link', () => {
  it('signs in once', async () => {
    const { id, token } = await invite()
    const session = await signIn(token)
    expect(session).toMatchObject({ tokenType: 'Bearer', expiresIn: 900, participant: { id } })
    const again = await api.anonymous.request('POST', '/api/auth/link', { token, session: 'token' })
    expect([again.status, (again.json as { reason: string }).reason]).toEqual([401, 'credentials'])
  })

  it('is not used up by looking at it', async () => {
    const { token } = await invite()
    await fetch(`${api.url}/api/auth/link?token=${token}`)
    await fetch(`${api.url}/link?token=${token}`)
    expect((await signIn(token)).session).toBe('token')
  })

  it('signs in one of ten who try at the same moment', async () => {
    const { token } = await invite()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.anonymous.request('POST', '/api/auth/link', { token, session: 'token' })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('expires, and a newer one replaces it', async () => {
    const { id, token } = await invite()
    const newer = await newLink(id)
    expect((await api.anonymous.request('POST', '/api/auth/link', { token, session: 'token' })).status).toBe(401)
    minutes = 24 * 60 + 1
    expect((await api.anonymous.request('POST', '/api/auth/link', { token: newer, session: 'token' })).status).toBe(401)
  })

  it('is made by administrators only', async () => {
    const member = await api.signUp('member')
    const answer = await member.request('POST', `/api/participants/${member.participantId}/link`, {})
    expect(answer.status).toBe(403)
  })
})

describe('refresh tokens', () => {
  it('rotate, and the access tokens of both are good for 15 minutes', async () => {
    const first = await signIn((await invite()).token)
    minutes = 14
    const second = await refresh(first.refreshToken)
    expect(second.status).toBe(200)
    expect(second.session.refreshToken).not.toBe(first.refreshToken)
    expect(await reasonOf(first.accessToken)).toBe('signed in')
    minutes = 16
    expect(await reasonOf(first.accessToken)).toBe('expired')
    expect(await reasonOf(second.session.accessToken)).toBe('signed in')
  })

  it('and access tokens that have expired are counted, with whose they were', async () => {
    const { id, token } = await invite()
    const session = await signIn(token)
    minutes = 16
    expect(await reasonOf(session.accessToken)).toBe('expired')
    minutes = 31 * 24 * 60
    expect((await refresh(session.refreshToken)).reason).toBe('expired')
    minutes = 0
    const { json } = await api.administrator.request(
      'GET',
      `/api/security-events?type=token.expired&participantId=${id}`,
    )
    expect((json as { items: { path: string }[] }).items.map(({ path }) => path).toSorted()).toEqual([
      '/api/auth/refresh',
      '/api/me',
    ])
  })

  it('end the whole family when one is used a second time', async () => {
    const reuses = await countOf('token.reuse_detected')
    const first = await signIn((await invite()).token)
    const second = await refresh(first.refreshToken)
    const third = await refresh(second.session.refreshToken)
    const stolen = await refresh(first.refreshToken)
    expect([stolen.status, stolen.reason]).toEqual([401, 'revoked'])
    expect((await refresh(third.session.refreshToken)).reason).toBe('revoked')
    expect(await reasonOf(third.session.accessToken)).toBe('revoked')
    expect(await countOf('token.reuse_detected')).toBe(reuses + 1)
  })

  it('end the family too when the thief is quick and the successor was used', async () => {
    const first = await signIn((await invite()).token)
    const owner = await refresh(first.refreshToken)
    await refresh(owner.session.refreshToken)
    expect((await refresh(first.refreshToken)).reason).toBe('revoked')
  })

  it('give two tabs that refresh at the same moment the same successor, for ten seconds', async () => {
    const first = await signIn((await invite()).token)
    const tabs = await Promise.all(Array.from({ length: 5 }, () => refresh(first.refreshToken)))
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(tabs.map(({ session }) => session.refreshToken)).size).toBe(1)
    minutes = 0.2
    expect((await refresh(first.refreshToken)).reason).toBe('revoked')
    expect((await refresh(tabs[0]?.session.refreshToken ?? '')).reason).toBe('revoked')
  })

  it('rotate on any backend', async () => {
    const replica = await api.startReplica()
    const first = await signIn((await invite()).token)
    const second = await refresh(first.refreshToken, api.anonymous.at(replica.url))
    expect((await refresh(second.session.refreshToken)).status).toBe(200)
    await replica.close()
  })

  it('last 30 days unused and 90 days in all', async () => {
    const unused = await signIn((await invite()).token)
    let used = await signIn((await invite()).token)
    for (let day = 20; day <= 80; day += 20) {
      minutes = day * 24 * 60
      used = (await refresh(used.refreshToken)).session
    }
    expect((await refresh(unused.refreshToken)).reason).toBe('expired')
    minutes = 91 * 24 * 60
    expect((await refresh(used.refreshToken)).reason).toBe('expired')
  })

  it('are refused when they are not ours', async () => {
    expect((await refresh('semiont_rt_unknown')).reason).toBe('malformed')
    const { accessToken } = await signIn((await invite()).token)
    expect((await refresh(accessToken)).reason).toBe('malformed')
  })

  it('are not in the database, only their hashes', async () => {
    const { refreshToken } = await signIn((await invite()).token)
    const { rows } = await api.application.kernel.pool.query(
      'select t::text as row from refresh_tokens t union all select s::text from sessions s',
    )
    expect(JSON.stringify(rows)).not.toContain(refreshToken.slice(-20))
  })
})

describe('ending sessions', () => {
  it('by signing out refuses the access token of this session at once, and of no other', async () => {
    const { id, token } = await invite()
    const [one, two] = [await signIn(token), await signIn(await newLink(id))]
    expect((await api.anonymous.as(one.accessToken).request('POST', '/api/auth/sign-out')).status).toBe(204)
    expect([await reasonOf(one.accessToken), await reasonOf(two.accessToken)]).toEqual(['revoked', 'signed in'])
    expect((await refresh(one.refreshToken)).reason).toBe('revoked')
  })

  it('everywhere refuses all of them, on every backend', async () => {
    const replica = await api.startReplica()
    const { id, token } = await invite()
    const [one, two] = [await signIn(token), await signIn(await newLink(id))]
    const answer = await api.anonymous.as(one.accessToken).request('POST', '/api/auth/sign-out-everywhere')
    expect(answer.json).toEqual({ endedSessions: 2 })
    expect((await api.anonymous.as(two.accessToken).at(replica.url).request('GET', '/api/me')).status).toBe(401)
    await replica.close()
  })

  it('shows my sessions and ends one of them, never one of somebody else', async () => {
    const { id, token } = await invite()
    const [one, two] = [await signIn(token), await signIn(await newLink(id))]
    const stranger = await api.signUp('member')
    const mine = api.anonymous.as(one.accessToken)
    const { items } = (await mine.request('GET', '/api/auth/sessions')).json as {
      items: { id: string; current: boolean; method: string }[]
    }
    expect(items.map(({ current, method }) => [current, method])).toEqual([
      [false, 'link'],
      [true, 'link'],
    ])
    const other = items.find(({ current }) => !current)?.id
    expect((await stranger.request('DELETE', `/api/auth/sessions/${other}`)).status).toBe(404)
    expect((await mine.request('DELETE', `/api/auth/sessions/${other}`)).status).toBe(204)
    expect(await reasonOf(two.accessToken)).toBe('revoked')
  })
})

describe('a password', () => {
  const password = 'a long enough password'
  const door = (email: string, given = password) =>
    api.anonymous.request('POST', '/api/auth/password', { email, password: given })

  async function withPassword() {
    const { id, email, token } = await invite()
    const session = await signIn(token)
    const me = api.anonymous.as(session.accessToken, id)
    expect((await me.request('PUT', '/api/me/password', { newPassword: password })).status).toBe(204)
    return { id, email, me }
  }

  it('signs in, whatever the case of the address', async () => {
    const { id, email } = await withPassword()
    const answer = await door(email.toUpperCase())
    expect(answer.json).toMatchObject({ session: 'token', participant: { id } })
  })

  it('that is wrong is refused with the same words as an unknown address or a person without one', async () => {
    const { email } = await withPassword()
    const without = await invite()
    const answers = [await door(email, 'wrong'), await door('nobody@example.com'), await door(without.email)]
    const told = answers.map(({ status, json }) => ({ ...(json as object), status, requestId: '' }))
    expect(told[0]).toMatchObject({ status: 401, reason: 'credentials' })
    expect(told[1]).toEqual(told[0])
    expect(told[2]).toEqual(told[0])
  })

  it('is changed with the present one, which ends all other sessions', async () => {
    const { email, me } = await withPassword()
    const other = (await door(email)).json as TokenSession
    const change = (body: object) => api.anonymous.as(other.accessToken).request('PUT', '/api/me/password', body)
    minutes = 10
    expect((await change({ newPassword: 'another long password' })).status).toBe(400)
    expect((await change({ newPassword: 'another long password', currentPassword: 'wrong' })).status).toBe(400)
    expect((await change({ newPassword: 'another long password', currentPassword: password })).status).toBe(204)
    expect(await reasonOf(me.token ?? '')).toBe('revoked')
    expect(await reasonOf(other.accessToken)).toBe('signed in')
    expect([(await door(email)).status, (await door(email, 'another long password')).status]).toEqual([401, 200])
  })

  it('that was forgotten is set anew shortly after a one-time link, not later', async () => {
    const { id } = await withPassword()
    const early = api.anonymous.as((await signIn(await newLink(id))).accessToken)
    expect((await early.request('PUT', '/api/me/password', { newPassword: 'yet another password' })).status).toBe(204)
    const session = await signIn(await newLink(id))
    minutes = 31
    const late = api.anonymous.as((await refresh(session.refreshToken)).session.accessToken)
    expect((await late.request('PUT', '/api/me/password', { newPassword: 'yet another password' })).status).toBe(400)
  })

  it.each(['short', 'aaaaaaaaaaaaaaaa', 'abababababababab'])('like %s is refused', async (newPassword) => {
    const { token } = await invite()
    const me = api.anonymous.as((await signIn(token)).accessToken)
    expect((await me.request('PUT', '/api/me/password', { newPassword })).status).toBe(400)
  })

  it('does not let a disabled person in, and says so only to who knows it', async () => {
    const { id, email } = await withPassword()
    await api.administrator.request('PATCH', `/api/participants/${id}`, { status: 'disabled', expectedVersion: 1 })
    const reason = async (given?: string) => ((await door(email, given)).json as { reason: string }).reason
    expect([await reason('wrong'), await reason()]).toEqual(['credentials', 'disabled'])
  })
})

describe('a browser', () => {
  async function signedIn(): Promise<TestBrowser> {
    const browser = new TestBrowser(publicUrl, api.url)
    const answer = await browser.post('/api/auth/link', { token: (await invite()).token })
    expect(await answer.json()).toMatchObject({ session: 'cookie', expiresIn: 900 })
    return browser
  }
  const changeName = { name: 'Eve', expectedVersion: 1 }

  it('gets httpOnly cookies and no token that a script could read', async () => {
    const browser = new TestBrowser(publicUrl, api.url)
    const answer = await browser.post('/api/auth/link', { token: (await invite()).token })
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toHaveLength(2)
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/)
    expect(cookies[0]).toMatch(/^semiont_access=.*; Path=\/api; Max-Age=900/)
    expect(cookies[1]).toMatch(/^semiont_refresh=.*; Path=\/api\/auth; Max-Age=2592000/)
    const body = await answer.text()
    expect(body).not.toContain(browser.cookie('semiont_access'))
    expect(body).not.toMatch(/accessToken|refreshToken/)
  })

  it('changes things from our own pages', async () => {
    const browser = await signedIn()
    expect((await browser.request('/api/me')).status).toBe(200)
    expect((await browser.post('/api/me', changeName, 'PATCH')).status).toBe(200)
  })

  it.each([
    ['another site', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
    ['a sibling domain', { origin: 'http://other.localhost:4000', 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['an old browser at another site', { origin: 'https://evil.test' }],
    ['something that says nothing of its origin', {}],
  ])('cannot be made to change things by %s', async (_name, headers) => {
    const browser = await signedIn()
    const init = { body: JSON.stringify(changeName), headers: { 'content-type': 'application/json', ...headers } }
    for (const [method, path] of [
      ['PATCH', '/api/me'],
      ['POST', '/api/auth/sign-out'],
      ['POST', '/api/auth/refresh'],
    ] as const) {
      const answer = await browser.request(path, { ...init, method, body: path === '/api/me' ? init.body : '{}' })
      expect([path, answer.status, (await answer.json()).reason]).toEqual([path, 401, 'origin'])
    }
    expect((await browser.request('/api/me')).status).toBe(200)
  })

  it('cannot be signed in as somebody else by another site', async () => {
    const { token } = await invite()
    const headers = { 'content-type': 'application/json', origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }
    const answer = await fetch(`${api.url}/api/auth/link`, { method: 'POST', body: JSON.stringify({ token }), headers })
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []])
  })

  it('refreshes by cookie, and signs out', async () => {
    const browser = await signedIn()
    const before = browser.cookie('semiont_refresh')
    const refreshed = await browser.post('/api/auth/refresh', {})
    expect(await refreshed.json()).toMatchObject({ session: 'cookie' })
    expect(browser.cookie('semiont_refresh')).not.toBe(before)
    const cookie = `semiont_access=${browser.cookie('semiont_access')}`
    expect((await browser.post('/api/auth/sign-out', undefined)).status).toBe(204)
    expect(browser.cookie('semiont_access')).toBeUndefined()
    expect((await fetch(`${api.url}/api/me`, { headers: { cookie } })).status).toBe(401)
  })

  it('with a planted second cookie is nobody', async () => {
    const browser = await signedIn()
    const cookie = `semiont_access=planted; semiont_access=${browser.cookie('semiont_access')}`
    expect((await fetch(`${api.url}/api/me`, { headers: { cookie } })).status).toBe(401)
  })
})
