import type { SecurityEvent, SecuritySummary } from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: false })
})
afterAll(async () => await api.close())

async function list(query: Record<string, string>): Promise<SecurityEvent[]> {
  const answer = await api.administrator.request('GET', `/api/security-events?${new URLSearchParams(query)}`)
  return (answer.json as { items: SecurityEvent[] }).items
}

async function summary(): Promise<SecuritySummary> {
  return (await api.administrator.request('GET', '/api/security-events/summary?window=1h')).json as SecuritySummary
}

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
const knock = (address: string, path = '/api/me', client: ApiClient = api.anonymous) =>
  client.request('GET', path, undefined, from(address))

describe('a security event', () => {
  it('tells of a failed sign-in the reason, the address and the path', async () => {
    const body = { email: 'nobody@example.com', password: 'guess' }
    await api.anonymous.request('POST', '/api/auth/password', body, from('203.0.113.10'))
    expect(await list({ ip: '203.0.113.10', type: 'auth.failed' })).toMatchObject([
      { reason: 'credentials', path: '/api/auth/password', method: 'POST', count: 1, participantId: null },
    ])
  })

  it('tells of a forged token', async () => {
    await knock('203.0.113.11', '/api/me', api.anonymous.as('semiont_pat_forged'))
    expect((await list({ ip: '203.0.113.11' })).map(({ type, reason }) => [type, reason]).toSorted()).toEqual([
      ['access.unauthenticated', 'signature'],
      ['auth.failed', 'signature'],
    ])
  })

  it('tells of refused access who it was', async () => {
    const member = await api.signUp('member', { name: 'Curious' })
    const answer = await knock('203.0.113.12', '/api/security-events', member)
    expect(answer.status).toBe(403)
    expect(await list({ ip: '203.0.113.12' })).toMatchObject([
      {
        type: 'access.denied',
        reason: 'forbidden',
        path: '/api/security-events',
        participantId: member.participantId,
        participantName: 'Curious',
        requestId: answer.headers.get('x-request-id'),
      },
    ])
  })

  it('keeps tokens issued, refreshed and expired apart', async () => {
    const count = async () => {
      const { byType } = await summary()
      return ['token.issued', 'token.refreshed', 'token.expired'].map(
        (wanted) => byType.find(({ type }) => type === wanted)?.count,
      )
    }
    const before = await count()
    await api.signUp('member')
    expect(await count()).toEqual([(before[0] ?? 0) + 1, before[1], before[2]])
  })
})

describe('under attack', () => {
  it('a thousand alike requests make a few rows that count right', async () => {
    const rowsBefore = (await list({ limit: '200' })).length
    for (let round = 0; round < 20; round += 1)
      await Promise.all(Array.from({ length: 50 }, () => knock('203.0.113.20')))
    const events = await list({ ip: '203.0.113.20' })
    expect(events.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
    // One row, or two when the minute turned meanwhile.
    expect(events.length).toBeLessThanOrEqual(2)
    expect((await list({ limit: '200' })).length - rowsBefore).toBeLessThanOrEqual(4)
  })

  it('counts of several backends come together in one row', async () => {
    const replica = await api.startReplica()
    for (let index = 0; index < 10; index += 1) {
      await knock('203.0.113.21')
      await knock('203.0.113.21', '/api/me', api.anonymous.at(replica.url))
    }
    await replica.close()
    const events = await list({ ip: '203.0.113.21' })
    expect(events.reduce((sum, { count }) => sum + count, 0)).toBe(20)
    expect(events.length).toBeLessThanOrEqual(2)
  })

  it('survives paths that no one would type', async () => {
    for (const path of ['/api/%00', '/api/%ff', `/api/${'x'.repeat(3_000)}`, '/api/%F0%9F%A6%89']) {
      expect([path.slice(0, 20), (await fetch(api.url + path, from('203.0.113.22'))).status]).toEqual([
        path.slice(0, 20),
        401,
      ])
    }
    expect((await list({ ip: '203.0.113.22' })).length).toBe(4)
  })
})

describe('the list', () => {
  it('filters by type, path, time and participant, and pages through everything once', async () => {
    for (const path of ['/api/one', '/api/two', '/api/two/three']) await knock('203.0.113.30', path)
    expect((await list({ ip: '203.0.113.30', path: '/api/two' })).length).toBe(2)
    expect(await list({ ip: '203.0.113.30', from: new Date(Date.now() + 60_000).toISOString() })).toEqual([])
    expect(await list({ type: 'participant.role_changed' })).toEqual([])
    const mine = await list({ participantId: api.administrator.participantId, type: 'token.issued,link.created' })
    expect(mine.length).toBeGreaterThan(0)
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const answer = await api.administrator.request(
        'GET',
        `/api/security-events?limit=3${cursor && `&cursor=${cursor}`}`,
      )
      const page = answer.json as { items: SecurityEvent[]; nextCursor: string | null }
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(10)
  })

  it('is for administrators', async () => {
    for (const role of ['moderator', 'member', 'reader'] as const) {
      const client = await api.signUp(role)
      expect((await client.request('GET', '/api/security-events')).status).toBe(403)
      expect((await client.request('GET', '/api/security-events/summary')).status).toBe(403)
    }
  })

  it('refuses a type that there is not', async () => {
    expect((await api.administrator.request('GET', '/api/security-events?type=auth.failed,nothing')).status).toBe(400)
  })
})

it('sums up counts, rates, reasons, times and addresses', async () => {
  for (let index = 0; index < 5; index += 1) await knock('203.0.113.40')
  const told = await summary()
  const { count, perMinute } = told.byType.find(({ type }) => type === 'access.unauthenticated') ?? {
    count: 0,
    perMinute: 0,
  }
  expect(count).toBeGreaterThan(1_000)
  expect(perMinute).toBeCloseTo(count / 60)
  const inBuckets = told.buckets.filter(({ type }) => type === 'access.unauthenticated')
  expect(inBuckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(count)
  expect(told.byReason.find(({ reason }) => reason === 'missing')?.count).toBeGreaterThan(1_000)
  expect(told.topAddresses[0]).toMatchObject({ ip: '203.0.113.20' })
  expect(told.oauth).toEqual({ succeeded: 0, failed: 0, successRate: null })
})
