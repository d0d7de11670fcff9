import {
  forgeJwt,
  type IdentityProvider,
  startIdentityProvider,
  startTestApi,
  TestBrowser,
  type TestApi,
} from '@semiont/testkit/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const publicUrl = 'http://localhost:4000'
let provider: IdentityProvider
let api: TestApi
let subject = 0

beforeAll(async () => {
  provider = await startIdentityProvider()
  api = await startTestApi({
    worker: false,
    configuration: {
      publicUrl,
      oidcProviders: [
        provider.settings,
        { ...provider.settings, id: 'gone', name: 'Gone', issuer: 'http://127.0.0.1:1' },
      ],
      site: { name: 'Test', oauthAllowedDomains: ['example.com', 'Partner.org'] },
    },
  })
})
afterAll(async () => {
  await api.close()
  await provider.stop()
})
afterEach(() => {
  provider.person = {}
  provider.userInfo = {}
  provider.forgeIdToken = undefined
})

const browser = () => new TestBrowser(publicUrl, api.url)
const start = (returnTo = '/library') =>
  `/api/auth/oidc/start?provider=test-idp&returnTo=${encodeURIComponent(returnTo)}`

function person(email: string | undefined, claims: Record<string, unknown> = {}): void {
  provider.person = { sub: `subject-${++subject}`, email, email_verified: true, name: 'Ada Lovelace', ...claims }
  provider.userInfo = { sub: provider.person['sub'] }
}

/** Signs in as whom `person` named; where the browser lands. */
async function signIn(visitor = browser()): Promise<string> {
  return await visitor.open(start())
}

/** Goes to the provider and stops before the callback, whose address is returned. */
async function untilCallback(visitor: TestBrowser): Promise<URL> {
  const toProvider = await visitor.request(start())
  const back = await visitor.request(toProvider.headers.get('location') ?? '')
  return new URL(back.headers.get('location') ?? '')
}

/** How often the callback failed so, within this test run. */
async function failures(reason: string): Promise<{ count: number; path?: string; ip?: string }> {
  const query = new URLSearchParams({ type: 'oauth.callback.failed', reason })
  const { json } = await api.administrator.request('GET', `/api/security-events?${query}`)
  const { items } = json as { items: { count: number; path: string; ip: string }[] }
  return { ...items[0], count: items.reduce((sum, { count }) => sum + count, 0) }
}

async function countedAs(reason: string, act: () => Promise<unknown>): Promise<void> {
  const { count } = await failures(reason)
  await act()
  // Repeated events are counted and stored every second: that may be on its way just now.
  await expect.poll(async () => [reason, (await failures(reason)).count]).toEqual([reason, count + 1])
}

describe('signing in through a provider', () => {
  it('lets a person of an allowed domain in as a new member and goes on where they wanted to', async () => {
    person('Ada@Example.com')
    const visitor = browser()
    expect(await visitor.open(start('/read/res_1?x=1#p2'))).toBe('/read/res_1?x=1#p2')
    const me = await (await visitor.request('/api/me')).json()
    expect(me.participant).toMatchObject({
      name: 'Ada Lovelace',
      email: 'Ada@Example.com',
      role: 'member',
      kind: 'person',
    })
    expect(me).toMatchObject({ scopes: null, hasPassword: false, providers: ['test-idp'] })
  })

  it('knows the same account again, even after its address has changed', async () => {
    person('first@example.com')
    const { sub } = provider.person
    const [one, two] = [browser(), browser()]
    await signIn(one)
    provider.person = { sub, email: 'second@example.com', email_verified: true }
    await signIn(two)
    const ids = await Promise.all(
      [one, two].map(async (visitor) => (await (await visitor.request('/api/me')).json()).participant.id),
    )
    expect(ids[0]).toBe(ids[1])
  })

  it('sends state, nonce and a PKCE challenge, and asks for no more than it needs', async () => {
    const visitor = browser()
    const response = await visitor.request(start())
    const query = new URL(response.headers.get('location') ?? '').searchParams
    expect(query.get('code_challenge_method')).toBe('S256')
    expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/)
    expect(query.get('state')?.length).toBeGreaterThan(40)
    expect(query.get('nonce')?.length).toBeGreaterThan(40)
    expect(query.get('redirect_uri')).toBe(`${publicUrl}/api/auth/oidc/callback`)
    expect(query.get('scope')).toBe('openid email profile')
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^semiont_oidc=.+; Path=\/api\/auth\/oidc; Max-Age=600; HttpOnly; SameSite=Lax$/,
    )
  })

  it('takes the address from the userinfo endpoint when the ID token is lean', async () => {
    person(undefined, { email_verified: undefined })
    provider.userInfo = { sub: provider.person['sub'], email: 'lean@example.com', email_verified: 'true' }
    expect(await signIn()).toBe('/library')
    person(undefined, { email_verified: undefined })
    provider.userInfo = { sub: 'somebody-else', email: 'ceo@example.com', email_verified: true }
    expect(await signIn()).toBe('/sign-in?error=token-invalid')
  })

  it('never goes on to another site', async () => {
    for (const returnTo of ['https://evil.test/', '//evil.test', '/\\evil.test', '/api/me']) {
      person('returning@example.com', { sub: 'returning' })
      expect(await browser().open(start(returnTo))).toBe('/')
    }
  })

  it('says so when a provider is unknown or does not answer, while the rest of the site works', async () => {
    expect(await browser().open('/api/auth/oidc/start?provider=nobody')).toBe('/sign-in?error=unknown-provider')
    expect(await browser().open('/api/auth/oidc/start?provider=gone')).toBe('/sign-in?error=provider-unavailable')
    expect((await api.anonymous.request('GET', '/api/health')).status).toBe(200)
  })

  it('says so when the person cancels', async () => {
    const visitor = browser()
    const callback = await untilCallback(visitor)
    const query = new URLSearchParams({ error: 'access_denied', state: callback.searchParams.get('state') ?? '' })
    expect(await visitor.open(`/api/auth/oidc/callback?${query}`)).toBe('/sign-in?error=cancelled')
  })
})

