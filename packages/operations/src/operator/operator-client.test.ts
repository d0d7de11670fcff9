import { createOperatorSession } from '@semiont/backend'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withOperatorClient } from './operator-client.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: false })
})
afterAll(async () => await api.close())

/** Hands out tokens of the running backend, each of which claims to live this long. */
function platform(lifeSeconds: number) {
  const handedOut: string[] = []
  return {
    handedOut,
    async operatorAccess() {
      const { token } = await createOperatorSession(api.application.kernel)
      handedOut.push(token)
      return { baseUrl: api.url, token, expiresAt: new Date(Date.now() + lifeSeconds * 1000) }
    },
  }
}
const { signal } = new AbortController()

it('acts as the administrator and signs out afterwards', async () => {
  const place = platform(900)
  const role = await withOperatorClient(place, signal, async (client) => (await client.me.get()).role)
  expect(role).toBe('administrator')
  const afterwards = api.anonymous.as(place.handedOut[0] ?? '')
  expect((await afterwards.request('GET', '/api/me')).status).toBe(401)
})

it('goes on with another token when the first one ends', async () => {
  const place = platform(30)
  await withOperatorClient(place, signal, async (client) => {
    for (let call = 0; call < 3; call += 1) await client.me.get()
  })
  expect(new Set(place.handedOut).size).toBeGreaterThan(1)
})

it('signs out although the work failed', async () => {
  const place = platform(900)
  const work = withOperatorClient(place, signal, async (client) => await client.resources.get('res_nothing'))
  await expect(work).rejects.toThrow('must be the identifier')
  expect((await api.anonymous.as(place.handedOut[0] ?? '').request('GET', '/api/me')).status).toBe(401)
})
