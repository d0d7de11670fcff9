import { RateLimitedError } from '@semiont/contract'
import { type ApiClient, startTestApi, type TestApi } from '@semiont/testkit/api'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRateLimits } from './rate-limits.ts'

let api: TestApi
let replica: Awaited<ReturnType<TestApi['startReplica']>>
let people: ApiClient[]

beforeAll(async () => {
  api = await startTestApi({
    worker: false,
    configuration: {
      rateLimits: true,
      rateLimitPolicies: {
        participant: { burst: 20, perMinute: 0.1 },
        signIn: { burst: 8, perMinute: 0.1 },
        account: { burst: 3, perMinute: 0.1 },
        refused: { burst: 6, perMinute: 0.1 },
      },
    },
  })
  replica = await api.startReplica()
  people = [await api.signUp('member'), await api.signUp('member')]
})
afterAll(async () => await api.close())

/** Addresses of clients, as the front door on this machine reports them. */
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

async function statuses(
  count: number,
  request: (index: number) => Promise<{ status: number }>,
): Promise<Record<number, number>> {
  const counted: Record<number, number> = {}
  for (let index = 0; index < count; index += 1) {
    const { status } = await request(index)
    counted[status] = (counted[status] ?? 0) + 1
  }
  return counted
}

describe('a participant', () => {
  it('has one bucket over all backends, told when the next request is welcome', async () => {
    const [one, two] = people as [ApiClient, ApiClient]
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 ? one : one.at(replica.url)).request('GET', '/api/me')),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(10)
    for (const { headers, json } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(500)
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(600)
      expect(json).toMatchObject({ code: 'rate-limited', retryAfterSeconds: Number(headers.get('retry-after')) })
    }
    expect((await two.request('GET', '/api/me')).status).toBe(200)
  })
})

describe('an address', () => {
  it('that tries passwords is stopped, by account first and then altogether', async () => {
    const attempt = (email: string, address: string) =>
      api.anonymous.request('POST', '/api/auth/password', { email, password: 'guess' }, from(address))
    expect(await statuses(5, () => attempt('victim@example.com', '203.0.113.1'))).toEqual({ 401: 3, 429: 2 })
    expect(await statuses(5, (index) => attempt(`other${index}@example.com`, '203.0.113.1'))).toEqual({
      401: 3,
      429: 2,
    })
    expect((await attempt('victim@example.com', '203.0.113.2')).status).toBe(401)
  })

  it('that is refused again and again is told to wait, while others are not', async () => {
    const knock = (address: string) => api.anonymous.request('GET', '/api/me', undefined, from(address))
    expect(await statuses(9, () => knock('203.0.113.3'))).toEqual({ 401: 6, 429: 3 })
    expect((await knock('203.0.113.4')).status).toBe(401)
  })

  it('is believed only from the front door', async () => {
    const spoof = (index: number) =>
      api.anonymous.request('GET', '/api/me', undefined, from(`198.51.100.${index}, 203.0.113.5`))
    expect(await statuses(9, spoof)).toEqual({ 401: 6, 429: 3 })
  })
})

it('never limits health', async () => {
  expect(await statuses(40, () => api.anonymous.request('GET', '/api/health'))).toEqual({ 200: 40 })
})

describe('a bucket', () => {
  it('refills over time, but never above its size, and full ones leave no row', async () => {
    const pool = new pg.Pool({ connectionString: api.database.url, max: 5 })
    const limits = createRateLimits(pool, { enabled: true, policies: { oidc: { burst: 2, perMinute: 60 } } })
    const take = () =>
      limits.take('oidc', 'somebody').then(
        () => 'granted',
        (error: unknown) => (error instanceof RateLimitedError ? error.retryAfterSeconds : error),
      )
    const passMinutes = (count: number) =>
      pool.query(
        `update rate_limits set updated_at = updated_at - make_interval(mins => $1) where key = 'oidc:somebody'`,
        [count],
      )
    expect([await take(), await take(), await take()]).toEqual(['granted', 'granted', 1])
    await passMinutes(5)
    expect([await take(), await take(), await take()]).toEqual(['granted', 'granted', 1])
    await passMinutes(60)
    await limits.removeFull()
    expect((await pool.query(`select 1 from rate_limits where key = 'oidc:somebody'`)).rowCount).toBe(0)
    await pool.end()
  })

  it('grants no token twice to many at once', async () => {
    const pool = new pg.Pool({ connectionString: api.database.url, max: 10 })
    const limits = createRateLimits(pool, { enabled: true, policies: { oidc: { burst: 25, perMinute: 0.01 } } })
    const taken = await Promise.allSettled(Array.from({ length: 100 }, () => limits.take('oidc', 'crowd')))
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(25)
    await pool.end()
  })
})