describe('who may come in', () => {
  it.each([
    ['another domain', 'eve@evil.org'],
    ['a capital I for an l', 'eve@exampIe.com'],
    ['our domain in front of another', 'eve@example.com.evil.org'],
    ['another domain that ends like ours', 'eve@evil-example.com'],
    ['a subdomain', 'eve@sub.example.com'],
    ['a Cyrillic look-alike', 'eve@ex\u0430mple.com'],
    ['two addresses in one', 'eve@evil.org@example.com'],
    ['a quoted local part', '"eve@evil.org"@example.com'],
    ['a trailing dot', 'eve@example.com.'],
  ])('not who has %s', async (_name, email) => {
    person(email)
    await countedAs('domain-not-allowed', async () => {
      expect(await signIn()).toBe('/sign-in?error=domain-not-allowed')
    })
  })

  it.each(['bob@EXAMPLE.COM', 'Bob.B@Example.Com', 'bob@partner.ORG'])(
    'who has an allowed domain in any case: %s',
    async (email) => {
      person(email)
      expect(await signIn()).toBe('/library')
    },
  )

  it('not who has an address that is not verified', async () => {
    for (const email_verified of [false, 'false', undefined]) {
      person('mallory@example.com', { email_verified })
      expect(await signIn()).toBe('/sign-in?error=email-unverified')
    }
  })

  it('not who has no address', async () => {
    person(undefined)
    expect(await signIn()).toBe('/sign-in?error=email-missing')
  })

  it('not who belongs to another organization at the provider, whatever the address', async () => {
    person('insider@example.com', { hd: 'evil.org' })
    expect(await signIn()).toBe('/sign-in?error=domain-not-allowed')
    person('insider@example.com', { hd: 'Example.com' })
    expect(await signIn()).toBe('/library')
  })

  it('who was registered by an administrator, from any domain, as that person', async () => {
    const invited = await api.administrator.request('POST', '/api/participants', {
      name: 'Grace',
      email: 'Grace@Elsewhere.net',
      role: 'moderator',
    })
    person('grace@elsewhere.net')
    const visitor = browser()
    expect(await signIn(visitor)).toBe('/library')
    const me = await (await visitor.request('/api/me')).json()
    expect(me).toMatchObject({
      role: 'moderator',
      participant: { id: (invited.json as { id: string }).id, name: 'Grace' },
    })
  })

  it('not who got the address of somebody else at the same provider', async () => {
    person('reassigned@example.com')
    await signIn()
    person('reassigned@example.com')
    await countedAs('address-of-another-account', async () => {
      expect(await signIn()).toBe('/sign-in?error=failed')
    })
  })

  it('not who is disabled', async () => {
    person('leaver@example.com', { sub: 'leaver' })
    const visitor = browser()
    await signIn(visitor)
    const { participant } = await (await visitor.request('/api/me')).json()
    await api.administrator.request('PATCH', `/api/participants/${participant.id}`, {
      status: 'disabled',
      expectedVersion: participant.version,
    })
    expect((await visitor.request('/api/me')).status).toBe(401)
    expect(await signIn()).toBe('/sign-in?error=account-disabled')
  })
})

describe('a hostile answer is refused', () => {
  it('with the wrong state, with none, and in another browser', async () => {
    person('victim@example.com')
    const visitor = browser()
    const callback = await untilCallback(visitor)
    const forged = new URL(callback)
    forged.searchParams.set('state', 'x'.repeat(43))
    expect(await visitor.open(forged.href)).toBe('/sign-in?error=state-mismatch')
    const stateless = new URL(callback)
    stateless.searchParams.delete('state')
    expect(await visitor.open(stateless.href)).toBe('/sign-in?error=state-mismatch')
    await countedAs('state-mismatch', async () => {
      expect(await browser().open(callback.href)).toBe('/sign-in?error=state-mismatch')
    })
  })

  it('with a state cookie that we did not sign', async () => {
    const visitor = browser()
    const callback = await untilCallback(visitor)
    const claims = {
      state: callback.searchParams.get('state'),
      iss: publicUrl,
      aud: `${publicUrl}/api`,
      iat: 1,
      exp: 9_999_999_999,
    }
    visitor.setCookie(
      'semiont_oidc',
      forgeJwt({ alg: 'none', typ: 'oidc-state+jwt', kid: 'default' }, claims),
      '/api/auth/oidc',
    )
    expect(await visitor.open(callback.href)).toBe('/sign-in?error=state-mismatch')
  })

  it('when it is replayed, even with the cookie of the first time', async () => {
    person('replay@example.com')
    const visitor = browser()
    const callback = await untilCallback(visitor)
    const cookie = visitor.cookie('semiont_oidc') ?? ''
    expect(await visitor.open(callback.href)).toBe('/library')
    visitor.setCookie('semiont_oidc', cookie, '/api/auth/oidc')
    await countedAs('replayed', async () => {
      expect(await visitor.open(callback.href)).toBe('/sign-in?error=state-mismatch')
    })
  })

  it('with a code of another sign-in', async () => {
    person('swap@example.com')
    const [one, two] = [browser(), browser()]
    const [mine, other] = [await untilCallback(one), await untilCallback(two)]
    mine.searchParams.set('code', other.searchParams.get('code') ?? '')
    expect(await one.open(mine.href)).toBe('/sign-in?error=token-invalid')
  })

  it.each([
    ['for another audience', { aud: 'another-client' }, 'oauth-jwt-claim-comparison-failed'],
    ['from another issuer', { iss: 'https://evil.test' }, 'oauth-jwt-claim-comparison-failed'],
    ['with another nonce', { nonce: 'planted' }, 'oauth-jwt-claim-comparison-failed'],
    ['without nonce', { nonce: undefined }, 'oauth-invalid-response'],
    ['that has expired', { iat: 1_600_000_000, exp: 1_600_000_100 }, 'oauth-jwt-timestamp-check-failed'],
    ['without subject', { sub: undefined }, 'oauth-invalid-response'],
  ])('with an ID token %s', async (_name, claims, reason) => {
    person('token@example.com', claims)
    await countedAs(reason, async () => {
      expect(await signIn()).toBe('/sign-in?error=token-invalid')
    })
  })

  it('with an ID token that is not signed, or signed with what is public or guessed', async () => {
    const forgeries: [string, (claims: object) => string][] = [
      ['alg none', (claims) => forgeJwt({ alg: 'none' }, claims)],
      ['alg none with a signature', (claims) => forgeJwt({ alg: 'none' }, claims, 'x')],
      ['public key as secret', (claims) => forgeJwt({ alg: 'HS256' }, claims, provider.publicKeyPem())],
      ['client secret as secret', (claims) => forgeJwt({ alg: 'HS256' }, claims, provider.settings.clientSecret)],
      ['RS256 without a signature', (claims) => forgeJwt({ alg: 'RS256' }, claims)],
      ['RS256 with another signature', (claims) => forgeJwt({ alg: 'RS256' }, claims, 'x')],
    ]
    for (const [name, forge] of forgeries) {
      person('forged@example.com')
      provider.forgeIdToken = forge
      expect([name, await signIn()]).toEqual([name, '/sign-in?error=token-invalid'])
    }
  })

  it('and each failure is an event with reason, address and path', async () => {
    person('eve@evil.org')
    await signIn()
    expect(await failures('domain-not-allowed')).toMatchObject({ ip: '127.0.0.1', path: '/api/auth/oidc/callback' })
  })
})

it('counts successes and failures of the callback and shows the rate', async () => {
  const { json } = await api.administrator.request('GET', '/api/security-events/summary?window=1h')
  const { oauth, byType } = json as {
    oauth: { succeeded: number; failed: number; successRate: number }
    byType: { type: string; count: number }[]
  }
  expect(oauth.succeeded).toBeGreaterThan(5)
  expect(oauth.failed).toBeGreaterThan(15)
  expect(oauth.successRate).toBeCloseTo(oauth.succeeded / (oauth.succeeded + oauth.failed))
  expect(byType.find(({ type }) => type === 'oauth.callback.failed')?.count).toBe(oauth.failed)
})

it('lets nobody in by an empty list of domains but who was registered', async () => {
  const closed = await startTestApi({
    worker: false,
    configuration: { publicUrl, oidcProviders: [provider.settings], site: { name: 'Closed', oauthAllowedDomains: [] } },
  })
  await closed.administrator.request('POST', '/api/participants', { name: 'Hal', email: 'hal@example.com' })
  const visit = async () => await new TestBrowser(publicUrl, closed.url).open(start())
  person('stranger@example.com')
  const stranger = await visit()
  person('hal@example.com')
  const registered = await visit()
  await closed.close()
  expect([stranger, registered]).toEqual(['/sign-in?error=domain-not-allowed', '/library'])
})
